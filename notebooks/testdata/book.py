"""Reads the web book as a reader would, in a real Chromium.

    book.py [--screenshots FOLDER] [--patience SECONDS] --axe AXE --answers ANSWERS BOOK CHROMIUM

Serves the folder BOOK and opens every page of it: on a desktop in the light theme, on a phone in the dark one, and some
pages the other way round. AXE is the program of axe-core, which audits each page. ANSWERS is a JSON file of answers to
exercises, with what should be said of each: [{"id", "text", "right", "hint"}], where hint counts the mistakes of the
exercise and is −1 for its general hint. A picture that is not drawn after so many seconds of patience is missing.

For each visit, a line of JSON on stdout says what was found, as browser.py does:

    {"name": PAGE or VISIT, "says": what was measured, "problems": [what a reader would trip over]}

The exit status is 1 only if the tools fail, not the book.
"""

import leash

if __name__ == "__main__":
    leash.hold()  # before anything starts a thread

import argparse
import base64
import functools
import gzip
import json
import pathlib
import threading
import time
import urllib.parse
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Error, sync_playwright

from lab import CHROMIUMS_OWN, Failure, Watch, drawn, move, of_pixels, until

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
BOTH_WAYS = ["index.html", "03_entropy.html", "live_games.html"]  # seen in all four combinations
LIMIT = 1_500_000  # bytes, gzipped, of a page with all that it loads
APART = ("_static/live/",)  # the live parts' engine does not count
PATIENCE = 120  # seconds until a picture must be drawn
PRINTED = "whole.html"  # holds all pages, so the limit is not for it


class Server(ThreadingHTTPServer):
    """The folder as any web server gives it."""

    def __init__(self, folder):
        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *args):
                pass

        super().__init__(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
        self.handle_error = lambda *args: None  # a page that is left hangs up
        self.address = f"http://127.0.0.1:{self.server_port}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Reader:
    """A browser on the book, watched."""

    def __init__(self, folder, browser, watch, screenshots):
        self.folder, self.browser, self.watch, self.screenshots = folder, browser, watch, screenshots
        self.server = Server(folder)
        self.contexts = {}
        self.sizes = {}
        self.ids, self.links = {}, {}  # by page

    def context(self, screen, theme):
        key = (screen["width"], theme)
        if key not in self.contexts:
            context = self.browser.new_context(viewport=screen)
            context.add_init_script(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
            self.contexts[key] = context
        return self.contexts[key]

    def weight(self, path):
        """The size of a file as a server sends it, gzipped."""
        if path not in self.sizes:
            file = self.folder / path
            self.sizes[path] = len(gzip.compress(file.read_bytes())) if file.is_file() else 0
        return self.sizes[path]

    def visit(self, name, context, address, *looks, live=False):
        """Opens a page, looks at it, and prints what was found. A live part of a chapter runs only if that is asked for."""
        problems, says, loaded = [], [], set()
        began = time.monotonic()
        page = context.new_page()
        page.protocol = context.new_cdp_session(page)
        if not live:  # a part that trains would take the time from the pictures
            page.route("**/_static/live/live.js", lambda route: route.fulfill(content_type="text/javascript", body=""))

        def answered(response):
            path = response.url.removeprefix(self.server.address).partition("?")[0].partition("#")[0]
            loaded.add(path)
            if response.status >= 400:
                problems.append(f"{path}: {response.status}")

        def asked(request):
            if not request.url.startswith((self.server.address, "data:", "blob:")):
                problems.append(f"the page asked for {request.url}")

        page.on("response", answered)
        page.on("request", asked)
        page.on("console", lambda m: problems.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: problems.append(f"error: {e}"))
        try:
            page.goto(self.server.address + address, timeout=120_000)
            for look in looks:
                says.append(look(page))
            if address != PRINTED:
                total = sum(self.weight(path) for path in loaded if not path.startswith(APART))
                says.append(f"{total / 1000:.0f} kB")
                if total > LIMIT:
                    problems.append(f"the page with all that it loads has {total} bytes gzipped, more than {LIMIT}")
        except (Failure, Error) as error:
            problems.append(str(error))
        if self.screenshots:
            page.screenshot(path=self.screenshots / (name.replace(" ", "_").replace(",", "") + ".png"))
        page.close()
        problems += [f"the browser asked for {r}" for r in self.watch.take() if not CHROMIUMS_OWN.search(r)]
        says.append(f"{time.monotonic() - began:.1f} s")
        print(json.dumps({"name": name, "says": ", ".join(filter(None, says)), "problems": list(dict.fromkeys(problems))}), flush=True)


# ---- what is looked at ----


def fits(page):
    """No page is wider than its screen."""
    wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > width + 1)
                .slice(0, 3).map(e => e.outerHTML.slice(0, 120));
        }"""
    )
    if wide:
        raise Failure(f"the page is wider than its screen: {wide}")


def formulas(page):
    """Every formula is typeset, and the first ones are there to be seen."""
    found = page.evaluate(
        "() => [document.querySelectorAll('.math').length, document.querySelectorAll('.math > .katex, .math > .katex-display').length]"
    )
    if found[0] != found[1]:
        raise Failure(f"{found[1]} of {found[0]} formulas are typeset")
    shown = page.locator(".math:visible")
    for i in range(min(2, shown.count())):
        if (seen := colors(page, shown.nth(i))) < 4:
            raise Failure(f"formula {i + 1} cannot be seen ({seen} colours)")
    return f"{found[0]} formulas" if found[0] else ""


def shot(page, element):
    """An element as it is seen, at half its size: quicker by the browser's own protocol than by element.screenshot()."""
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    box = {"x": max(0, box["x"]), "y": max(0, box["y"]), "width": min(box["width"], 700), "height": min(box["height"], 500), "scale": 0.5}
    at = page.evaluate("() => [scrollX, scrollY]")
    box["x"], box["y"] = box["x"] + at[0], box["y"] + at[1]
    taken = page.protocol.send("Page.captureScreenshot", {"format": "png", "clip": box, "optimizeForSpeed": True})
    return base64.b64decode(taken["data"])


def colors(page, element):
    return of_pixels(page, shot(page, element), "bytes => new Set(new Uint32Array(bytes.buffer)).size")


def first_picture(page):
    return pictures(page, 1)


def pictures(page, most=1000):
    """Every picture is drawn when a reader comes to it."""
    count = min(most, page.locator("figure.picture").count())
    for i in range(count):
        page.evaluate("i => document.querySelectorAll('figure.picture')[i].scrollIntoView({ block: 'center' })", i)
        page.wait_for_function("i => document.querySelectorAll('figure.picture')[i].matches('.drawn')", arg=i, timeout=PATIENCE * 1000)
    return f"{count} pictures" if count else ""


def pictures_by_pixels(page):
    """Every picture without sliders has something on it. One with a slider must change as that moves."""
    for i, marks in enumerate(page.locator("figure.picture:not(:has(input)) .marks").all()):
        # Text alone has tens of shades; a blank canvas has one colour.
        if (seen := drawn(marks)["colors"]) < 8:
            raise Failure(f"picture {i + 1} without sliders is blank ({seen} colours)")


def sliders(page):
    """Moving a slider by its keys changes the picture that it belongs to, and each has a name."""
    ranges = page.locator("figure.picture input[type=range]")
    for i in range(ranges.count()):
        slider = ranges.nth(i)
        if not slider.get_attribute("aria-label"):
            raise Failure(f"slider {i + 1} has no label")
        marks = slider.locator("xpath=ancestor::figure").locator(".marks")
        move(i + 1, slider, marks)
    return f"{ranges.count()} sliders" if ranges.count() else ""


def described(page):
    """Every image has a text in its place."""
    if bare := page.evaluate("() => [...document.images].filter(i => !i.hasAttribute('alt')).map(i => i.src)"):
        raise Failure(f"images without alternative text: {bare}")


def unfold(page):
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")


def audit(axe, where="html"):
    def look(page):
        """axe-core finds nothing serious. What KaTeX and Vega have drawn is left out: thousands of elements. A screen
        reader passes over them for the MathML and the description that stand beside them. Of code, the first cells stand for all."""
        page.evaluate(axe)
        page.evaluate(
            """() => {
                document.querySelectorAll('.marks > *, .hints').forEach(e => e.remove());
                document.querySelectorAll('.math').forEach(e => { e.textContent = 'x'; });
                [...document.querySelectorAll('pre')].slice(3).forEach(e => { e.textContent = e.textContent; });
            }"""
        )
        found = page.evaluate(
            """where => axe.run(where, { resultTypes: ['violations'] }).then(result => result.violations
                .filter(v => ['serious', 'critical'].includes(v.impact))
                .map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 150)).join(' | ')}`))""",
            where,
        )
        if found:
            raise Failure("\n".join(["axe-core finds:", *found]))

    return look


def alive(reader):
    def look(page):
        """A live part takes the place of the sentence that says what it needs."""
        if page.locator(".live").count() and (reader.folder / "_static/live/live.js").exists():
            page.locator(".live").first.scroll_into_view_if_needed()  # a chapter's part is loaded when a reader comes to it
            page.locator(".live :is(canvas, input, button)").first.wait_for(timeout=120_000)

    return look


def remember(reader, name):
    def look(page):
        reader.ids[name] = set(page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)"))
        reader.links[name] = page.evaluate("() => [...document.querySelectorAll('a[href]')].map(e => e.href)")

    return look


def answer(answers):
    """Gives answers to the exercises of a page; each gets the verdict that Go gives."""

    def look(page):
        wrong = page.evaluate(
            """answers => answers.flatMap(({ id, text, right, hint }) => {
                const form = document.querySelector(`form.exercise[data-id="${id}"]`);
                if (!form) return [];
                form.querySelector('input').value = text;
                form.requestSubmit();
                const verdict = form.querySelector('.verdict'), said = verdict.textContent;
                const isRight = verdict.matches('.right'), isWrong = verdict.matches('.wrong');
                if (isRight !== right || isWrong === right) return [`${id}: ${text} gets: ${said}`];
                if (right) return [];
                const hints = [...form.nextElementSibling.children].map(h => h.textContent.trim());
                const general = form.parentElement.querySelector('.book-hint').cloneNode(true);
                general.querySelector('summary').remove();
                const wanted = hint < 0 ? general.textContent.trim() : hints[hint];
                return said.includes(wanted) ? [] : [`${id}: ${text} gets: ${said}; want: ${wanted}`];
            })""",
            answers,
        )
        if wrong:
            raise Failure("\n".join(wrong))

    return look


def open_and_close(page):
    """A folded cell, a hint and a solution open by a click; a wrong word in the field gets a line that says what to write."""
    for what, inside in (("details.code", "pre"), ("details.book-hint", "p"), ("details.book-solution", "p")):
        details = page.locator(what).first
        if details.locator(inside).first.is_visible():
            raise Failure(f"{what} is open from the start")
        details.locator("summary").click()
        until(f"{what} opens", 5, details.locator(inside).first.is_visible)
    form = page.locator("form.exercise").first
    form.get_by_role("textbox").fill("three")
    form.get_by_role("button").click()
    if "0.75" not in form.locator(".verdict").inner_text():
        raise Failure(f"to the answer \"three\" the page says {form.locator('.verdict').inner_text()!r}")


def without_programs(page):
    """Without JavaScript a page has its formulas, the pictures as they were drawn last, and says what is missing."""
    for what in (".math .katex", "figure.picture img", ".live p"):
        if not page.locator(what).first.is_visible():
            raise Failure(f"{what} cannot be seen")
    page.locator("figure.picture img").first.scroll_into_view_if_needed()
    until("the image is loaded", 20, lambda: colors(page, page.locator("figure.picture img").first) > 8)


def searched(page):
    page.locator("#search-results ul.search li a, ul.search li a").first.wait_for(timeout=60_000)
    return f"{page.locator('ul.search > li').count()} pages found"


def printed(page):
    """On paper, the whole book has its pictures, its solutions are open, and what moves and what leads elsewhere is gone."""
    page.emulate_media(media="print")
    if page.evaluate("() => [...document.images].some(i => !i.complete || !i.naturalWidth)"):
        raise Failure("an image is not loaded")
    if not page.evaluate("() => [...document.querySelectorAll('details.book-solution')].every(d => d.lastElementChild.checkVisibility())"):
        raise Failure("a solution is folded")
    for gone in ("form.exercise", ".live", ".bd-sidebar-primary", ".bd-header-article"):
        if page.locator(f"{gone} >> visible=true").count():
            raise Failure(f"{gone} is printed")
    return f"{page.locator('h1 >> visible=true').count()} titles, {page.evaluate('() => document.images.length')} images"


def broken_links(reader):
    """Every link inside the book leads to a page and a place that is there; links to elsewhere are counted."""
    problems, outside = [], set()
    for name, links in reader.links.items():
        for link in dict.fromkeys(links):
            if not link.startswith(reader.server.address):
                outside.add(link)
                continue
            path, _, place = link.removeprefix(reader.server.address).partition("#")
            path = path.partition("?")[0] or "index.html"
            if path in reader.ids:
                if place and urllib.parse.unquote(place) not in reader.ids[path]:
                    problems.append(f"{name} links to {path}#{place}, which has no such place")
            elif not (reader.folder / path).is_file():
                problems.append(f"{name} links to {path}, which is not there")
    says = f"{sum(map(len, reader.links.values()))} links, to {len(outside)} pages elsewhere: " + " ".join(sorted(outside))
    print(json.dumps({"name": "links", "says": says, "problems": problems}), flush=True)


def read(reader, axe, answers):
    pages = sorted(file.name for file in reader.folder.glob("*.html") if file.name != PRINTED)
    desktop, phone = reader.context(DESKTOP, "light"), reader.context(PHONE, "dark")
    for name in pages:
        live = name.startswith("live_")
        lives = [alive(reader)] if live else []
        reader.visit(
            f"{name} on a desktop", desktop, name,
            remember(reader, name), described, *lives, fits, formulas, pictures, pictures_by_pixels, sliders, answer(answers), audit(axe),
            live=live,
        )  # fmt: skip
        reader.visit(f"{name} on a phone", phone, name, *lives, first_picture, fits, live=live)
        if not live and '<div class="live"' in (reader.folder / name).read_text():
            reader.visit(f"{name} with its live part", desktop, name, alive(reader), audit(axe, ".live"), live=True)
    there = lambda name: (reader.folder / name).is_file()
    for name in filter(there, BOTH_WAYS):
        for where, screen, theme in (("on a desktop, dark", DESKTOP, "dark"), ("on a phone, light", PHONE, "light")):
            reader.visit(f"{name} {where}", reader.context(screen, theme), name, first_picture, fits, formulas, unfold, audit(axe), live=name.startswith("live_"))
    plain = reader.browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    for name, context, address, *looks in (
        ("folds", desktop, "02_maximum_likelihood.html", open_and_close),
        ("search", desktop, "search.html?q=likelihood", searched),
        ("print", desktop, PRINTED, printed, remember(reader, PRINTED)),
        ("without JavaScript", plain, "02_maximum_likelihood.html", without_programs),
    ):
        if there(address.partition("?")[0]):
            reader.visit(name, context, address, *looks)
    broken_links(reader)


def main():
    global PATIENCE
    parser = argparse.ArgumentParser()
    parser.add_argument("--screenshots", type=pathlib.Path)
    parser.add_argument("--axe", type=pathlib.Path, required=True)
    parser.add_argument("--answers", type=pathlib.Path, required=True)
    parser.add_argument("--patience", type=int, default=PATIENCE)
    parser.add_argument("book", type=pathlib.Path)
    parser.add_argument("chromium")
    asked = parser.parse_args()
    PATIENCE = asked.patience
    watch = Watch()
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=asked.chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
            proxy={"server": watch.address, "bypass": "127.0.0.1"},
        )
        reader = Reader(asked.book, browser, watch, asked.screenshots)
        read(reader, asked.axe.read_text(), json.loads(asked.answers.read_text()))
        browser.close()


if __name__ == "__main__":
    main()
