// What the theme leaves open.

// For who listens to the page: buttons whose names do not say what they do.
// The name of this button is what stands on it, keys included.
document.querySelectorAll('button.search-button-field').forEach(button => button.removeAttribute('aria-label'));
// This one unfolds the pages below another.
document.querySelectorAll('.toctree-toggle').forEach(toggle => {
  toggle.parentElement.setAttribute('aria-label', toggle.closest('li').querySelector('a').textContent);
});

// Paper is white.
const root = document.documentElement;
let theme;
addEventListener('beforeprint', () => {
  theme = root.dataset.theme;
  root.dataset.theme = 'light';
});
addEventListener('afterprint', () => {
  root.dataset.theme = theme;
});
