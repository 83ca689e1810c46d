"""A JupyterLab as a reader has it, a browser on it, and a watch on whom either asks for anything."""

import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import TimeoutError as PageTimeout
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Chromium looks for its own updates and accounts by itself. A page that asks these hosts is seen all the same, by the
# page's own events.
CHROMIUMS_OWN = re.compile(r"[ /.](google|googleapis|gstatic|gvt1|chrome)\.com[:/]")


class Failure(Exception):
    pass


def until(what, seconds, true):
    """Waits until true() is, and returns what it gave; a Failure after so many seconds."""
    end = time.monotonic() + seconds
    while not (value := true()):
        if time.monotonic() > end:
            raise Failure(f"not in {seconds} s: {what}")
        time.sleep(0.1)
    return value


class Watch:
    """A proxy that lets nothing through and remembers who was asked for. Loopback never goes through a proxy."""

    def __init__(self):
        self.asked = []
        watch = self

        class Refuse(BaseHTTPRequestHandler):
            def refuse(self):
                watch.asked.append(f"{self.command} {self.path}")
                self.send_error(403)

            do_CONNECT = do_GET = do_HEAD = do_POST = do_PUT = do_OPTIONS = refuse

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Refuse)
        self.server.handle_error = lambda *args: None  # who is refused often hangs up first
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def environment(self):
        """For programs that follow the usual variables, as Python and Go do."""
        proxied = {name: self.address for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")}
        local = {"NO_PROXY": "localhost,127.0.0.1,::1"}
        both = proxied | local
        return os.environ | both | {name.lower(): value for name, value in both.items()}

    def take(self):
        """Who was asked for since the last time."""
        taken, self.asked = self.asked, []
        return taken


def digits():
    """Where set-up has put MNIST. A notebook looks for it in the project above its own folder, and here it has none."""
    folder = ROOT / ".venv" / "share" / "mnist"
    return {"GANBOOK_MNIST": str(folder)} if folder.is_dir() else {}


class Lab:
    """A JupyterLab as `make lab` starts it, on a folder of its own."""

    def __init__(self, folder, environment, options=()):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.token = os.urandom(16).hex()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "lab.log"
        self.served = folder / "notebooks"
        self.served.mkdir()
        self.direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.process = subprocess.Popen(
            [
                ROOT / "docker" / "lab",
                "--no-browser",
                f"--port={port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={self.served}",
                f"--IdentityProvider.token={self.token}",
                f"--LabApp.workspaces_dir={folder / 'workspaces'}",
                f"--LabApp.user_settings_dir={folder / 'settings'}",
                *options,
            ],
            env=digits() | environment | {"GANBOOK_LAB_HOME": str(folder / "home")},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def wait(self):
        for _ in range(1800):
            if self.process.poll() is not None:
                break
            try:
                self.ask("status")
                return
            except OSError:
                time.sleep(0.1)
        raise Failure("JupyterLab did not start:\n" + self.log.read_text())

    def ask(self, path, method="GET"):
        """What JupyterLab's own API says."""
        request = urllib.request.Request(
            f"{self.url}/api/{urllib.parse.quote(path, safe='/?=&')}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with self.direct.open(request, timeout=60) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def saved(self, name):
        """The notebook as it is saved, once save() has returned."""
        notebook = self.ask(f"contents/{name}?type=notebook&content=1")["content"]
        for cell in notebook["cells"]:
            cell["metadata"].pop("trusted", None)  # the API's word, not the file's
        return notebook

    def kernels(self):
        return self.ask("kernels")

    def end_kernels(self):
        """Ends all kernels. JupyterLab may be ending one by itself, and then refuses to end it again: so this looks once more."""

        def none_left():
            with contextlib.suppress(urllib.error.HTTPError):
                sessions = self.ask("sessions")
                for session in sessions:
                    self.ask(f"sessions/{session['id']}", "DELETE")
                return not sessions

        until("no kernel is left", 60, none_left)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Desk:
    """A JupyterLab and a browser, both watched. Pages are opened one after the other."""

    def __init__(self, lab, browser, programs, browsers):
        self.lab, self.programs, self.browsers = lab, programs, browsers
        self.opened = 0
        # One context for all pages, as a reader's browser has: what JupyterLab consists of is loaded once.
        self.context = browser.new_context(viewport={"width": 1280, "height": 1000})
        self.context.set_default_timeout(60_000)  # a busy machine takes its time

    @contextlib.contextmanager
    def page(self, problems):
        """An empty page; what it, JupyterLab or the kernel asks for outside this machine is added to the problems."""
        page = self.context.new_page()
        page.on("request", lambda r: None if local(r.url) else problems.append(f"the page asked for {r.url}"))
        page.on("websocket", lambda w: None if local(w.url) else problems.append(f"the page asked for {w.url}"))
        try:
            yield page
        finally:
            page.close()
            self.lab.end_kernels()
            problems += [f"JupyterLab or the kernel asked for: {request}" for request in self.programs.take()]
            problems += [
                f"the browser asked for: {request}" for request in self.browsers.take() if not CHROMIUMS_OWN.search(request)
            ]

    def put(self, notebook):
        """A copy of the notebook where JupyterLab sees it, with what its cells read beside it."""
        for table in notebook.parent.glob("*.json"):
            shutil.copy(table, self.lab.served)
        if (notebook.parent / "digits").is_dir():
            shutil.copytree(notebook.parent / "digits", self.lab.served / "digits", dirs_exist_ok=True)
        return pathlib.Path(shutil.copy(notebook, self.lab.served))

    def open(self, page, name):
        """Shows a notebook that is there, in a workspace of its own, so that no other one opens beside it."""
        self.opened += 1
        page.goto(f"{self.lab.url}/lab/workspaces/w{self.opened}/tree/{urllib.parse.quote(name)}?token={self.lab.token}")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)


@contextlib.contextmanager
def desk(chromium, options=()):
    programs, browsers = Watch(), Watch()
    with tempfile.TemporaryDirectory() as temp, sync_playwright() as play:
        lab = Lab(pathlib.Path(temp), programs.environment(), options)
        try:
            browser = play.chromium.launch(
                executable_path=chromium,
                args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
                proxy={"server": browsers.address, "bypass": "127.0.0.1"},  # Playwright would send even loopback through it
            )
            try:
                lab.wait()
                yield Desk(lab, browser, programs, browsers)
            finally:
                browser.close()
        finally:
            lab.stop()


def local(url):
    return re.match(r"(data|blob|about):|(http|ws)://127\.0\.0\.1:", url)


# ---- what a reader does with the page ----


def choose(page, menu, item):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^" + re.escape(item))).first.click()  # its key may follow


def connected(page):
    """Waits for the kernel. GoNB leaves some first questions unanswered: its state may stay unknown until a cell runs."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('.jp-StatusBar-TextItem')].some(e => /^Go .ganbook. . (Idle|Unknown)$/.test(e.textContent.trim()))",
        timeout=60_000,
    )


def dirty(page):
    return page.locator(".lm-DockPanel-tabBar .jp-mod-dirty, .jp-mod-dirty.lm-TabBar-tab").count() > 0


def prompts(page):
    """What stands before each code cell: [*] while it waits or runs, [ ] when it never ran or was cleared."""
    return page.evaluate("() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent.trim())")


def save(page, how=lambda page: page.keyboard.press("ControlOrMeta+s")):
    """Saves and waits for JupyterLab's answer: until then the file may be half written, whatever its tab says."""
    saves = lambda request: request.method == "PUT" and "/api/contents/" in request.url
    for patience in (10_000, 20_000, 60_000):  # a save that is asked for while JupyterLab saves by itself is lost
        try:
            with page.expect_request(saves, timeout=patience) as sent:
                how(page)
            break
        except PageTimeout:
            continue
    else:
        raise Failure("JupyterLab was asked to save three times and did not")
    if not (answer := sent.value.response()) or not answer.ok:
        raise Failure(f"JupyterLab did not save: {answer and answer.status}")
    until("saved", 30, lambda: not dirty(page))


def of_pixels(page, png, function):
    """What a JavaScript function makes of an image's bytes, four a pixel; the browser decodes it, as nothing else here can."""
    return page.evaluate(
        """async ([data, of]) => {
            const image = new Image();
            image.src = 'data:image/png;base64,' + data;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return eval(of)(context.getImageData(0, 0, image.width, image.height).data);
        }""",
        [base64.b64encode(png).decode(), function],
    )


def drawn(marks):
    """A chart, canvas or SVG, as a reader who has come to it sees it: how many colours it has, and a word for its content.
    A Failure if it is hidden or something lies over it. Much quicker than a screenshot, which draws the whole page anew."""
    found = marks.evaluate(
        """async marks => {
            marks.scrollIntoView({ block: 'center' });
            const box = marks.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            if (!marks.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !marks.contains(top))
                return null;
            let picture = marks;
            if (marks instanceof SVGElement) {
                picture = new Image();
                picture.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(marks));
                await picture.decode();
            }
            const copy = new OffscreenCanvas(picture.width, picture.height);
            const context = copy.getContext('2d', { willReadFrequently: true });
            context.drawImage(picture, 0, 0);
            const dots = new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer);
            let word = 0;
            for (const dot of dots) word = (Math.imul(word, 31) + dot) | 0;
            return { colors: new Set(dots).size, word };
        }"""
    )
    if not found:
        raise Failure("a picture is hidden, or something lies over it")
    return found


def move(number, slider, marks):
    """Moves a slider to one of its ends by a key. A Failure, which gives the slider's number, if its chart stays as it is."""
    before, at = drawn(marks), slider.input_value()
    slider.press("Home")
    if slider.input_value() == at:
        slider.press("End")
    try:
        until("it changes", 10, lambda: drawn(marks) != before)
    except Failure:
        raise Failure(f"slider {number} moves and its picture does not change") from None
