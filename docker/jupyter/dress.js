// What JupyterLab and the book add to the pictures that Vega draws. It is no module: set-up puts it before extension.js,
// and a page of the book loads it before its own scripts.
const ganbookPictures = (() => {
// Beside a slider stand its value and what the picture reads there. A screen reader hears both. A slider that replays
// something also has a button that plays it.
// What its positions mean stands in the input's own attributes, so that a saved notebook needs no kernel.
function dressSliders() {
  const replay = 8000; // ms from the first position to the last
  const style = document.createElement('style');
  style.textContent = `.vega-bind output { display: inline-block; min-width: 5em; padding-left: 8px; font-variant-numeric: tabular-nums; }
    .vega-bind button.ganbook-play { margin-left: 4px; min-width: 5.5em; font: inherit; }`;
  document.head.append(style);

  const dress = input => {
    const texts = JSON.parse(input.dataset.texts);
    const first = Number(input.min), step = Number(input.step) || 1;
    const position = () => Math.round((Number(input.value) - first) / step);
    const value = document.createElement('output');
    const tell = () => {
      const said = reading(input);
      value.textContent = texts[position()] + (input.dataset.readings && said ? `, ${said}` : '');
      input.setAttribute('aria-valuetext', texts[position()] + (said ? `, ${said}` : ''));
    };
    // A reading depends on all sliders of the picture.
    (input.closest('form') ?? input).addEventListener('input', tell);
    input.after(value);
    tell();
    if (input.dataset.play !== undefined) {
      value.after(player(input, texts.length, position, at => {
        input.value = String(first + at * step);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }));
    }
  };

  // What a picture reads where its sliders stand. Its last slider holds the texts of all frames.
  const reading = input => {
    const sliders = [...(input.closest('form') ?? document).querySelectorAll('.vega-bind input[data-texts]')];
    const readings = sliders.at(-1)?.dataset.readings;
    const frame = sliders.reduce((before, slider) => before * (Number(slider.max) + 1) + Number(slider.value), 0);
    return readings ? JSON.parse(readings)[frame] : '';
  };

  const player = (input, positions, position, move) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ganbook-play';
    let timer = 0;
    const show = () => {
      button.textContent = timer ? '❚❚ pause' : '▶ play';
    };
    const pause = () => {
      clearInterval(timer);
      timer = 0;
      show();
    };
    button.addEventListener('click', () => {
      if (timer) {
        pause();
        return;
      }
      if (position() === positions - 1) {
        move(0); // from the beginning again
      }
      timer = setInterval(() => {
        if (!input.isConnected || position() === positions - 1) {
          pause();
        } else {
          move(position() + 1);
        }
      }, Math.max(40, replay / positions));
      show();
    });
    // The reader takes over, by the mouse or by keys. Only a reader's own input is trusted: playing does not pause itself.
    input.addEventListener('pointerdown', pause);
    input.addEventListener('input', event => event.isTrusted && pause());
    show();
    return button;
  };

  whenDrawn('.vega-bind input[data-texts]', dress);
}

// A picture shrinks where the column is narrower than it is, but to no less than this share of its width: then its text
// can still be read, and what does not fit is reached by scrolling.
function keepReadable(least) {
  const keep = picture => {
    // On a dense screen, a canvas's attribute counts the screen's dots, and its style holds the width.
    const whole = picture.style.width || picture.getAttribute('width');
    picture.style.minWidth = `${Math.round(least * parseFloat(whole))}px`;
  };
  whenDrawn('.vega-embed .marks', picture => {
    keep(picture);
    // Vega finds out how large a picture is after it has made it, and again when its labels change.
    new MutationObserver(() => keep(picture)).observe(picture, { attributeFilter: ['width'] });
  });
}

// whenDrawn calls back with each element that a selector finds, once, now or when it comes.
function whenDrawn(selector, call) {
  const seen = new WeakSet();
  const meet = element => {
    if (!seen.has(element)) {
      seen.add(element);
      call(element);
    }
  };
  document.querySelectorAll(selector).forEach(meet);
  new MutationObserver(changes => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.matches?.(selector)) {
          meet(node);
        }
        node.querySelectorAll?.(selector).forEach(meet);
      }
    }
  }).observe(document.body, { subtree: true, childList: true });
}

return { dressSliders, keepReadable };
})();
