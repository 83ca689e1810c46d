"""What a reader's hands do in JupyterLab, each once, and what should come of it. Used by browser.py --hands NAME."""

import contextlib
import json
import math
import time

from playwright.sync_api import Error

from lab import Failure, choose, connected, of_pixels, prompts, save, until

# Kernels without an open tab are ended at once, so that the test need not wait ten minutes. Which ones are spared is
# as the project sets it.
LAB_OPTIONS = ("--MappingKernelManager.cull_idle_timeout=2", "--MappingKernelManager.cull_interval=1")


def write(desk, name, *cells):
    """A notebook of these cells where JupyterLab sees it; a text that begins with # is Markdown, any other is code."""
    made = []
    for i, source in enumerate(cells):
        cell = {"id": f"cell{i}", "metadata": {}, "source": source, "cell_type": "markdown"}
        if not source.startswith("#"):
            cell |= {"cell_type": "code", "execution_count": None, "outputs": []}
        made.append(cell)
    kernel = {"display_name": "Go (ganbook)", "language": "go", "name": "ganbook"}
    (desk.lab.served / name).write_text(
        json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
    )
    return name


def idle(page):
    until("no cell runs", 120, lambda: "[*]:" not in prompts(page))


def run_all(page):
    choose(page, "Run", "Run All Cells")
    until("the first cell has run", 120, lambda: prompts(page)[0].strip("[]: ").isdigit())
    idle(page)


SLIDER = """%noautoget
import "ganbook/notebooks/show"
%%
show.Slide(show.Slider{Name: "n", Values: show.Span(0, 20, 21), Start: 10}, func(n float64) show.Figure {
	return show.Figure{Title: "n x", X: "x", Y: "y", Marks: show.Marks{show.Curve(func(x float64) float64 { return n * x }, 0, 1)}}
})"""


def keys(page, desk):
    """All keys of a slider move it, focused by the mouse or by Tab, and do nothing else."""
    desk.open(page, write(desk, "keys.ipynb", "# A heading", SLIDER, "# Another"))
    connected(page)
    run_all(page)
    slider = page.locator(".vega-embed input[type=range]")
    slider.wait_for(timeout=30_000)
    for how in ("mouse", "Tab"):
        if how == "mouse":
            slider.click()
        else:
            page.locator(".jp-CodeCell .jp-InputPrompt").click()  # the cell, in command mode
            for _ in range(20):
                page.keyboard.press("Tab")
                if slider.evaluate("s => s === document.activeElement"):
                    break
            else:
                raise Failure("Tab does not come to the slider")
        for key, want in (
            ("Home", 0), ("ArrowRight", 1), ("ArrowUp", 2), ("ArrowLeft", 1), ("ArrowDown", 0),
            ("End", 20), ("ArrowLeft", 19), ("PageDown", 17), ("PageUp", 19),
        ):  # fmt: skip
            page.keyboard.press(key)
            at = slider.input_value()
            if at != str(want):
                raise Failure(f"focused by {how}, {key} leaves the slider at {at}, want {want}")
            if not slider.evaluate("s => s === document.activeElement"):
                raise Failure(f"focused by {how}, {key} takes the focus away from the slider")
    # Elsewhere the keys are JupyterLab's.
    page.get_by_role("heading", name="Another").click()
    page.keyboard.press("ArrowUp")
    active = "() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].findIndex(c => c.classList.contains('jp-mod-active'))"
    if (at := page.evaluate(active)) != 1:
        raise Failure(f"↑ in command mode goes from cell 2 to cell {at}, want 1")
    page.get_by_role("heading", name="A heading").click()
    page.keyboard.press("ArrowLeft")
    until("← on a heading folds its section", 20, lambda: not slider.is_visible())
    return "nine keys, by mouse and by Tab"


REPLAY = """%noautoget
import "ganbook/notebooks/show"
%%
steps := show.Slider{Name: "step", Values: []float64{0, 100, 400, 900, 1600}, Replay: true}
show.Slide(steps, func(n float64) show.Row {
	f := show.Figure{Title: "n x", X: "x", Y: "y", Marks: show.Marks{show.Curve(func(x float64) float64 { return n * x }, 0, 1)}}
	return show.Row{f, f, f}
})"""


READING = """%noautoget
import (
	"fmt"
	"ganbook/notebooks/show"
)
%%
a, b := show.Slider{Name: "a", Values: []float64{1, 2}}, show.Slider{Name: "b", Values: []float64{10, 20, 30}}
show.Slide2(a, b, func(a, b float64) show.Figure {
	return show.Figure{Title: "a + b", X: "x", Y: "y", Reading: fmt.Sprint("a + b = ", a+b), Marks: show.Marks{show.Rule(a + b)}}
})"""

CLOUD = """%noautoget
import "ganbook/notebooks/show"
%%
xs := show.Span(0, 1, 1001)
show.Figure{Title: "Many dots", X: "x", Y: "y", Marks: show.Marks{show.Points(xs, xs)}}.Show()"""


PAINTED = """%noautoget
import "ganbook/notebooks/show"
%%
yellow := make([]float32, 3*28*28)
for i := range yellow {
	yellow[i] = []float32{1, 0.8, 0}[i%3]
}
show.Figure{Title: "Yellow", Width: 280, Height: 280, Marks: show.Marks{show.ColorImages([][]float32{yellow}, 28, 1)}}.Show()"""


def dressed(page, desk):
    """A slider says its value and plays; pictures shrink with the column and follow the theme, but not images in colour."""
    desk.open(page, write(desk, "dressed.ipynb", REPLAY, READING, CLOUD, PAINTED))
    connected(page)
    run_all(page)
    cells = page.locator(".jp-CodeCell")
    slider = cells.nth(0).locator(".vega-embed input[type=range]")
    slider.wait_for(timeout=30_000)
    value = cells.nth(0).locator(".vega-bind output")

    def says(want):
        told = value.inner_text(), slider.get_attribute("aria-valuetext")
        if told != (want, want):
            raise Failure(f"the slider shows {told[0]!r} and tells a screen reader {told[1]!r}, want {want!r}")

    says("0")
    slider.press("End")
    says("1,600")
    button = page.get_by_role("button", name="play")
    button.click()  # from the end: it begins again
    until("playing moves the slider", 10, lambda: slider.input_value() != "4")
    page.get_by_role("button", name="pause").click()
    at = slider.input_value()
    page.wait_for_timeout(2500)
    if slider.input_value() != at:
        raise Failure("a slider that is paused goes on")
    button.click()
    slider.press("ArrowRight")
    at = slider.input_value()
    page.wait_for_timeout(2500)
    if slider.input_value() != at:
        raise Failure("a slider that a key has moved plays on")
    button.click()
    until("playing ends at the last position", 15, lambda: slider.input_value() == "4" and button.is_visible())

    readings(cells.nth(1))
    picture, cloud = cells.nth(0).locator(".vega-embed svg.marks"), cells.nth(2).locator(".vega-embed canvas.marks")
    least = min(shrinks(page, drawn, narrower) for drawn, narrower in ((picture, 1000), (cloud, 700)))

    painted = cells.nth(3).locator(".vega-embed svg.marks")
    image = painted.locator("image")
    before, paper, yellow = lightness(page, picture), lightness(page, painted), lightness(page, image)
    choose_theme(page, "JupyterLab Dark")
    until("the picture is dark", 20, lambda: lightness_if_drawn(page, picture) < 0.3)
    until("the yellow image stays as it is", 20, lambda: abs(lightness_if_drawn(page, image) - yellow) < 0.05)
    until("the paper around it is dark", 20, lambda: lightness_if_drawn(page, painted) < paper - 0.1)
    choose_theme(page, "JupyterLab Light")
    until("the picture is light again", 20, lambda: abs(lightness_if_drawn(page, picture) - before) < 0.05)
    return f"five values, played; {least:.2f} of its width at least"


def readings(cell):
    """What a picture reads stands beside the last slider, and every slider says it."""
    sliders, values = cell.locator(".vega-embed input[type=range]"), cell.locator(".vega-bind output")
    for which, key, shown, said in (
        (1, "End", ["1", "30, a + b = 31"], ["1, a + b = 31", "30, a + b = 31"]),
        (0, "End", ["2", "30, a + b = 32"], ["2, a + b = 32", "30, a + b = 32"]),
        (1, "Home", ["2", "10, a + b = 12"], ["2, a + b = 12", "10, a + b = 12"]),
    ):
        sliders.nth(which).press(key)
        told = values.all_inner_texts(), [sliders.nth(i).get_attribute("aria-valuetext") for i in range(2)]
        if told != (shown, said):
            raise Failure(f"the sliders show {told[0]} and tell a screen reader {told[1]}, want {shown} and {said}")


def shrinks(page, picture, narrower):
    """A picture fits a window that is so much narrower. The share of its width that is left in one too narrow for it."""
    whole = picture.bounding_box()
    page.set_viewport_size({"width": narrower, "height": 900})
    until(f"the picture fits a window of {narrower} pixels", 20, lambda: picture.bounding_box()["width"] < 0.95 * whole["width"])
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_timeout(500)
    now = picture.bounding_box()
    if (least := now["width"] / whole["width"]) < 0.74:
        raise Failure(f"in a narrow column a picture shrinks to {least:.2f} of its size, where its text can no longer be read")
    if abs(now["height"] / whole["height"] - least) > 0.01:
        raise Failure(f"a picture of {whole['width']} by {whole['height']} shrinks to {now['width']} by {now['height']}")
    page.set_viewport_size({"width": 1280, "height": 1000})
    return least


def choose_theme(page, name):
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    for item in ("Theme", name):
        page.locator(".lm-Menu-item").filter(has_text=item).first.click()


def lightness(page, element):
    """The mean of all pixels of an element as it is seen, from 0, black, to 1."""
    mean = "bytes => bytes.reduce((sum, byte, i) => i % 4 < 3 ? sum + byte : sum, 0) / (bytes.length / 4 * 3) / 255"
    return of_pixels(page, element.screenshot(), mean)


def lightness_if_drawn(page, element):
    """The same, or NaN at the moment when a picture is drawn anew and its element is being replaced."""
    try:
        return lightness(page, element)
    except Error:
        return math.nan


def errors(page, desk):
    """A failed cell says what is wrong, once, and no path that nobody can open."""
    cases = [
        ("%noautoget\nimport \"ganbook/notebooks/show\"\n%%\nshow.CheckExact(\"six times seven\", 6*7, 41)", ["six times seven", "exit status 1"]),
        ("die := 3", ["expected declaration, found die", "a line with %% above", "Line 1"]),
        ("%%\nx := 3\nfmt.Println(undefinedName)", ["Line 3", "undefined: undefinedName", "declared and not used: x", "does not compile"]),
        ("%%\nvar a []int\nfmt.Println(a[3])", ["index out of range [3]", "Line 3", "exit status 2"]),
        ("func half( {", ["Line 1", "expected ')', found '{'"]),
        ("%%\nfmt.Println(1", ["Line 2", "missing ',' before newline"]),
        ("%%\nos.Exit(3)", ["exit status 3"]),
    ]
    desk.open(page, write(desk, "errors.ipynb", *[cell for cell, _ in cases]))
    connected(page)
    cells = page.locator(".jp-CodeCell")
    for i, (source, says) in enumerate(cases):
        cells.nth(i).locator(".jp-InputPrompt").click()
        page.keyboard.press("ControlOrMeta+Enter")
        until("the cell has failed", 60, lambda: prompts(page)[i] == f"[{i + 1}]:")
        said = lambda: cells.nth(i).locator(".jp-OutputArea").inner_text()
        with contextlib.suppress(Failure):  # the output may come after the prompt
            until("all is said", 20, lambda: all(want in said() for want in says))
        page.wait_for_timeout(300)  # what should not be said would come now
        text = said()
        lacks = [want for want in says if want not in text]
        clutter = [bad for bad in ("gonb_", "main.go", "TempDir") if bad in text]
        if lacks or clutter or text.count("exit status") > 1:
            raise Failure(f"{source!r} fails with\n{text}\nit lacks {lacks}; clutter: {clutter}; 'exit status' {text.count('exit status')} times")
    return f"{len(cases)} failures"


def completion(page, desk):
    """Tab completes before the kernel has run a cell."""
    desk.open(page, write(desk, "completion.ipynb", 'import "ganbook/theory"\n%%\ntheory.KL'))
    connected(page)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("ControlOrMeta+End")
    began = time.monotonic()
    source = "() => document.querySelector('.jp-CodeCell .cm-content').innerText"
    shown = lambda: page.locator(".jp-Completer:visible").count() or "KLErr" in page.evaluate(source)
    page.keyboard.press("Tab")
    try:
        until("one Tab", 65, shown)
    except Failure:  # JupyterLab waits for gopls for 60 s, which a busy machine may take; a reader presses the key again
        page.keyboard.press("Tab")
        until("Tab completes theory.KL", 90, shown)
    return f"after {time.monotonic() - began:.1f} s"


def culling(page, desk):
    """A kernel is ended when its tab is closed and it has nothing to do; not before, and not while it works."""
    work = "%noautoget\nimport \"time\"\n%%\ntime.Sleep(SECONDS * time.Second)"
    desk.open(page, write(desk, "culled.ipynb", work.replace("SECONDS", "0")))
    connected(page)
    run_all(page)
    page.wait_for_timeout(5000)
    if len(desk.lab.kernels()) != 1:
        raise Failure(f"{len(desk.lab.kernels())} kernels with the tab open, want 1")
    save(page)
    choose(page, "File", "Close Tab")
    until("the kernel of a closed tab is ended", 60, lambda: not desk.lab.kernels())

    desk.open(page, write(desk, "busy.ipynb", work.replace("SECONDS", "12")))
    connected(page)
    choose(page, "Run", "Run All Cells")
    until("the kernel is busy", 60, lambda: any(k["execution_state"] == "busy" for k in desk.lab.kernels()))
    page.goto("about:blank")
    page.wait_for_timeout(7000)
    if len(desk.lab.kernels()) != 1:
        raise Failure("a busy kernel was ended when its tab was closed")
    until("the kernel is ended after its work", 60, lambda: not desk.lab.kernels())


def again(page, desk):
    """A cell that runs again keeps the page in its place."""
    desk.open(page, write(desk, "again.ipynb", SLIDER))
    connected(page)
    run_all(page)
    page.locator(".vega-embed .marks").wait_for(timeout=30_000)
    page.wait_for_timeout(2000)
    page.locator(".jp-CodeCell .jp-InputPrompt").click()
    page.evaluate("""() => {
        const place = document.querySelector('.jp-Cell-outputWrapper');
        const note = () => { window.heights.push(place.offsetHeight); requestAnimationFrame(note); };
        window.heights = [];
        note();
    }""")
    page.keyboard.press("ControlOrMeta+Enter")
    until("it has run again", 60, lambda: prompts(page) == ["[2]:"])
    page.wait_for_timeout(2500)
    heights = page.evaluate("() => window.heights")
    changes = [h for i, h in enumerate(heights) if i == 0 or h != heights[i - 1]]
    if min(heights) < heights[0] or max(heights) > heights[0]:
        raise Failure(f"the output is so many pixels high while it runs again: {changes}")
    if page.evaluate("() => document.querySelector('.jp-Cell-outputWrapper').style.minHeight"):
        raise Failure("the height is held on after the run")
    return f"{len(heights)} frames of {heights[0]} px"


FOLDED = """%noautoget
import "time"
import "ganbook/notebooks/show"
%%
time.Sleep(5 * time.Second)
show.Figure{Title: "f", X: "x", Y: "y", Marks: show.Marks{show.Rule(1)}}.Show()"""


def folded(page, desk):
    """A cell whose source is folded away shows its picture, runs, keeps its place, and unfolds by one click."""
    name = write(desk, "folded.ipynb", FOLDED, "fmt.Println(1)")
    notebook = json.loads((desk.lab.served / name).read_text())
    notebook["cells"][0]["metadata"] = {"jupyter": {"source_hidden": True}}
    (desk.lab.served / name).write_text(json.dumps(notebook))
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    desk.open(page, name)
    connected(page)
    cells = page.locator(".jp-CodeCell")
    choose(page, "Run", "Run All Cells")
    page.wait_for_timeout(4000)
    if clock := cells.nth(1).locator(".jp-InputArea-editor").get_attribute("data-working"):
        raise Failure(f"a cell that waits for a folded one says {clock!r}")
    cells.nth(0).locator(".vega-embed .marks").wait_for(timeout=60_000)
    until("both cells have run", 60, lambda: cells.nth(1).locator(".jp-InputPrompt").inner_text() == "[2]:")
    source = cells.nth(0).locator(".cm-content")
    if source.is_visible():
        raise Failure("running a folded cell unfolds it")
    save(page)
    if desk.lab.saved(name)["cells"][0]["metadata"] != {"jupyter": {"source_hidden": True}}:
        raise Failure("saving a folded cell loses its fold")
    cells.nth(0).locator(".jp-Placeholder").first.click()
    until("one click shows the source", 20, lambda: source.is_visible())
    if thrown:
        raise Failure(f"the page throws {thrown}")


TRAINING = """%noautoget
import (
	"ganbook/gan"
	"ganbook/gan/dataset"
	"ganbook/notebooks/watch"
	"ganbook/theory"

	"github.com/janpfeifer/must"
)
%%
cfg := gan.Defaults()
cfg.Steps = 1_000_000
cfg.CriticSteps = 4 // each is compiled by itself, so that there is time to press ■ meanwhile
must.M1(watch.Train(cfg, dataset.From(theory.Normal(3, 0.5))))"""


def waiting(page, desk):
    """A cell that works says so; a training says that it compiles, and answers ■ at once."""
    desk.open(page, write(desk, "waiting.ipynb", '%noautoget\nimport "time"\n%%\ntime.Sleep(8 * time.Second)', TRAINING))
    connected(page)
    cells = page.locator(".jp-CodeCell")
    clock = lambda i: cells.nth(i).locator(".jp-InputArea-editor").get_attribute("data-working") or ""
    choose(page, "Run", "Run All Cells")
    until("the silent cell says for how long it is at work", 60, lambda: clock(0).startswith("at work for "))
    if clock(1):
        raise Failure(f"a cell that waits for its turn says {clock(1)!r}")
    until("the training says that it compiles", 60, lambda: "compiling the training" in cells.nth(1).inner_text())
    if clock(0):
        raise Failure(f"a cell that has ended says {clock(0)!r}")
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Interrupt Kernel").first.click()
    began = time.monotonic()
    says = lambda *words: any(word in cells.nth(1).inner_text() for word in words)
    # GoNB kills a cell that has not ended 5 s after ■. Where a compilation takes longer, there was nothing to keep yet.
    ended = ("Stopped at step", "it had not stopped 5 s after ■")
    until("it says that it stops", 20, lambda: says("stopping when it ends", *ended))
    until("the training has stopped", 60, lambda: says(*ended))
    return f"stopped after {time.monotonic() - began:.1f} s"
