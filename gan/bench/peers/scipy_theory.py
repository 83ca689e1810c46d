"""KL, JS and entropy by scipy.integrate.quad: scipy_theory.py PAIR.

The integrands are written for speed: plain math on scalars, as scipy.stats takes a hundred times longer for one
number. quad gets the places where something happens as break points. It is asked for 1e-11, as package theory asks
of itself.
"""
import json
import math
import statistics
import time
from math import exp, inf, lgamma, log, log1p, pi, sqrt

import scipy
from scipy.integrate import quad

import mixtures

TIGHT = {"epsabs": 1e-11, "epsrel": 1e-11, "limit": 400}


def log_density(c):
    """ln of weight times density of a component, as a function of x."""
    m, s, v = c.location, c.scale, c.shape
    w = log(c.weight)
    if c.family == "normal":
        k = w - log(s * sqrt(2 * pi))
        return lambda x: k - ((x - m) / s) ** 2 / 2
    if c.family == "t":
        k = w + lgamma((v + 1) / 2) - lgamma(v / 2) - log(v * pi) / 2 - log(s)
        return lambda x: k - (v + 1) / 2 * log1p(((x - m) / s) ** 2 / v)
    if c.family == "laplace":
        k = w - log(2 * s)
        return lambda x: k - abs(x - m) / s
    if c.family == "cauchy":
        k = w - log(pi * s)
        return lambda x: k - log1p(((x - m) / s) ** 2)
    if c.family == "lognormal":
        k = w - log(s * sqrt(2 * pi))
        return lambda x: k - log(x) - ((log(x) - m) / s) ** 2 / 2
    if c.family == "gamma":
        k = w - lgamma(v) - v * log(s)
        return lambda x: k + (v - 1) * log(x) - x / s
    raise ValueError(c.family)


def log_mixture(components):
    """ln p(x), without underflow."""
    fs = [log_density(c) for c in components]
    if len(fs) == 1:
        return fs[0]

    def log_p(x):
        ls = [f(x) for f in fs]
        top = max(ls)
        return top + log(sum([exp(l - top) for l in ls]))

    return log_p


def break_points(components):
    """The centre of each component, and points at its side: most of its mass is between the outer ones."""
    points = []
    for c in components:
        if c.family == "lognormal":
            points += [exp(c.location + k * c.scale) for k in (-6, -3, 0, 3, 6)]
        elif c.family == "gamma":
            mean, sd = c.shape * c.scale, sqrt(c.shape) * c.scale
            points += [mean * 1e-3, mean * 0.1, mean, mean + 4 * sd, mean + 12 * sd]
        else:
            points += [c.location + k * c.scale for k in (-10, -3, 0, 3, 10)]
    return sorted(set(points))


def integral(f, points, below):
    """∫ f over the line, or from 0. quad takes break points on finite ranges only, so the tails are apart."""
    value = quad(f, points[0], points[-1], points=points[1:-1], **TIGHT)[0]
    return value + quad(f, below, points[0], **TIGHT)[0] + quad(f, points[-1], inf, **TIGHT)[0]


def kl(p, q):
    log_p, log_q = log_mixture(p), log_mixture(q)

    def f(x):
        a = log_p(x)
        return exp(a) * (a - log_q(x)) if a > -745 else 0.0

    return integral(f, break_points(p + q), 0 if mixtures.half_line(p) else -inf)


def js(p, q):
    log_p, log_q = log_mixture(p), log_mixture(q)

    def f(x):
        a, b = log_p(x), log_q(x)
        top = max(a, b)
        if top < -745:
            return 0.0
        m = top + log(exp(a - top) + exp(b - top)) - log(2)
        return (exp(a) * (a - m) + exp(b) * (b - m)) / 2

    return integral(f, break_points(p + q), 0 if mixtures.half_line(p) else -inf)


def entropy(p, _):
    log_p = log_mixture(p)

    def f(x):
        a = log_p(x)
        return -exp(a) * a if a > -745 else 0.0

    return integral(f, break_points(p), 0 if mixtures.half_line(p) else -inf)


pair = mixtures.read()
values = {}
for name, compute in ("KL", kl), ("JS", js), ("H", entropy):
    value = compute(pair.p, pair.q)
    if math.isfinite(value):
        values[name] = value
    times, begin = [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - begin < 0.2:
        start = time.perf_counter()
        compute(pair.p, pair.q)
        times.append(time.perf_counter() - start)
    values[name + " s"] = statistics.median(times)
print(json.dumps(values))
