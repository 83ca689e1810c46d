"""From Shift-Enter until the picture has changed, in JupyterLab and Chromium: cells_browser.py ROOT CHROMIUM.

It opens a notebook with cells of gan/bench/cells/ganbook.txt and runs them. Then it writes another number into "edit"
and presses Shift-Enter, and the same in "train". The clock is the page's: from the key until a new chart that is not
blank has been put on the screen, for a training its first frame. It runs in the project's own environment, with the
browser driver of the tests.
"""
import pathlib
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
sys.path[:0] = [str(ROOT / "notebooks" / "testdata"), str(ROOT / ".venv" / "playwright")]
import leash  # noqa: E402

if __name__ == "__main__":
    leash.hold()  # before anything starts a thread

import json  # noqa: E402
import random  # noqa: E402
import re  # noqa: E402

import hands  # noqa: E402
from lab import connected, desk  # noqa: E402

CHARTS = ".vega-embed canvas, .vega-embed svg.marks"

# Resolves, some frames after the key, to the milliseconds until a chart that was not there is drawn and shown.
WATCH = """charts => {
    const before = new Set(document.querySelectorAll(charts));
    const drawn = c => {
        if (c.tagName !== 'CANVAS') return c.querySelector('path') !== null;
        const pixels = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(pixels).size > 8;
    };
    let pressed = 0;
    document.addEventListener('keydown', e => { if (e.key === 'Enter' && e.shiftKey) pressed = performance.now(); }, {capture: true});
    window.changed = new Promise(resolve => {
        const look = () => {
            if (pressed && [...document.querySelectorAll(charts)].some(c => !before.has(c) && drawn(c)))
                requestAnimationFrame(() => resolve(performance.now() - pressed));
            else
                requestAnimationFrame(look);
        };
        look();
    });
}"""


def changed(page, at, source):
    """Replaces a code cell's text and presses Shift-Enter; returns the seconds until a new picture is on the screen."""
    page.locator(".jp-CodeCell .cm-content").nth(at).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)
    page.evaluate(WATCH, CHARTS)
    page.keyboard.press("Shift+Enter")
    milliseconds = page.evaluate("() => Promise.race([window.changed, new Promise(r => setTimeout(() => r(0), 60000))])")
    if not milliseconds:
        raise SystemExit("no new picture within a minute")
    hands.idle(page)
    return milliseconds / 1000


def main():
    text = (ROOT / "gan/bench/cells/ganbook.txt").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^//// (\w+)\n", text)
    cells = {name: source.strip() for name, source in zip(parts[1::2], parts[2::2])}
    problems = []
    with desk(sys.argv[2]) as at, at.page(problems) as page:

        def number(name):
            source = cells[name].replace("NUMBER", f"{random.uniform(0.5, 2):.9f}")
            return source.replace("FOLDER", str(at.lab.served / "kept"))

        order = ["first", "edit", "keep", "train"]
        at.open(page, hands.write(at, "cells.ipynb", *map(number, order)))
        connected(page)
        hands.run_all(page)
        page.locator(".vega-embed").nth(2).wait_for(timeout=60_000)
        seconds = {name: changed(page, order.index(cell), number(cell)) for name, cell in (("changed", "edit"), ("firstFrame", "train"))}
    print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
