"""The versions of the peers, as one line of JSON. It fails where one that the rows need is missing."""
import importlib.metadata
import json
import platform

import jax
import numpy
import optax
import torch

blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
others = {}
for name in "SciPy", "mpmath", "IPython", "Matplotlib":
    try:
        others[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass  # its part will say so
print(json.dumps(others | {"Python": platform.python_version(), "JAX": jax.__version__, "optax": optax.__version__,
                  "PyTorch": torch.__version__, "NumPy": f"{numpy.__version__} ({blas['name']} {blas['version']})"}))
