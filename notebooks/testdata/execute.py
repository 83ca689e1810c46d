"""Executes one notebook from top to bottom through the kernel "Go (ganbook)".

    execute.py NOTEBOOK [OUTPUT]

Prints how long it took. When a cell fails or writes to stderr, prints which, what it says, what it printed and the
error, and ends with status 1. Given OUTPUT, writes the executed notebook there, without anything of this machine or this moment
in its metadata.
"""

import leash

if __name__ == "__main__":
    leash.hold()  # before anything starts a thread

import html
import os
import pathlib
import re
import statistics
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

SECONDS_PER_CELL = 300


def execute(notebook, folder):
    """Runs the cells in order; returns (number, cell, error) of the first that fails, or None, and seconds by cell."""
    client = NotebookClient(
        notebook,
        kernel_name="ganbook",
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    seconds = []
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            began = time.monotonic()
            try:
                client.execute_cell(cell, index, execution_count=len(seconds) + 1)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                return (len(seconds) + 1, cell, error), seconds
            seconds.append(time.monotonic() - began)
    return None, seconds


def printed(cell):
    """What a cell's outputs say in words, the kernel's coloured and HTML forms included."""
    for output in cell.outputs:
        if output.output_type == "stream":
            yield re.sub(r"\x1b\[[0-9;]*m", "", output.text)
        elif output.output_type == "error":
            yield output.evalue
        elif "text/html" in output.data:
            body = re.sub(r"(?s)<(style|script).*?</\1>", "", output.data["text/html"])
            yield re.sub(r"\n\s*\n+", "\n", html.unescape(re.sub(r"<[^>]*>", "", body)))


def indent(text):
    return "\n".join("    " + line for line in text.strip().splitlines())


def clean(notebook):
    """Leaves of the metadata what a reader's Jupyter needs, the same on every machine."""
    notebook.metadata = nbformat.from_dict({
        "kernelspec": {"display_name": "Go (ganbook)", "language": "go", "name": "ganbook"},
        "language_info": {"file_extension": ".go", "mimetype": "text/x-go", "name": "go", "pygments_lexer": "go"},
    })
    for cell in notebook.cells:
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden")  # the cell only draws
        cell.metadata = nbformat.from_dict({"jupyter": {"source_hidden": True}} if hidden else {})


def complaint(cell):
    """What a cell wrote to stderr."""
    return "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stderr")


def main():
    os.environ["JUPYTER_RUNTIME_DIR"] = os.environ["TMPDIR"]
    path = pathlib.Path(sys.argv[1])
    notebook = nbformat.read(path, as_version=4)
    began = time.monotonic()
    failure, seconds = execute(notebook, path.parent)
    if failure:
        number, cell, error = failure
        print(f"{path.name}: code cell {number} failed: {type(error).__name__}")
        print(indent(cell.source))
        print("  it printed:")
        print(indent("\n".join(printed(cell)) or str(error)))
        sys.exit(1)
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
        if said := complaint(cell):
            print(f"{path.name}: code cell {number} wrote to stderr:")
            print(indent(said))
            sys.exit(1)
    slowest = max(seconds, default=0)
    print(
        f"{path.name}: {len(seconds)} code cells in {time.monotonic() - began:.1f} s"
        + (f", the slowest, cell {seconds.index(slowest) + 1}, in {slowest:.1f} s" if seconds else "")
        + (f", the median {statistics.median(seconds):.2f} s" if seconds else "")
    )
    if len(sys.argv) > 2:
        clean(notebook)
        nbformat.validate(notebook)
        nbformat.write(notebook, sys.argv[2])


if __name__ == "__main__":
    main()
