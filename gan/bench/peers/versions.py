"""The versions of the peers, as one line of JSON. It fails where one is missing."""
import json
import platform

import jax
import numpy
import optax
import torch

blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
print(json.dumps({"Python": platform.python_version(), "JAX": jax.__version__, "optax": optax.__version__,
                  "PyTorch": torch.__version__, "NumPy": f"{numpy.__version__} ({blas['name']} {blas['version']})"}))
