// The live parts. Their program is large, so it is loaded when a reader comes to the first one, and only where it can run.

const parts = document.querySelectorAll('.live');
if (parts.length > 0 && typeof WebAssembly === 'object') {
  const near = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      near.disconnect();
      const style = document.createElement('link');
      style.rel = 'stylesheet';
      style.href = new URL('live/live.css', import.meta.url);
      document.head.append(style);
      import('./live/live.js');
    }
  }, { rootMargin: '300px' });
  parts.forEach(part => near.observe(part));
}
