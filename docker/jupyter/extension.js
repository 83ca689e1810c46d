// An extension of JupyterLab, as it loads it: no build, no packages. Set-up puts dress.js before it.
(() => {
let lab; // JupyterLab, once it has started

// Whether the cell of an element waits or runs. A folded cell has its prompt, but not on the page.
const runs = element => {
  const cell = element.closest('.jp-CodeCell');
  const folded = () => [...lab.shell.widgets('main')].flatMap(({ content }) => content?.widgets ?? []).find(({ node }) => node === cell);
  const input = cell.querySelector('.jp-InputArea') ?? folded()?.inputArea?.node;
  return input?.querySelector('.jp-InputPrompt')?.textContent.includes('*') ?? false;
};

// A cell that runs again loses its output first, and the page would jump up, and down again as the new one comes.
// (JupyterLab means to hold the height for 50 ms, but measures it when the output is gone.) This keeps the place until
// the cell has run and its pictures are drawn.
function keepPlaces() {
  const drawn = 1500; // ms that pictures may take after their cell has ended
  const heights = new WeakMap(); // of the places of outputs, as last laid out
  const held = new Map(); // place → when its cell was seen to have ended, 0 before

  const hold = place => {
    place.style.minHeight = `${heights.get(place)}px`;
    if (held.size === 0) {
      setTimeout(release, 100);
    }
    held.set(place, 0);
  };

  const release = () => {
    const now = Date.now();
    for (const [place, ended] of held) {
      const gone = !place.isConnected;
      if (!gone && runs(place)) {
        held.set(place, 0);
      } else if (gone || (ended > 0 && now - ended > drawn)) {
        place.style.minHeight = '';
        held.delete(place);
      } else if (ended === 0) {
        held.set(place, now);
      }
    }
    if (held.size > 0) {
      setTimeout(release, 100);
    }
  };

  const sizes = new ResizeObserver(entries => {
    for (const { target } of entries) {
      heights.set(target, target.offsetHeight);
    }
  });
  new MutationObserver(changes => {
    for (const { target, addedNodes, removedNodes } of changes) {
      for (const node of addedNodes) {
        // Watching what is watched already changes nothing.
        node.querySelectorAll?.('.jp-Cell-outputWrapper').forEach(place => sizes.observe(place));
      }
      if (removedNodes.length > 0 && target.classList?.contains('jp-OutputArea')) {
        const place = target.closest('.jp-CodeCell .jp-Cell-outputWrapper');
        if (place && !held.has(place) && heights.get(place) > 0 && runs(place)) {
          hold(place);
        }
      }
    }
  }).observe(document.body, { subtree: true, childList: true });
}

// A cell that works for more than two seconds says so, and for how long. GoNB runs one cell at a time: the first that waits.
function showClock() {
  const style = document.createElement('style');
  style.textContent = `.jp-InputArea-editor[data-working] { position: relative; }
    .jp-InputArea-editor[data-working]::after {
      content: attr(data-working); position: absolute; right: 1px; bottom: 1px; padding: 0 6px; z-index: 1; pointer-events: none;
      font: 12px var(--jp-ui-font-family); color: var(--jp-ui-font-color2); background: var(--jp-cell-editor-background);
    }`;
  document.head.append(style);
  const began = new WeakMap(); // editor of the cell at work → since when

  setInterval(() => {
    for (const notebook of document.querySelectorAll('.jp-Notebook')) {
      const cell = [...notebook.querySelectorAll('.jp-CodeCell')].find(runs);
      const first = cell?.querySelector('.jp-InputArea-editor'); // none where the cell is folded
      for (const editor of notebook.querySelectorAll('.jp-CodeCell .jp-InputArea-editor')) {
        if (editor !== first) {
          began.delete(editor);
          editor.removeAttribute('data-working');
        }
      }
      if (first) {
        began.set(first, began.get(first) ?? Date.now());
        const seconds = Math.floor((Date.now() - began.get(first)) / 1000);
        if (seconds >= 2) {
          first.setAttribute('data-working', `at work for ${seconds} s; ■ stops it`);
        }
      }
    }
  }, 500);
}

// Pictures follow the theme, and the width of their column.
function fitPictures() {
  const style = document.createElement('style');
  // Images in colour stay as they are. Such a picture has nothing else but its title, which takes the theme's own colour.
  const inColor = 'body[data-jp-theme-light="false"] .vega-embed svg.marks:has([aria-roledescription="picture in colour"])';
  // Lightness is turned over and hues are turned back: white paper becomes the dark theme's, and contrasts stay.
  // Vega sets a canvas's height in its own style.
  style.textContent = `.vega-embed .marks { max-width: 100%; height: auto !important; }
    body[data-jp-theme-light="false"] .jp-OutputArea .vega-embed .marks,
    body[data-jp-theme-light="false"] .jp-OutputArea .jp-RenderedImage img { filter: invert(0.93) hue-rotate(180deg); }
    ${inColor} { filter: none; background: none !important; }
    ${inColor} text { fill: var(--jp-ui-font-color1); }`;
  document.head.append(style);
  ganbookPictures.keepReadable(0.75);
}

const plugin = {
  id: 'ganbook:reader',
  description: 'Keeps the page in its place, says for how long a cell has run, and dresses sliders and pictures.',
  autoStart: true,
  activate: app => {
    lab = app;
    keepPlaces();
    showClock();
    ganbookPictures.dressSliders();
    fitPictures();
  }
};
window._JUPYTERLAB = window._JUPYTERLAB ?? {};
window._JUPYTERLAB.ganbook = { init: () => {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
