// The live parts. Their program is loaded only by a page that holds one, and where it can run.

if (document.querySelector('.live') && typeof WebAssembly === 'object') {
  import('./live/live.js');
}
