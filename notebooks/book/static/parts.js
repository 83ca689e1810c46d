// The live parts. Their program is large, so it is loaded when a reader comes to the first one, and only where it can run.

const parts = document.querySelectorAll('.live');
if (parts.length > 0 && typeof WebAssembly === 'object') {
  const near = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      near.disconnect();
      import('./live/live.js');
    }
  }, { rootMargin: '300px' });
  parts.forEach(part => near.observe(part));
}
