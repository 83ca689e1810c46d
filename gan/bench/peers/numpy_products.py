"""A step's matrix products alone, by numpy's own BLAS: numpy_products.py JOB."""
import time

import numpy as np

import job as jobs

job = jobs.read()
rng = np.random.default_rng(1)
begin = time.perf_counter()
calls = []
for p in job.products:
    a = rng.standard_normal((p.m, p.k), np.float32)
    b = rng.standard_normal((p.k, p.n), np.float32)
    calls += [(a, b, np.empty((p.m, p.n), np.float32))] * p.times


def run(steps):
    for _ in range(steps):
        for a, b, out in calls:
            np.matmul(a, b, out=out)


run(1)
first = time.perf_counter()
run(job.productSteps)
end = time.perf_counter()
jobs.write(job, {"seconds": (end - first) / job.productSteps, "first": first - begin, "total": end - begin,
                 "versions": {"numpy": np.__version__}})
