"""Reads a notebook as a reader would: a real JupyterLab, a real Chromium, the mouse.

    browser.py CHROMIUM NOTEBOOK [SCREENSHOT]

Opens a copy of NOTEBOOK and looks at what its file holds before anything runs (pictures drawn, sliders that redraw
them, no kernel needed); then chooses Run > Run All Cells, waits for the last cell, and looks again. Prints every
address outside this machine that the page, JupyterLab or the kernel asked for, and ends with status 1 when
there is one, when a cell failed, or when a picture or slider is missing.
"""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import TimeoutError as PageTimeout
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
VEGALITE = "application/vnd.vegalite.v5+json"
SECONDS_TO_RUN = 240

# Chromium looks for its own updates and accounts by itself. A page that asks these hosts is seen all the same, by the
# page's own events.
CHROMIUMS_OWN = re.compile(r"[ /.](google|googleapis|gstatic|gvt1|chrome)\.com[:/]")


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


class Lab:
    """A JupyterLab as `make lab` starts it, on a folder of its own."""

    def __init__(self, folder, environment):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.token = os.urandom(16).hex()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "lab.log"
        served = folder / "notebooks"
        self.process = subprocess.Popen(
            [
                ROOT / "docker" / "lab",
                "--no-browser",
                f"--port={port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={served}",
                f"--IdentityProvider.token={self.token}",
                f"--LabApp.workspaces_dir={folder / 'workspaces'}",
                f"--LabApp.user_settings_dir={folder / 'settings'}",
            ],
            env=environment,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def wait(self):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                direct.open(f"{self.url}/api/status?token={self.token}").close()
                return
            except OSError:
                time.sleep(0.1)
        raise Failure("JupyterLab did not start:\n" + self.log.read_text())

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Failure(Exception):
    pass


def local(url):
    return re.match(r"(data|blob|about):|(http|ws)://127\.0\.0\.1:", url)


def pictures_and_sliders(path):
    """How many of each the notebook's saved outputs hold."""
    pictures = sliders = 0
    for cell in json.loads(path.read_text())["cells"]:
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


def look(page, when, pictures, sliders):
    """The charts are on the page, and moving a slider changes the chart it belongs to."""
    charts = page.locator(".vega-embed:has(canvas, svg.marks)")
    try:
        page.wait_for_function("n => document.querySelectorAll('.vega-embed canvas, .vega-embed svg.marks').length >= n", arg=pictures, timeout=10_000)
    except PageTimeout:
        pass
    if charts.count() != pictures:
        raise Failure(f"{when}: {charts.count()} pictures on the page, want {pictures}")
    ranges = page.locator(".vega-embed input[type=range]")
    if ranges.count() != sliders:
        raise Failure(f"{when}: {ranges.count()} sliders on the page, want {sliders}")
    for i in range(sliders):
        slider = ranges.nth(i)
        slider.scroll_into_view_if_needed()
        chart = slider.locator("xpath=ancestor::*[contains(@class, 'vega-embed')]").locator("canvas, svg.marks").first
        before = chart.screenshot()
        at = slider.input_value()
        slider.press("Home")
        if slider.input_value() == at:
            slider.press("End")
        page.wait_for_timeout(200)
        if chart.screenshot() == before:
            raise Failure(f"{when}: slider {i + 1} moves and its picture does not change")


def choose(page, menu, item):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def run_all(page, copy):
    # A cell that waits or runs shows [*], one that never ran or was cleared [ ]. A cell that fails clears those after it.
    settled = """() => {
        const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent.trim());
        return prompts[0] === '[1]:' && !prompts.includes('[*]:');
    }"""
    choose(page, "Edit", "Clear Outputs of All Cells")
    page.wait_for_function("() => !document.querySelector('.jp-CodeCell .jp-OutputArea-output')")
    choose(page, "Run", "Run All Cells")
    try:
        page.wait_for_function(settled, timeout=SECONDS_TO_RUN * 1000)
    except PageTimeout:
        raise Failure(f"Run All did not come to its end in {SECONDS_TO_RUN} s")
    saved = copy.stat().st_mtime_ns
    page.keyboard.press("ControlOrMeta+s")
    for _ in range(100):
        if copy.stat().st_mtime_ns != saved:
            break
        time.sleep(0.1)
    ran = [cell for cell in json.loads(copy.read_text())["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(ran, 1):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                raise Failure(f"code cell {number} failed: {output['evalue']}")
        if cell["execution_count"] != number:
            raise Failure(f"code cell {number} did not run")


def read(page, lab, notebook, copy, screenshot):
    pictures, sliders = pictures_and_sliders(notebook)
    began = time.monotonic()
    page.goto(f"{lab.url}/lab/tree/{notebook.name}?token={lab.token}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    opened = time.monotonic() - began
    look(page, "as saved", pictures, sliders)
    if page.locator(".jp-Dialog, .Toastify__toast").count():
        raise Failure("something pops up: " + " ".join(page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts()))

    # GoNB leaves some of JupyterLab's first questions unanswered, so that its state may stay unknown until a cell runs.
    connected = "() => [...document.querySelectorAll('.jp-StatusBar-TextItem')].some(e => /^Go .ganbook. . (Idle|Unknown)$/.test(e.textContent.trim()))"
    page.wait_for_function(connected, timeout=60_000)
    began = time.monotonic()
    run_all(page, copy)
    ran = time.monotonic() - began
    look(page, "after Run All", pictures, sliders)
    if screenshot:
        page.screenshot(path=screenshot)
    print(f"{notebook.name}: open in {opened:.1f} s, Run All in {ran:.1f} s, {pictures} pictures, {sliders} sliders")


def main():
    chromium, notebook = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    screenshot = sys.argv[3] if len(sys.argv) > 3 else None
    programs, browsers = Watch(), Watch()
    problems = []
    with tempfile.TemporaryDirectory() as temp, sync_playwright() as play:
        folder = pathlib.Path(temp)
        (folder / "notebooks").mkdir()
        copy = pathlib.Path(shutil.copy(notebook, folder / "notebooks"))
        lab = Lab(folder, programs.environment())
        browser = play.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
            proxy={"server": browsers.address, "bypass": "127.0.0.1"},  # Playwright would send even loopback through it
        )
        try:
            lab.wait()
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.context.on("request", lambda r: None if local(r.url) else problems.append(f"the page asked for {r.url}"))
            page.on("websocket", lambda w: None if local(w.url) else problems.append(f"the page asked for {w.url}"))
            read(page, lab, notebook, copy, screenshot)
        except (Failure, PageTimeout) as error:
            problems.insert(0, f"{error}\nJupyterLab's log ends:\n{lab.log.read_text()[-3000:]}")
            if screenshot:
                page.screenshot(path=screenshot)
        finally:
            browser.close()
            lab.stop()
    problems += [f"JupyterLab or the kernel asked for: {request}" for request in programs.asked]
    problems += [f"the browser asked for: {request}" for request in browsers.asked if not CHROMIUMS_OWN.search(request)]
    print("\n".join(dict.fromkeys(problems)))  # each once
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
