"""Cells sent to a kernel, by the clock: cells.py PROGRAM ROOT [short].

PROGRAM is ganbook (the kernel as set-up makes it), GoNB (as `gonb --install` makes it), JAX or PyTorch (IPython). One
run starts one kernel and sends it the cells of gan/bench/cells; the last line is JSON with the seconds of each. With
short, nothing is run twice.
"""
import pathlib
import sys

ROOT = pathlib.Path(sys.argv[2]).resolve()
sys.path.insert(0, str(ROOT / "notebooks" / "testdata"))
import leash  # noqa: E402

if __name__ == "__main__":
    leash.hold()  # before anything starts a thread

import json  # noqa: E402
import os  # noqa: E402
import queue  # noqa: E402
import random  # noqa: E402
import re  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402

from jupyter_client import KernelManager  # noqa: E402
from jupyter_client.kernelspec import KernelSpecManager  # noqa: E402

VENV = ROOT / ".venv"
PICTURES = {"image/png", "application/vnd.vegalite.v5+json"}
LONGEST = 180  # seconds that a cell may be silent


def read_cells(file):
    """The sections of a file, by name. A line of four signs and a name begins one."""
    parts = re.split(r"(?m)^(?:////|####) (\w+)\n", file.read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2])}


def spec_of_ganbook():
    spec = json.loads((VENV / "share/jupyter/kernels/ganbook/kernel.json").read_text())
    spec["argv"] = [f"-go_work={ROOT}" if a.startswith("-go_work=") else a for a in spec["argv"]]
    return spec


def spec_of_gonb(folder):
    """What GoNB installs by itself. It needs goimports and gopls on the PATH, and go-xla needs to know where its plugin is."""
    os.environ["PATH"] = os.pathsep.join([str(VENV / "libexec"), str(VENV / "bin"), os.environ["PATH"]])
    os.environ["PJRT_PLUGIN_LIBRARY_PATH"] = str(VENV / "lib" / "go-xla")
    os.environ["GOMLX_NO_AUTO_INSTALL"] = "1"
    subprocess.run(["gonb", "--install", f"-go_work={ROOT}"], check=True, capture_output=True, env=os.environ | {"JUPYTER_DATA_DIR": str(folder)})
    return json.loads((folder / "kernels" / "gonb" / "kernel.json").read_text())


def spec_of_ipython():
    return {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "IPython", "language": "python"}


class Kernel:
    """A kernel that was started a moment ago, and how long it took until it answered."""

    def __init__(self, spec, folder):
        (folder / "specs" / "timed").mkdir(parents=True)
        (folder / "specs" / "timed" / "kernel.json").write_text(json.dumps(spec))
        os.environ["JUPYTER_RUNTIME_DIR"] = str(folder)
        begin = time.perf_counter()
        self.manager = KernelManager(kernel_name="timed", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder / "specs")]))
        self.log = open(folder / "log", "w")
        self.manager.start_kernel(cwd=str(folder), stdout=self.log, stderr=self.log)
        self.client = self.manager.client()
        self.client.start_channels()
        self.wait()
        self.start = time.perf_counter() - begin

    def wait(self):
        """Asks until both channels answer: GoNB leaves some first questions unanswered."""
        answered = heard = False
        for _ in range(600):
            self.client.kernel_info()
            try:
                answered = answered or bool(self.client.get_shell_msg(timeout=0.1))
                heard = heard or bool(self.client.get_iopub_msg(timeout=0.1))
            except queue.Empty:
                continue
            if answered and heard:
                return
        raise SystemExit("the kernel does not answer")

    def run(self, source):
        """Runs a cell; returns seconds until it is idle again, and until each picture came."""
        pictures = []
        begin = time.perf_counter()
        asked = self.client.execute(source, allow_stdin=False)
        while True:
            message = self.client.get_iopub_msg(timeout=LONGEST)
            at = time.perf_counter() - begin
            if message["parent_header"].get("msg_id") != asked:
                continue
            content, kind = message["content"], message["msg_type"]
            if kind in ("display_data", "update_display_data", "execute_result") and PICTURES & content["data"].keys():
                pictures.append(at)
            if kind == "error":
                raise SystemExit(f"a cell failed: {' '.join(str(content['evalue']).split())}: {' '.join(source.split())[:100]}")
            if kind == "status" and content["execution_state"] == "idle":
                return at, pictures


def measure(kernel, cells, folder, short):
    """Seconds by name. A cell that is timed has run before, with another number; the kernel's first has not."""

    def run(name):
        source = cells[name].replace("NUMBER", f"{random.uniform(0.5, 2):.9f}").replace("FOLDER", str(folder / "kept"))
        seconds, pictures = kernel.run(source)
        if len(pictures) < (0 if name == "keep" else 2 if name == "train" else 1):
            raise SystemExit(f"the cell {name} showed {len(pictures)} pictures")
        return seconds, pictures

    def again(name):
        if not short:
            run(name)
        return run(name)

    values = {"start": kernel.start, "fresh": run("first")[0]}
    values["edit"] = again("edit")[0]
    values["gan"] = again("gan")[0]
    run("keep")
    values["kept"] = again("kept")[0]
    # The first picture is of the networks as they start, the second one of networks that have learnt.
    frame, moved = again("train")[1][:2]
    return values | {"frame": frame, "moved": moved}


def main():
    program, short = sys.argv[1], sys.argv[3:] == ["short"]
    for name in ("GOFLAGS", "GOWORK"):
        os.environ.pop(name, None)
    folder = pathlib.Path(tempfile.mkdtemp())
    spec = {"ganbook": spec_of_ganbook, "GoNB": lambda: spec_of_gonb(folder)}.get(program, spec_of_ipython)()
    cells = read_cells(ROOT / "gan/bench/cells" / {"JAX": "jax.py", "PyTorch": "torch.py"}.get(program, "ganbook.txt"))
    if program == "GoNB":
        cells = {name: text.removeprefix("%noautoget\n") for name, text in cells.items()}  # as it comes, it looks for modules
    kernel = Kernel(spec, folder)
    try:
        values = measure(kernel, cells, folder, short)
    finally:
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=True)
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    main()
