"""Reads notebooks as a reader would: a real JupyterLab, a real Chromium, mouse and keys.

    browser.py [--screenshots FOLDER] [--open NOTEBOOK]... [--run NOTEBOOK]... [--hands NAME]... CHROMIUM

All in one JupyterLab and one browser, one after the other. A NOTEBOOK after --open is opened (a copy of it),
looked at as it is saved and closed again. One after --run is run from top to bottom. One after both is opened and
closed first. NAME is something that a reader's hands do (hands.py). For each, a line of JSON on stdout says what
was found:

    {"name": NOTEBOOK or NAME, "says": what was measured, "problems": [what a reader would trip over]}

The exit status is 1 only if the tools fail, not the notebooks.
"""

import leash

if __name__ == "__main__":
    leash.hold()  # before anything starts a thread

import argparse
import json
import pathlib
import time

from playwright.sync_api import Error

import hands
from lab import Failure, PageTimeout, choose, connected, desk, dirty, drawn, move, prompts, save, until

VEGALITE = "application/vnd.vegalite.v5+json"
SECONDS_PER_CELL = 300
UNTOUCHED = 4  # seconds that a notebook with its kernel is watched for changes: looking at it makes none


def pictures_and_sliders(notebook):
    """How many of each a notebook's saved outputs hold."""
    pictures = sliders = 0
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            spec = output.get("data", {}).get(VEGALITE)
            if spec is not None:
                pictures += 1
                sliders += ranges_in(spec)
    return pictures, sliders


def ranges_in(spec):
    if isinstance(spec, list):
        return sum(map(ranges_in, spec))
    if isinstance(spec, dict):
        bind = spec.get("bind")
        return (isinstance(bind, dict) and bind.get("input", "").lower() == "range") + sum(map(ranges_in, spec.values()))
    return 0


def look_at_pictures(page, when, pictures):
    """The charts are on the page, with something drawn."""
    marks = ".vega-embed canvas, .vega-embed svg.marks"
    try:
        page.wait_for_function("([marks, n]) => document.querySelectorAll(marks).length >= n", arg=[marks, pictures], timeout=20_000)
    except PageTimeout:
        pass
    charts = page.locator(".vega-embed:has(canvas, svg.marks)")
    if charts.count() != pictures:
        raise Failure(f"{when}: {charts.count()} pictures on the page, want {pictures}")
    for i in range(pictures):
        # Text alone has tens of shades; a blank canvas has one colour, and two with a frame around it.
        if (found := drawn(charts.nth(i).locator("canvas, svg.marks").first)["colors"]) < 8:
            raise Failure(f"{when}: picture {i + 1} is blank ({found} colours)")


def move_sliders(page, sliders):
    """Moving a slider changes the chart it belongs to."""
    ranges = page.locator(".vega-embed input[type=range]")
    if ranges.count() != sliders:
        raise Failure(f"{ranges.count()} sliders on the page, want {sliders}")
    for i in range(sliders):
        slider = ranges.nth(i)
        chart = slider.locator("xpath=ancestor::*[contains(@class, 'vega-embed')]").locator("canvas, svg.marks").first
        move(i + 1, slider, chart)


def no_dialog(page):
    dialogs = page.locator(".jp-Dialog, .Toastify__toast")
    if dialogs.count():
        raise Failure("something pops up: " + " ".join(dialogs.all_inner_texts()))


def open_look_close(page, desk, copy):
    """Opening, reading and closing a notebook leaves it as it was."""
    before, written = copy.read_bytes(), copy.stat().st_mtime_ns
    pictures, sliders = pictures_and_sliders(json.loads(before))
    began = time.monotonic()
    desk.open(page, copy.name)
    opened = time.monotonic() - began
    connected(page)
    with_kernel = time.monotonic()
    look_at_pictures(page, "as saved", pictures)
    move_sliders(page, sliders)
    no_dialog(page)
    page.wait_for_timeout(max(0, with_kernel + UNTOUCHED - time.monotonic()) * 1000)
    if dirty(page):
        raise Failure(f"it is marked as changed, {UNTOUCHED} s after its kernel came, and its cells are untouched")
    choose(page, "File", "Close Tab")
    until("the tab closes without a question", 30, lambda: not page.locator(".jp-NotebookPanel").count())
    no_dialog(page)
    if copy.read_bytes() != before or copy.stat().st_mtime_ns != written:
        raise Failure("opening, reading and closing it has changed its file")
    return f"open in {opened:.1f} s, {pictures} pictures, {sliders} sliders"


def run_all(page):
    """Chooses Run All Cells and waits for the last. A cell that fails clears the prompts of those after it."""
    choose(page, "Edit", "Clear Outputs of All Cells")
    page.wait_for_function("() => !document.querySelector('.jp-CodeCell .jp-OutputArea-output')")
    choose(page, "Run", "Run All Cells")
    last, since = [], time.monotonic()
    while True:
        now = prompts(page)
        if now[0] == "[1]:" and "[*]:" not in now:
            return
        if now != last:
            last, since = now, time.monotonic()
        if time.monotonic() - since > SECONDS_PER_CELL:
            raise Failure(f"Run All: no cell ended in {SECONDS_PER_CELL} s; the prompts are {' '.join(now)}")
        time.sleep(0.1)


def verdict(before, after):
    """What testdata/execute.py asks of a run too: every code cell ran, in order, and none failed or wrote to stderr."""
    ran = [cell for cell in after["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(ran, 1):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                said = "".join(o["text"] for o in cell["outputs"] if o["output_type"] == "stream")
                raise Failure(f"code cell {number} failed: {output['evalue']}\n{cell['source']}\nit printed:\n{said}")
            if output["output_type"] == "stream" and output["name"] == "stderr":
                raise Failure(f"code cell {number} wrote to stderr: {output['text']}")
            if not output.get("data", True):
                raise Failure(f"code cell {number} left an empty output")
        if cell["execution_count"] != number:
            raise Failure(f"code cell {number} did not run")
    if after["metadata"] != before["metadata"]:
        raise Failure(f"a save changes the metadata from {before['metadata']} to {after['metadata']}")
    for number, (old, new) in enumerate(zip(before["cells"], after["cells"], strict=True), 1):
        for part in ("id", "source", "metadata"):
            if old.get(part) != new.get(part):
                raise Failure(f"a save changes cell {number}'s {part} from {old.get(part)!r} to {new.get(part)!r}")


def open_and_run(page, desk, copy):
    before = desk.lab.saved(copy.name)
    desk.open(page, copy.name)
    connected(page)
    began = time.monotonic()
    run_all(page)
    ran = time.monotonic() - began
    save(page)
    after = desk.lab.saved(copy.name)
    verdict(before, after)
    look_at_pictures(page, "after Run All", pictures_and_sliders(before)[0])
    once = copy.read_bytes()
    save(page, lambda page: choose(page, "File", "Save Notebook"))
    if copy.read_bytes() != once:
        raise Failure("saving it once more, untouched, has changed its file")
    return f"Run All in {ran:.1f} s"


def visit(desk, name, screenshots, *steps):
    """One page for one notebook or one of the hands' acts; prints what was found."""
    problems, says = [], []
    began = time.monotonic()
    with desk.page(problems) as page:
        try:
            for step in steps:
                says.append(step(page))
                desk.lab.end_kernels()
        except (Failure, Error) as error:
            problems.append(f"{error}\nJupyterLab's log ends:\n{desk.lab.log.read_text()[-2000:]}")
        if screenshots:
            page.screenshot(path=pathlib.Path(screenshots) / (pathlib.Path(name).stem + ".png"))
    says.append(f"{time.monotonic() - began:.1f} s in all")
    print(json.dumps({"name": name, "says": ", ".join(filter(None, says)), "problems": list(dict.fromkeys(problems))}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--screenshots")
    parser.add_argument("--open", action="append", default=[])
    parser.add_argument("--run", action="append", default=[])
    parser.add_argument("--hands", action="append", default=[])
    parser.add_argument("chromium")
    asked = parser.parse_args()
    with desk(asked.chromium, hands.LAB_OPTIONS if asked.hands else ()) as at:
        for name in dict.fromkeys(asked.open + asked.run):  # each once
            copy = at.put(pathlib.Path(name).resolve())
            steps = []
            if name in asked.open:
                steps.append(lambda page: open_look_close(page, at, copy))
            if name in asked.run:
                steps.append(lambda page: open_and_run(page, at, copy))
            visit(at, name, asked.screenshots, *steps)
        for name in asked.hands:
            visit(at, name, asked.screenshots, lambda page: getattr(hands, name)(page, at))


if __name__ == "__main__":
    main()
