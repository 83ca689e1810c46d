"""The mixtures of a pair, as gan/bench/theory.go writes them."""
import json
import sys
import types


def read():
    """The pair in the file that the command line names: p and q are lists of components."""
    with open(sys.argv[1]) as file:
        return json.load(file, object_hook=lambda d: types.SimpleNamespace(**d))


def half_line(components):
    """Whether the mixture lies on x > 0."""
    return components[0].family in ("lognormal", "gamma")
