"""The Parzen window's log-likelihood in JAX, as gan/metric.ParzenWindow defines it: jax_parzen.py JOB."""
import math

import jax
import jax.numpy as jnp
import numpy as np

import job as jobs

job = jobs.read()
BLOCK = 500  # rows at a time: a block of distances to 10,000 fakes takes 20 MB


def read(part):
    return jobs.pixels(part).astype(np.float32) * np.float32(1 / 255)


@jax.jit
def log_densities(xs, fakes, sigmas):
    """ln p(x) for each of xs and each σ, shaped [σ, n]."""
    middle = fakes.mean(0)
    fakes = fakes - middle
    norms = (fakes * fakes).sum(1)
    n, d = fakes.shape

    def block(x):
        x = x - middle
        squares = (x * x).sum(1)[:, None] + norms - 2 * x @ fakes.T
        terms = lambda s: jax.nn.logsumexp(-squares / (2 * s * s), 1) - math.log(n) - d * (math.log(2 * math.pi) / 2 + jnp.log(s))
        return jax.lax.map(terms, sigmas)

    return jnp.moveaxis(jax.lax.map(block, xs.reshape(-1, BLOCK, d)), 1, 0).reshape(len(sigmas), -1)


def parzen(fakes, validation, test):
    sigmas = jnp.array(job.sigmas, jnp.float32)
    best = int(log_densities(validation, fakes, sigmas).mean(1).argmax())
    return float(log_densities(test, fakes, sigmas[best:best + 1]).mean())


parts = [jax.device_put(read(p)) for p in (job.fakes, job.validation, job.test)]
jobs.time_parzen(job, lambda: parzen(*parts), {"jax": jax.__version__})
