"""Operates the live parts as a reader would: a static server, a real Chromium, mouse and keys.

    live.py [--screenshots FOLDER] [--act NAME]... DIR CHROMIUM

DIR is what the program build wrote. NAME is one of the functions below; without any, all are tried. For each act, a line of JSON on stdout says what was found:

    {"name": the act, "says": what was measured, "problems": [what a reader would trip over], "numbers": {...}}

The exit status is 1 only if the tools fail, not the parts.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "testdata"))

import leash

if __name__ == "__main__":
    leash.hold()  # before anything starts a thread

import argparse
import functools
import http.server
import json
import threading
import time
import urllib.parse

from playwright.sync_api import Error as PageError  # also that of a page that keeps one waiting
from playwright.sync_api import sync_playwright

PATIENCE = 240_000  # ms; a machine may be slow, and is not judged by that
PARTS = ("lab", "distributions", "bag", "games")


class Failure(Exception):
    pass


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Desk:
    """A browser on the parts, and a watch on what their pages ask for and complain of."""

    def __init__(self, browser, url, screenshots):
        self.browser, self.url, self.screenshots = browser, url, screenshots

    def open(self, problems, part, settings="", width=1280, theme="light", script=""):
        context = self.browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        context.add_init_script(script)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: problems.append(f"the console says: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: problems.append(f"the page fails: {e}"))
        page.on("request", lambda r: None if r.url.startswith((self.url, "data:", "blob:")) else problems.append(f"the page asked for {r.url}"))
        page.goto(f"{self.url}/{part}.html" + (f"#live-{part}:{settings}" if settings else ""))
        page.locator(".live-part canvas").first.wait_for()
        return page


def numbers(page):
    """The numbers of a page by name, in full where the part gives them so."""
    return page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.live-numbers div')].map(d => "
        "[d.children[0].textContent, d.children[1].dataset.exact || d.children[1].textContent]))"
    )


def until(page, what, true):
    try:
        page.wait_for_function(true)
    except PageError as error:
        said = page.locator(".live-say").inner_text()
        raise Failure(f"it does not come about that {what}; the page says {said!r}") from error


def step(page):
    return int(numbers(page)["step"])


def wait_for_step(page, n):
    until(page, f"the training is at step {n}", f"() => +document.querySelector('.live-numbers dd').textContent >= {n}")


def settings(page, part):
    """The settings in the page's address, once they are there."""
    until(page, "the address holds the settings", f"() => location.hash.startsWith('#live-{part}:')")
    page.wait_for_timeout(300)
    return urllib.parse.parse_qs(page.evaluate("location.hash").split(":", 1)[1])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def rectangle(page, picture=0):
    """Where the first panel of a picture is in the window."""
    page.locator(".live-picture canvas").nth(picture).scroll_into_view_if_needed()
    return page.locator(".live-picture canvas").nth(picture).bounding_box()


def drag(page, box, points):
    """Moves the mouse, pressed, through points that are shares of a box."""
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*at[0])
    page.mouse.down()
    for x, y in at[1:]:
        page.mouse.move(x, y, steps=4)
        page.wait_for_timeout(60)
    page.mouse.up()


def colors(page, canvas):
    """How many colours a canvas shows."""
    return canvas.evaluate(f"c => new Set(new Uint32Array(({PIXELS})(c).buffer)).size")


# Reads a copy, since Chromium warns of canvases that are drawn on and read by turns.
PIXELS = (
    "c => { const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', {willReadFrequently: true});"
    "copy.drawImage(c, 0, 0); return copy.getImageData(0, 0, c.width, c.height).data; }"
)


def lab_by_mouse(desk, problems):
    """Draws data with the mouse and with keys, moves D alone, then G alone, then both."""
    page = desk.open(problems, "lab")
    page.get_by_label("Kind of data").select_option("drawn by you")
    until(page, "the lab asks for data", "() => document.querySelector('.live-say').textContent.includes('draw some')")
    before = page.locator(".live-picture canvas").first.screenshot()
    drag(page, rectangle(page), [(0.3, 0.4), (0.5, 0.5), (0.7, 0.4)])
    until(page, "the drawing is trained on", "() => document.querySelectorAll('.live-numbers div').length > 3")
    if page.locator(".live-picture canvas").first.screenshot() == before:
        raise Failure("drawing data does not change the picture")
    drawn = len(settings(page, "lab")["drawn"][0])
    canvas = page.locator(".live-picture canvas").first
    canvas.focus()
    for key in ("ArrowLeft", "ArrowUp", "Space"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    until(page, "keys draw too", f"() => (new URLSearchParams(location.hash.split(':')[1]).get('drawn') || '').length > {drawn}")
    for name, does in (("D once", "d1"), ("G once", "d1_g1"), ("One step", "d1_g1_b1")):
        was = step(page)
        press(page, name)
        wait_for_step(page, was + 1)
        if (did := settings(page, "lab")["do"]) != [does]:
            raise Failure(f"after {name} the address says {did}, want {does}")
    return f"{drawn // 4} points drawn by the mouse"


# Presses "One step" as soon as there is a picture, and notes by the page's clock, which begins as the page is asked for, when that
# was and when the step was shown.
PRESS_AT_ONCE = """new MutationObserver(() => {
    const step = document.querySelector('.live-numbers dd');
    if (!step) return;
    if (!window.pressedAt) {
        window.pressedAt = performance.now();
        [...document.querySelectorAll('button')].find(b => b.textContent === 'One step').click();
    } else if (+step.textContent >= 1) window.steppedAt ??= performance.now();
}).observe(document, {childList: true, characterData: true, subtree: true})"""

DOWNLOAD = "() => { const t = performance.now(); return fetch('ganbook.wasm.gz', {cache: 'no-store'}).then(r => r.arrayBuffer()).then(() => performance.now() - t); }"


def lab_first_step(desk, problems):
    """How long a reader waits for the first step, from the moment on at which the page is asked for, and how long the download alone takes."""
    desk.open(problems, "bag").context.close()  # the browser has windows to open too
    page = desk.open(problems, "lab", script=PRESS_AT_ONCE)
    until(page, "the first step is shown", "() => window.steppedAt")
    shown, stepped, download = page.evaluate("[pressedAt, steppedAt]") + [page.evaluate(DOWNLOAD)]
    return f"the picture after {shown / 1000:.2f} s, the first step after {stepped / 1000:.2f} s; the download alone takes {download / 1000:.2f} s"


def lab_three_hundred(desk, problems):
    """A run of 300 steps, and how far its fakes are from the data."""
    page = desk.open(problems, "lab", "seed=1")
    first = numbers(page)
    page.context.close()
    page = desk.open(problems, "lab", "seed=1&do=b300")
    began = time.monotonic()
    until(page, "the run is at its end", "() => document.querySelector('.live-say').textContent.includes('This is what the sender')")
    took = time.monotonic() - began
    found = numbers(page)
    if found["step"] != "300":
        raise Failure(f"the run ends at step {found['step']}, want 300")
    for canvas in page.locator(".live-picture canvas").all():
        if (shades := colors(page, canvas)) < 8:
            raise Failure(f"a picture is blank ({shades} colours)")
    return f"300 steps in {took:.1f} s, {300 / took:.0f} a second", {"before": first, "after": found}


def lab_speed(desk, problems):
    """Steps and frames a second of a run, without and with R1 and R2."""
    says = []
    for what in ("", "r1=0.1&r2=0.1"):
        page = desk.open(problems, "lab", what)
        press(page, "Run")
        wait_for_step(page, 5)
        counted = page.evaluate(
            "() => new Promise(done => { const step = () => +document.querySelector('.live-numbers dd').textContent; const from = step();"
            "let last = from, frames = 0; const look = () => { if (step() !== last) { last = step(); frames++; } };"
            "const seen = new MutationObserver(look); seen.observe(document.querySelector('.live-numbers'), {childList: true, characterData: true, subtree: true});"
            "setTimeout(() => done([(step() - from) / 5, frames / 5]), 5000); })"
        )
        says.append(f"{what or 'no penalty'}: {counted[0]:.0f} steps and {counted[1]:.0f} frames a second")
        press(page, "Pause")
        page.close()
    return "; ".join(says)


def lab_stories(desk, problems):
    """Each story begins by one click and leads to its chapter; a setting that needs no new networks keeps the step."""
    page = desk.open(problems, "lab")
    for name, chapter in (("collapse", "09_modes"), ("circle", "08_why_it_circles"), ("R3GAN", "08_why_it_circles"), ("a D that cannot see", "07_a_first_gan")):
        press(page, name)
        until(page, f"the story {name} runs", "() => +document.querySelector('.live-numbers dd').textContent >= 2")
        if page.locator(".live-words p").count() < 2:
            raise Failure(f"the story {name} has no two sentences")
        until(page, f"the story {name} leads to {chapter}", f"() => document.querySelector('.live-foot a').href.endsWith('/{chapter}.html')")
    press(page, "Pause")
    page.wait_for_timeout(300)
    until(page, "the address holds the story", "() => location.hash.includes('story=a+D')")
    words = "() => [...document.querySelectorAll('.live-words p')].map(p => p.textContent)"
    receiver = desk.open(problems, "lab", page.evaluate("location.hash").split(":", 1)[1])
    if (sent := page.evaluate(words)) != (got := receiver.evaluate(words)):
        raise Failure(f"a link that is sent with the words {sent} shows {got}")
    receiver.context.close()
    was = step(page)
    page.locator("summary", has_text="Moves").click()
    slider = page.get_by_label("Learning rate of D")
    slider.focus()
    slider.press("ArrowRight")
    until(page, "the change is said", "() => document.querySelector('.live-say').textContent.includes('stay as they are')")
    if step(page) != was:
        raise Failure(f"a change of a rate leads from step {was} to {step(page)}")
    page.locator("summary", has_text="The Go").click()
    if "watch.Train(cfg, data)" not in page.locator(".live-code code").inner_text():
        raise Failure("the Go that does the same is missing")


def distributions(desk, problems):
    """Numbers of several pairs, a drag with the mouse, and the time of a move."""
    page = desk.open(problems, "distributions")
    found = {"": numbers(page)}
    for case in ("pa=0.30&qs=2.00&pn=4.0", "p=Laplace&qm=0.5", "p=uniform&ps=0.50", "q=uniform", "pa=0.50&qa=0.50&qn=-4.0"):
        found[case] = page.workers[0].evaluate(  # by the engine of the page
            "settings => Object.fromEntries(JSON.parse(ganbook.open('case', 'distributions', settings, 900)).numbers.map(n => [n.name, n.exact]))", case
        )
    box = rectangle(page)
    before = numbers(page)["KL(P‖Q)"]
    # The dot of Q is at x = 1, density 0.4. The panel lies in the picture where the strokes say.
    drag(page, box, [(0.60, 0.62), (0.75, 0.5), (0.8, 0.4)])
    until(page, "the drag changes KL", f"() => [...document.querySelectorAll('.live-numbers dd')].every(d => d.dataset.exact !== '{before}')")
    if "qm" not in settings(page, "distributions"):
        raise Failure("the drag moves no density")
    slider = page.get_by_label("Mean", exact=True).first
    slider.focus()
    slider.press("ArrowRight")
    until(page, "the slider moves P", "() => location.hash.includes('pm=')")
    took = page.workers[0].evaluate(
        "() => { const n = 20, t = performance.now(); for (let i = 0; i < n; i++) "
        "ganbook.send('live0', JSON.stringify({touch: {phase: 'down', picture: 0, panel: 0, x: 1 + 0.1 * i, y: 0.4}}));"
        "return (performance.now() - t) / n; }"
    )
    return f"one move of the pointer takes the engine {took:.1f} ms, pictures included", found


def bag(desk, problems):
    """Balls drawn by clicks."""
    page = desk.open(problems, "bag")
    press(page, "7 white, 3 red")
    until(page, "ten balls are there", "() => document.querySelector('.live-say').textContent.startsWith('10 balls: 7 white')")
    found = {"draws=wwrwwrwwrw": numbers(page)}
    press(page, "Add one white")
    until(page, "one is added", "() => document.querySelector('.live-say').textContent.startsWith('11 balls: 8 white')")
    press(page, "Begin anew")
    press(page, "Draw 100")
    press(page, "Draw one")
    until(page, "101 balls are there", "() => document.querySelector('.live-say').textContent.startsWith('101 balls')")
    found["n=101"] = numbers(page)
    press(page, "Draw on and on")
    until(page, "more come", "() => parseInt(document.querySelector('.live-say').textContent) > 102")
    press(page, "Pause")
    return "", found


def games(desk, problems):
    """A payoff edited, rounds played, the start of the gradient play moved."""
    page = desk.open(problems, "games")
    page.get_by_label("row 1, column 1").fill("3")
    page.get_by_label("row 1, column 1").press("Enter")
    until(page, "the payoff counts", "() => location.hash.includes('a00=3')")
    found = {"a00=3": numbers(page)}
    press(page, "Play row 1")
    until(page, "the round is played", "() => document.querySelector('.live-say').textContent.startsWith('You played row 1')")
    press(page, "Two learners, 100 rounds")
    until(page, "the learners play", "() => document.querySelector('.live-say').textContent.startsWith('Two learners')")
    box = rectangle(page, 2)
    drag(page, box, [(0.5, 0.5), (0.7, 0.3)])
    until(page, "the start moves", "() => location.hash.includes('x=')")
    page.get_by_label("Moves").select_option("looking ahead")
    until(page, "the rule changes", "() => location.hash.includes('how=looking')")
    settings_now = page.evaluate("location.hash").split(":", 1)[1]
    found[settings_now] = numbers(page)
    return "", found


def look(desk, page, problems, where, theme):
    """A part as it is on the page: as wide as the window, drawn, in the theme's colours, with words."""
    if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        problems.append(f"{where}: {over} px too wide")
    for i, canvas in enumerate(page.locator(".live-picture canvas").all()):
        if colors(page, canvas) < 8:
            problems.append(f"{where}: picture {i + 1} is blank")
        if (canvas.evaluate(f"c => ({PIXELS})(c)[0]") < 128) != (theme == "dark"):
            problems.append(f"{where}: picture {i + 1} is not {theme}")
        if not canvas.get_attribute("aria-label"):
            problems.append(f"{where}: picture {i + 1} has no words")
    unnamed = page.evaluate(
        "() => [...document.querySelectorAll('.live-part input, .live-part select')].filter(i => !i.labels.length).length"
    )
    if unnamed:
        problems.append(f"{where}: {unnamed} controls without a label")
    if desk.screenshots:
        page.screenshot(path=pathlib.Path(desk.screenshots) / f"{where.replace(' ', '-')}.png", full_page=True)


def looks(desk, problems):
    """Every part at two widths in both themes; then the theme of the page, as the book's switch sets it."""
    for part in PARTS:
        page = desk.open(problems, part, width=390)
        wide = None
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if width > 390:  # the engine draws anew for another width
                until(page, "the pictures grow", f"() => document.querySelector('.live-picture:last-child canvas').clientWidth > {wide}")
            wide = page.locator(".live-picture canvas").last.evaluate("c => c.clientWidth")
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                page.wait_for_timeout(300)
                look(desk, page, problems, f"{part} {width} {theme}", theme)
        page.evaluate("document.documentElement.dataset.theme = 'light'")
        page.wait_for_timeout(300)
        look(desk, page, problems, f"{part} in a light page, where the machine is dark", "light")
        page.context.close()


ACTS = (lab_first_step, lab_by_mouse, lab_three_hundred, lab_speed, lab_stories, distributions, bag, games, looks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--screenshots")
    parser.add_argument("--act", action="append", default=[])
    parser.add_argument("dir")
    parser.add_argument("chromium")
    asked = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=asked.dir))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=asked.chromium, args=["--no-sandbox", "--disable-gpu"])  # else it emulates one, which takes it seconds
        desk = Desk(browser, f"http://127.0.0.1:{server.server_port}", asked.screenshots)
        for act in ACTS:
            if asked.act and act.__name__ not in asked.act:
                continue
            problems, says, found = [], "", {}
            began = time.monotonic()
            try:
                result = act(desk, problems) or ""
                says, found = result if isinstance(result, tuple) else (result, {})
            except (Failure, PageError) as error:
                problems.append(str(error))
            for context in browser.contexts:
                context.close()
            says = ", ".join(filter(None, [says, f"{time.monotonic() - began:.1f} s in all"]))
            print(json.dumps({"name": act.__name__, "says": says, "problems": list(dict.fromkeys(problems)), "numbers": found}), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
