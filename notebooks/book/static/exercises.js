// Exercises. A field takes a reader's answer and says what show.Exercise says of it in a notebook: right if it is
// within the tolerance, else the hint of the first mistake whose range holds it, or the general one.

const words = JSON.parse(document.getElementById('words').textContent);

// read is the number that a reader has written; NaN if it is none.
function read(text) {
  const parts = text.replace(/[\s_]/g, '').replace(/[−–]/g, '-').split('/');
  if (parts.length > 2 || parts.includes('')) {
    return NaN;
  }
  return parts.map(Number).reduce((a, b) => a / b);
}

const number = (element, name) => (name in element.dataset ? Number(element.dataset[name]) : undefined);

// hintFor is the hint that fits a wrong answer.
function hintFor(form, answer) {
  const mistakes = form.nextElementSibling.querySelectorAll(':scope > div');
  const mistake = [...mistakes].find(
    m => !(answer < (number(m, 'from') ?? -Infinity)) && !(answer > (number(m, 'to') ?? Infinity)));
  return mistake ?? generalHint(form);
}

function generalHint(form) {
  const hint = form.parentElement.querySelector('details.book-hint').cloneNode(true);
  hint.querySelector('summary').remove();
  return hint;
}

function judge(form, text, verdict) {
  const answer = read(text);
  verdict.className = 'verdict';
  if (Number.isNaN(answer)) {
    verdict.replaceChildren(words.blank);
  } else if (Math.abs(answer - number(form, 'answer')) <= number(form, 'tolerance') * (1 + 1e-9)) { // the difference is rounded
    verdict.classList.add('right');
    verdict.replaceChildren(`✓ ${text.trim()} ${words.right}`);
  } else {
    verdict.classList.add('wrong');
    const hint = [...hintFor(form, answer).childNodes].map(node => node.cloneNode(true));
    verdict.replaceChildren(`✗ ${text.trim()} ${words.wrong}`, ...hint);
  }
}

function build(form) {
  const label = document.createElement('label'), field = document.createElement('input');
  field.autocomplete = 'off';
  field.spellcheck = false;
  label.append(words.answer, field);
  const button = document.createElement('button');
  button.textContent = words.check;
  const verdict = document.createElement('div');
  verdict.className = 'verdict';
  verdict.setAttribute('role', 'status');
  form.append(label, button, verdict);
  form.addEventListener('submit', event => {
    event.preventDefault();
    judge(form, field.value, verdict);
  });
}

document.querySelectorAll('form.exercise').forEach(build);
