"""What every peer does alike: it reads its job, and writes its result as one line of JSON.

A job is made by gan/bench from the gan.Config of a row, so that all programs train the same networks. Its fields
are those of `job` in gan/bench/job.go.
"""
import json
import math
import sys
import time
import types

import numpy as np


def read():
    """The job in the file that the command line names, as an object with attributes."""
    with open(sys.argv[1]) as file:
        return json.load(file, object_hook=lambda d: types.SimpleNamespace(**d))


def pixels(data):
    """The images of a data set, bytes shaped [n, dim]."""
    return np.fromfile(data.file, np.uint8).reshape(-1, data.dim)


def layers(net, fan_in, fan_out):
    """(fan in, fan out, gain) of each layer of an MLP; gains as in gan.MLP."""
    gain = 1 if net.maxout or net.activation == "TanH" else 2
    sizes = [fan_in * (1 + 2 * len(net.frequencies)), *net.hidden]
    hidden = [(a, b * max(net.maxout, 1), gain) for a, b in zip(sizes, sizes[1:])]
    return hidden + [(sizes[-1], fan_out, 1)]


def decay(d, share):
    """The factor of a gan.Decay after this share of the steps, in plain Python."""
    if d.shape == "NoDecay":
        return 1.0
    s = min(max((share - d.begin) / (d.until - d.begin), 0), 1)
    return {"Linear": lambda: 1 + (d.to - 1) * s,
            "Cosine": lambda: d.to + (1 - d.to) * (1 + math.cos(math.pi * s)) / 2,
            "Geometric": lambda: d.to**s}[d.shape]()


class Clock:
    """Times a training: the first step, with compilation; the steps after the first tenth; the whole."""

    def __init__(self, job):
        self.job, self.begin, self.first, self.marks = job, time.perf_counter(), None, []

    def compiled(self):
        """Call it when the first step can run, or has run."""
        self.first = self.first or time.perf_counter() - self.begin

    def at(self, step):
        """Call it when so many steps are done and no work is left waiting on the device."""
        self.compiled()
        self.marks.append((step, time.perf_counter()))

    def due(self, step):
        """Whether the next call of at is worth its wait: at the first tenth, and at the end."""
        return step in (1, max(1, self.job.steps // 10), self.job.steps)

    def times(self):
        tenth = self.job.steps // 10
        warm = next((m for m in self.marks if m[0] >= tenth), self.marks[0])
        last = self.marks[-1]
        if last[0] == warm[0]:
            raise SystemExit(f"{last[0]} steps are too few to time")
        return {"seconds": (last[1] - warm[1]) / (last[0] - warm[0]), "first": self.first, "total": last[1] - self.begin}


def write(job, result, samples=None):
    """Leaves samples, float32 shaped [n, dim], where the job wants them, and prints the result."""
    if samples is not None:
        np.asarray(samples, np.float32).tofile(job.samples)
    print(json.dumps(result))


def time_parzen(job, parzen, versions):
    """Calls parzen twice, times both calls, and leaves the result: the first call compiles."""
    begin = time.perf_counter()
    parzen()
    first = time.perf_counter()
    value = parzen()
    end = time.perf_counter()
    write(job, {"seconds": end - first, "first": first - begin, "total": end - begin, "value": value, "versions": versions})
