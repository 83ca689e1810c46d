"""The Parzen window's log-likelihood in PyTorch, as gan/metric.ParzenWindow defines it: torch_parzen.py JOB."""
import math

import torch

import job as jobs

job = jobs.read()
BLOCK = 500  # rows at a time: a block of distances to 10,000 fakes takes 20 MB


def read(part):
    return torch.from_numpy(jobs.pixels(part)).float().mul_(1 / 255)


def log_densities(xs, fakes, sigmas):
    """ln p(x) for each of xs and each σ, shaped [σ, n]."""
    middle = fakes.mean(0)
    fakes, xs = fakes - middle, xs - middle
    norms = fakes.square().sum(1)
    n, d = fakes.shape
    out = []
    for x in xs.split(BLOCK):
        squares = torch.addmm(norms, x, fakes.T, alpha=-2).add_(x.square().sum(1, keepdim=True))
        out.append(torch.stack([torch.logsumexp(squares * (-1 / (2 * s * s)), 1) for s in sigmas]))
    constant = torch.tensor([math.log(n) + d * (math.log(2 * math.pi) / 2 + math.log(s)) for s in sigmas])
    return torch.cat(out, 1) - constant[:, None]


@torch.inference_mode()
def parzen(fakes, validation, test):
    best = int(log_densities(validation, fakes, job.sigmas).mean(1).argmax())
    return float(log_densities(test, fakes, job.sigmas[best:best + 1]).mean())


parts = [read(p) for p in (job.fakes, job.validation, job.test)]
jobs.time_parzen(job, lambda: parzen(*parts), {"torch": torch.__version__})
