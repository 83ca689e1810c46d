// The worker holds the engine, a Go program, and lets its parts run. It gets these messages:
//
//   {id, open: name, settings, width}   {id, send: a live.Message}   {id, drawn: true}
//
// and answers with {id, view: JSON}, or {loading: share of the engine that has come, from 0 to 1}.

"use strict";
importScripts("wasm_exec.js");

const frame = 46; // milliseconds from one view of a running part to the next
const ahead = 2; // views that may be on their way before the page has drawn one

const parts = new Map(); // by id: {running, waiting (views not drawn yet), overhead (ms of a view), due}
const ready = start().catch((error) => {
  postMessage({ failed: String(error && error.message ? error.message : error) });
  throw error;
});
// Ticks are started by a channel, since timers wait for 4 ms or more.
const channel = new MessageChannel();
let ticking = false;
channel.port1.onmessage = turn;

async function start() {
  const go = new Go();
  const response = await engine();
  const module = await WebAssembly.compileStreaming(response);
  const instance = await WebAssembly.instantiate(module, go.importObject);
  await new Promise((resolve) => {
    self.ganbookReady = resolve;
    go.run(instance);
  });
}

// engine fetches the compressed engine and unpacks it here, so that any static server will do.
async function engine() {
  const wasm = { headers: { "Content-Type": "application/wasm" } };
  if (self.DecompressionStream) {
    const packed = await fetch("ganbook.wasm.gz");
    if (packed.ok) {
      const size = Number(packed.headers.get("Content-Length"));
      const [first, body] = await peek(packed.body.pipeThrough(counter(size)));
      // A server that declares the file as compressed makes the browser unpack it.
      const isPacked = first && first[0] === 0x1f && first[1] === 0x8b;
      return new Response(isPacked ? body.pipeThrough(new DecompressionStream("gzip")) : body, wasm);
    }
  }
  const plain = await fetch("ganbook.wasm");
  if (!plain.ok) throw new Error("the engine cannot be loaded: " + plain.status);
  return new Response(plain.body.pipeThrough(counter(Number(plain.headers.get("Content-Length")))), wasm);
}

// counter tells the page how much has come.
function counter(size) {
  let come = 0, said = 0;
  return new TransformStream({
    transform(chunk, controller) {
      come += chunk.length;
      if (size > 0 && come / size >= said + 0.02) {
        said = Math.min(come / size, 1);
        postMessage({ loading: said });
      }
      controller.enqueue(chunk);
    },
  });
}

// peek returns the first chunk of a stream, and a stream with all of it.
async function peek(stream) {
  const reader = stream.getReader();
  const first = await reader.read();
  const whole = new ReadableStream({
    start(controller) {
      if (first.value) controller.enqueue(first.value);
    },
    async pull(controller) {
      const next = await reader.read();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
  return [first.value, whole];
}

onmessage = async ({ data }) => {
  await ready;
  const part = parts.get(data.id);
  if (data.open) {
    parts.set(data.id, { running: false, waiting: 0, overhead: 15, due: 0 });
    answer(data.id, ganbook.open(data.id, data.open, data.settings, data.width));
  } else if (data.drawn && part) {
    part.waiting = Math.max(0, part.waiting - 1);
  } else if (data.send && part) {
    answer(data.id, ganbook.send(data.id, JSON.stringify(data.send)), data.number);
  }
  more();
};

function answer(id, view, answers) {
  if (view === undefined || view === null) throw new Error("the engine has stopped; load the page again");
  const part = parts.get(id);
  // The JSON of a view says whether its part runs; the page parses the whole of it.
  part.running = /"running":true/.test(view.slice(0, view.indexOf('"pictures":[')));
  part.waiting++;
  postMessage({ id, view, answers });
}

// more asks for a turn if a part runs.
function more() {
  if (ticking) return;
  const now = performance.now();
  let soonest = Infinity;
  for (const part of parts.values()) {
    if (part.running && part.waiting < ahead) soonest = Math.min(soonest, part.due);
  }
  if (soonest === Infinity) return;
  ticking = true;
  if (soonest <= now + 1) channel.port2.postMessage(null);
  else setTimeout(turn, soonest - now);
}

// turn lets each part that runs go on for a while. Between two turns messages come in.
function turn() {
  ticking = false;
  for (const [id, part] of parts) {
    const began = performance.now();
    if (!part.running || part.waiting >= ahead || part.due > began + 1) continue;
    const budget = Math.max(1, Math.round(frame - part.overhead));
    answer(id, ganbook.send(id, JSON.stringify({ tick: budget })));
    const took = performance.now() - began;
    part.overhead += 0.1 * (Math.max(0, took - budget) - part.overhead);
    // A part that had nothing to do for all of its time needs no more than a look now and then.
    part.due = took < frame / 2 ? began + frame : 0;
  }
  more();
}
