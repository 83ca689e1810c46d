// Typesets the formulas of a built book: node formulas.cjs KATEX FOLDER. In each page of the folder, a formula in TeX
// becomes what KaTeX makes of it. So a page shows its formulas at once, and without a program.
'use strict';
const fs = require('fs');
const path = require('path');

const [program, folder] = process.argv.slice(2);
const katex = require(path.resolve(program));

const place = /<(span|div) class="math" data-tex>([^]*?)<\/\1>([^\s<&]{0,3})/g;
const characters = { lt: '<', gt: '>', amp: '&', quot: '"', '#x27': "'", '#39': "'" };
const plain = text => text.replace(/&(lt|gt|amp|quot|#x27|#39);/g, (_, name) => characters[name]);

// A line must not end between a formula and what follows it without a space. A browser keeps the two together only if
// it may not break the formula either, so only a short one is kept together with what follows.
const short = 20;
const together = (tex, html, after) => (after && tex.length <= short ? `<span class="together">${html}${after}</span>` : html + after);

let formulas = 0;
for (const name of fs.readdirSync(folder).filter(name => name.endsWith('.html'))) {
  const file = path.join(folder, name);
  const page = fs.readFileSync(file, 'utf8');
  const typeset = page.replace(place, (_, tag, tex, after) => {
    formulas++;
    try {
      const html = katex.renderToString(plain(tex), { displayMode: tag === 'div', strict: false });
      return together(tex, `<${tag} class="math">${html}</${tag}>`, after);
    } catch (error) {
      console.error(`${name}: KaTeX cannot typeset ${plain(tex)}: ${error.message}`);
      process.exitCode = 1;
      return '';
    }
  });
  if (typeset !== page) {
    fs.writeFileSync(file, typeset);
  }
}
console.log(`${formulas} formulas`);
