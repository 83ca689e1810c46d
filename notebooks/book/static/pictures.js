// Pictures. A page shows each as an image; when it comes into view, Vega draws it anew from its description, with its
// sliders. Where that cannot be, the image stays.

const programs = ['vega', 'vega-lite', 'vega-embed'];
const base = new URL('lib/', import.meta.url);

// vega loads the programs that draw, one after the other, once.
let loaded;
const vega = () =>
  (loaded ??= programs.reduce(
    (before, name) => before.then(() => new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = new URL(`${name}.min.js`, base);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${script.src} cannot be loaded`));
      document.head.append(script);
    })),
    Promise.resolve(),
  ));

async function draw(figure) {
  const spec = fetch(figure.dataset.spec).then(answer => answer.json());
  await vega();
  const place = document.createElement('div');
  await vegaEmbed(place, await spec, { actions: false, renderer: figure.dataset.renderer });
  figure.querySelector('img').replaceWith(place);
  figure.classList.add('drawn');
  reachByKeys(figure);
}

// What is wider than its column can be scrolled by keys too.
function reachByKeys(element) {
  const fit = () => {
    if (element.scrollWidth > element.clientWidth) {
      element.tabIndex = 0;
    } else {
      element.removeAttribute('tabindex');
    }
  };
  new ResizeObserver(fit).observe(element);
}

ganbookPictures.dressSliders();
const style = getComputedStyle(document.querySelector('figure.picture') ?? document.body);
ganbookPictures.keepReadable(Number(style.getPropertyValue('--least')));
const near = new IntersectionObserver(
  entries => entries.filter(entry => entry.isIntersecting).forEach(({ target }) => {
    near.unobserve(target);
    draw(target).catch(error => console.warn(`the picture stays an image: ${error.message}`));
  }),
  { rootMargin: '300px' },
);
document.querySelectorAll('figure.picture').forEach(figure => {
  near.observe(figure);
  reachByKeys(figure);
});
document.querySelectorAll('pre.printed, .katex-display, .pst-scrollable-table-container').forEach(reachByKeys);
