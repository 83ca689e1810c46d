// Builds the live parts of a page: each <div class="live" data-part="lab"> becomes the part of that
// name. What the div holds before stays until the part is there, and stays for good where the browser
// has no WebAssembly.

import { paint, placeOf } from "./canvas.js";

const here = new URL(".", import.meta.url);
const titles = { lab: "GAN lab", distributions: "Two distributions", bag: "The bag and the coin", games: "Games" };

let worker;
const shown = new Map(); // the parts on this page, by id

function engine() {
  if (worker) return worker;
  worker = new Worker(new URL("worker.js", here));
  worker.onmessage = ({ data }) => {
    if (data.loading !== undefined) for (const part of shown.values()) part.loading(data.loading);
    else if (data.failed) for (const part of shown.values()) part.fail(data.failed);
    else shown.get(data.id).receive(data.view, data.answers);
  };
  worker.onerror = (event) => {
    for (const part of shown.values()) part.fail(event.message || "the engine has stopped; load the page again");
  };
  return worker;
}

function element(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) e.setAttribute(name, "");
    else if (value !== undefined && value !== false) e.setAttribute(name, value);
  }
  e.append(...children);
  return e;
}

function theme() {
  const asked = document.documentElement.dataset.theme;
  if (asked === "dark" || asked === "light") return asked;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

// The settings of a part in the address: #live-lab:seed=2&loss=Hinge
function fromAddress(name) {
  const start = "#live-" + name + ":";
  return location.hash.startsWith(start) ? location.hash.slice(start.length) : "";
}

class Part {
  constructor(host, id) {
    this.host = host;
    this.id = id;
    this.name = host.dataset.part;
    this.asked = new Map(); // the newest value of each control that is not sent yet
    this.sent = new Map(); // by control, the number of the message that sent its newest value
    this.messages = this.answered = 0; // sent, and the last one whose answer has come
    this.pictures = [];
    this.say = element("p", { class: "live-say", role: "status" }, "The engine is loading…");
    host.append(this.say);
  }

  open() {
    engine().postMessage({ id: this.id, open: this.name, settings: fromAddress(this.name), width: this.width() });
  }

  width() {
    return Math.max(280, Math.floor(this.host.clientWidth) || 800);
  }

  loading(share) {
    if (!this.view) this.say.textContent = `The engine is loading: ${Math.round(100 * share)} %`;
  }

  fail(message) {
    this.say.textContent = message;
    this.say.classList.add("live-wrong");
  }

  send(message) {
    this.changed = true;
    this.messages++;
    if (message.set) this.sent.set(message.set, this.messages);
    engine().postMessage({ id: this.id, send: message, number: this.messages });
  }

  // set sends a value. While the answer to the last one is not there, only the newest value waits.
  set(id, value) {
    if (this.busy) this.asked.set(id, { set: id, value });
    else {
      this.busy = true;
      this.send({ set: id, value });
    }
  }

  touch(message) {
    if (this.busy && message.touch.phase === "move") this.asked.set("move", message);
    else {
      this.busy = true;
      this.send(message);
    }
  }

  receive(json, answers = 0) {
    this.answered = Math.max(this.answered, answers);
    const first = !this.view;
    const before = this.view;
    this.view = JSON.parse(json);
    if (first) this.build();
    if (this.drawing) keep(before, this.view); // the view before was not shown
    if (this.view.error) this.wrong = { text: this.view.error, until: performance.now() + 6000 };
    this.busy = false;
    if (this.asked.size) {
      const [id, message] = this.asked.entries().next().value;
      this.asked.delete(id);
      this.busy = true;
      this.send(message);
    }
    this.received = (this.received || 0) + 1;
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.show();
      for (; this.received > 0; this.received--) engine().postMessage({ id: this.id, drawn: true });
    });
    // A page that is not seen draws nothing, and need not wait for it.
    if (document.hidden) this.receivedHidden();
  }

  receivedHidden() {
    if (!this.view.running) this.show();
  }

  build() {
    this.root = element("section", { class: "live-part", "aria-label": titles[this.name] });
    this.root.classList.add("live-" + this.name);
    this.main = element("div", { class: "live-main" });
    this.stage = element("div", { class: "live-stage" });
    this.numbers = element("dl", { class: "live-numbers" });
    this.words = element("div", { class: "live-words" });
    this.controls = element("div", { class: "live-controls" });
    this.code = element("details", { class: "live-code" }, element("summary", {}, "The Go that does the same"));
    this.codeText = element("code");
    const copied = element("button", { type: "button" }, "Copy the code");
    copied.onclick = () => copy(copied, this.codeText.textContent);
    this.code.append(copied, element("pre", { tabindex: "0" }, this.codeText));
    const link = element("button", { type: "button", class: "live-link" }, "Copy a link to this");
    link.onclick = () => copy(link, this.address());
    this.say.remove();
    this.foot = element("div", { class: "live-foot" }, link);
    this.root.append(this.main, this.say, this.stage, this.numbers, this.words, this.controls, this.code, this.foot);
    this.host.replaceChildren(this.root);
    new ResizeObserver(() => {
      const width = this.width();
      if (this.sized && width !== this.sized) this.send({ width });
      this.sized = width;
    }).observe(this.host);
    if (fromAddress(this.name)) this.host.scrollIntoView();
  }

  address() {
    return location.href.split("#")[0] + "#live-" + this.name + ":" + this.view.settings;
  }

  show() {
    const v = this.view;
    const wrong = v.error || (v.running && this.wrong && performance.now() < this.wrong.until ? this.wrong.text : "");
    const text = wrong || v.say || "";
    if (this.say.textContent !== text) this.say.textContent = text; // else a screen reader would say it again
    this.say.classList.toggle("live-wrong", Boolean(wrong));
    if (v.groups) this.showControls(v.groups);
    this.showPictures(v.pictures || []);
    this.showNumbers(v.numbers || []);
    fill(this.words, (v.words || []).map((text) => text), (text) => element("p", {}, text));
    if (v.link) {
      const base = this.host.dataset.book === undefined ? new URL("../../", here) : new URL(this.host.dataset.book, location.href);
      const href = new URL(v.link.page + ".html", base).href;
      if (!this.more || this.more.href !== href) {
        if (this.more) this.more.remove();
        this.more = element("a", { href }, v.link.text);
        this.foot.prepend(this.more);
      }
    } else if (this.more) {
      this.more.remove();
      this.more = undefined;
    }
    this.code.hidden = !(v.code || this.codeText.textContent);
    if (v.code && this.codeText.textContent !== v.code) this.codeText.textContent = v.code;
    this.remember();
  }

  // remember writes the settings into the address, once the reader has changed something.
  remember() {
    if (!this.changed || this.remembering) return;
    this.remembering = true;
    setTimeout(() => {
      this.remembering = false;
      history.replaceState(history.state, "", this.address());
    }, this.view.running ? 1000 : 100);
  }

  showPictures(pictures) {
    while (this.pictures.length > pictures.length) this.pictures.pop().frame.remove();
    pictures.forEach((p, i) => {
      if (!this.pictures[i]) this.pictures[i] = this.frame(i);
      const at = this.pictures[i];
      if (p.strokes) {
        at.drawing = p.strokes;
        at.dirty = true;
        if (at.alt !== p.strokes.alt && !this.view.running) {
          at.alt = p.strokes.alt;
          at.canvas.setAttribute("aria-label", at.alt);
        }
      }
      at.takes = p.takes;
      at.canvas.classList.toggle("live-takes", Boolean(p.takes));
      if (p.takes) at.canvas.tabIndex = 0;
      else at.canvas.removeAttribute("tabindex");
      at.hint.textContent = p.takes;
      if (at.dirty && at.drawing) paint(at.canvas, at.drawing, theme(), at.cursor);
      at.dirty = false;
    });
  }

  // frame makes the place of a picture.
  frame(i) {
    const canvas = element("canvas", { role: "img", "aria-label": titles[this.name] });
    const hint = element("figcaption", { class: "live-hint" });
    const at = { canvas, hint, frame: element("figure", { class: "live-picture" }, canvas, hint) };
    this.stage.append(at.frame);
    const tell = (phase, place) => this.touch({ touch: { phase, picture: i, panel: place.panel, x: place.x, y: place.y } });
    let held;
    canvas.onpointerdown = (event) => {
      if (!at.takes || event.button > 0) return;
      const place = placeOf(canvas, at.drawing, event.clientX, event.clientY);
      if (!place) return;
      held = place.panel;
      at.cursor = undefined;
      canvas.setPointerCapture(event.pointerId);
      tell("down", place);
      event.preventDefault();
    };
    canvas.onpointermove = (event) => {
      if (held === undefined) return;
      tell("move", placeOf(canvas, at.drawing, event.clientX, event.clientY, held));
    };
    canvas.onpointerup = canvas.onpointercancel = (event) => {
      if (held === undefined) return;
      tell("up", placeOf(canvas, at.drawing, event.clientX, event.clientY, held));
      held = undefined;
    };
    canvas.onkeydown = (event) => {
      if (!at.takes) return;
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      const p = at.drawing.panels[at.cursor ? at.cursor.panel : 0];
      if (step) {
        const from = at.cursor || { panel: 0, x: (p.x0 + p.x1) / 2, y: (p.y0 + p.y1) / 2 };
        const far = event.shiftKey ? 1 / 8 : 1 / 40;
        const within = (v, lo, hi) => Math.min(hi, Math.max(lo, v));
        at.cursor = {
          panel: from.panel,
          x: within(from.x + step[0] * far * (p.x1 - p.x0), p.x0, p.x1),
          y: within(from.y + step[1] * far * (p.y1 - p.y0), p.y0, p.y1),
        };
        paint(canvas, at.drawing, theme(), at.cursor);
        event.preventDefault();
      } else if ((event.key === " " || event.key === "Enter") && at.cursor) {
        tell("down", at.cursor);
        tell("up", at.cursor);
        event.preventDefault();
      }
    };
    canvas.onblur = () => {
      at.cursor = undefined;
      paint(canvas, at.drawing, theme());
    };
    return at;
  }

  repaint() {
    for (const at of this.pictures) if (at.drawing) paint(at.canvas, at.drawing, theme(), at.cursor);
  }

  showNumbers(numbers) {
    const names = numbers.map((n) => n.name + "\n" + (n.note || "")).join("\n");
    if (names !== this.numberNames) {
      this.numberNames = names;
      this.numbers.replaceChildren(
        ...numbers.map((n) =>
          element("div", {}, element("dt", {}, n.name), element("dd", {}, n.value), ...(n.note ? [element("dd", { class: "live-note" }, n.note)] : [])),
        ),
      );
    } else {
      numbers.forEach((n, i) => {
        const value = this.numbers.children[i].children[1];
        if (value.textContent !== n.value) value.textContent = n.value;
      });
    }
    numbers.forEach((n, i) => (this.numbers.children[i].children[1].dataset.exact = n.exact || ""));
  }

  showControls(groups) {
    const structure = JSON.stringify(groups.map((g) => [g.name, g.columns, g.controls.map((c) => [c.id, c.kind, c.options, c.help])]));
    if (structure !== this.structure) {
      this.structure = structure;
      const focused = this.root.contains(document.activeElement) && document.activeElement.dataset.control;
      const open = new Set([...this.controls.querySelectorAll("details[open]")].map((d) => d.dataset.name));
      this.inputs = new Map();
      this.main.replaceChildren();
      this.controls.replaceChildren();
      groups.forEach((g) => this.addGroup(g, open));
      if (focused && this.inputs.has(focused)) this.inputs.get(focused).focus();
    }
    for (const g of groups) for (const c of g.controls) this.update(c);
  }

  addGroup(g, open) {
    const box = element("div", { class: "live-group" });
    if (g.columns) {
      box.classList.add("live-table");
      box.style.setProperty("--live-columns", g.columns);
    }
    box.append(...g.controls.map((c) => this.control(c)));
    if (!g.name) this.main.append(box);
    else if (g.top) {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", g.name);
      box.classList.add("live-top");
      box.prepend(element("span", { class: "live-name", "aria-hidden": "true" }, g.name));
      this.main.append(box);
    }
    else if (g.folded) {
      this.controls.append(element("details", { "data-name": g.name, open: open.has(g.name) }, element("summary", {}, g.name), box));
    } else {
      this.controls.append(element("fieldset", {}, element("legend", {}, g.name), box));
    }
  }

  control(c) {
    const id = `${this.id}-${c.id}`.replace(/\s/g, "-");
    const help = c.help ? element("small", { id: id + "-help" }, c.help) : "";
    const described = c.help ? id + "-help" : undefined;
    const common = { id, "data-control": c.id, "aria-describedby": described };
    if (c.kind === "button") {
      const button = element("button", { type: "button", "data-control": c.id, title: c.help }, c.label);
      button.onclick = () => this.send({ press: c.id });
      if (c.main) button.classList.add("live-go");
      this.inputs.set(c.id, button);
      return button;
    }
    let input;
    let after = "";
    if (c.kind === "slider") {
      input = element("input", { type: "range", min: 0, max: c.options.length - 1, step: 1, ...common });
      after = element("output", { for: id });
      input.oninput = () => {
        after.textContent = c.options[input.value];
        input.setAttribute("aria-valuetext", c.options[input.value]);
        this.set(c.id, "#" + input.value);
      };
    } else if (c.kind === "choice") {
      input = element("select", common, ...c.options.map((o) => element("option", {}, o)));
      input.onchange = () => this.set(c.id, input.value);
    } else if (c.kind === "switch") {
      input = element("input", { type: "checkbox", ...common });
      input.onchange = () => this.set(c.id, input.checked ? "on" : "off");
      this.inputs.set(c.id, input);
      return element("div", { class: "live-control live-switch" }, input, element("label", { for: id }, c.label), help);
    } else {
      input = element("input", { type: "number", step: c.kind === "count" ? 1 : "any", min: c.kind === "count" ? 0 : undefined, ...common });
      input.onchange = () => this.set(c.id, input.value);
    }
    this.inputs.set(c.id, input);
    return element("div", { class: "live-control live-" + c.kind }, element("label", { for: id }, c.label), input, after, help);
  }

  update(c) {
    const input = this.inputs.get(c.id);
    input.disabled = Boolean(c.off);
    if (c.kind === "button") {
      if (input.textContent !== c.label) input.textContent = c.label;
    } else if (c.kind === "switch") {
      input.checked = c.value === "on";
    } else if (c.kind === "slider") {
      if (this.asked.has(c.id) || this.sent.get(c.id) > this.answered) return; // the reader is ahead
      const at = c.options.indexOf(c.value);
      if (at >= 0) input.value = at;
      input.nextSibling.textContent = c.value;
      input.setAttribute("aria-valuetext", c.value);
    } else if (document.activeElement !== input || c.kind === "choice") {
      input.value = c.value || "";
    }
  }
}

// keep takes over from a view what the next one leaves out because it has not changed.
function keep(before, next) {
  next.groups = next.groups || before.groups;
  next.code = next.code || before.code;
  (next.pictures || []).forEach((p, i) => {
    if (!p.strokes && before.pictures && before.pictures[i]) p.strokes = before.pictures[i].strokes;
  });
}

// fill gives a parent one child for each item, and leaves it alone if the items are the same.
function fill(parent, items, make) {
  const key = JSON.stringify(items);
  if (parent.dataset.key === key) return;
  parent.dataset.key = key;
  parent.replaceChildren(...items.map(make));
}

async function copy(button, text) {
  const label = button.dataset.label || button.textContent;
  button.dataset.label = label;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser does not allow copying";
  }
  setTimeout(() => (button.textContent = label), 1500);
}

// style loads the styles, unless the page has done so.
function style() {
  const href = new URL("live.css", here).href;
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some((link) => link.href === href)) return;
  document.head.append(element("link", { rel: "stylesheet", href }));
}

// begin makes the part of a div when it comes near the window, so that a page is there first.
function begin() {
  const hosts = [...document.querySelectorAll("div.live[data-part]")].filter((host) => !host.dataset.begun);
  if (hosts.length) style();
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        near.unobserve(entry.target);
        const part = new Part(entry.target, "live" + shown.size);
        shown.set(part.id, part);
        part.open();
      }
    },
    { rootMargin: "300px" },
  );
  for (const host of hosts) {
    host.dataset.begun = "yes";
    if (typeof WebAssembly !== "object" || !window.Worker) {
      host.append(element("p", { class: "live-say" }, "This browser has no WebAssembly, so the live part that belongs here cannot run."));
    } else {
      near.observe(host);
      if (fromAddress(host.dataset.part)) host.scrollIntoView();
    }
  }
}

const repaint = () => shown.forEach((part) => part.repaint());
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
