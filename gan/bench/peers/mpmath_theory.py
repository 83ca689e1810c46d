"""KL, JS and entropy to 40 digits by mpmath: mpmath_theory.py PAIR.

It integrates otherwise than both programs that it judges: Gauss-Legendre rules with 30 points, on x = m + s·sinh(u),
or on x = exp(u) on the half line, in intervals that are halved until the halves agree with the whole to 32 digits. An
integral of p + q itself, which must be 2, is taken along; where it is not within 1e-30, there is no result.
"""
import json
import math
import time

import mpmath
from mpmath import mp, mpf

import mixtures

mp.dps = 40
AGREE = mpf(10) ** -32
POINTS = 30
FAR = 90  # where u ends: x is 1e38 s there, and a Cauchy of scale s has 1e-38 of its mass beyond


def gauss_legendre(n):
    """Nodes and weights on [-1, 1]: the roots of the Legendre polynomial, by Newton's method."""
    rule = []
    for i in range(n):
        x = mpmath.cos(mp.pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
        for _ in range(8):
            a, b = mpf(1), x
            for k in range(2, n + 1):
                a, b = b, ((2 * k - 1) * x * b - (k - 1) * a) / k
            slope = n * (x * b - a) / (x * x - 1)
            x -= b / slope
        rule.append((x, 2 / ((1 - x * x) * slope * slope)))
    return rule


RULE = gauss_legendre(POINTS)


def over(f, a, b):
    """The rule on [a, b], for an f that returns a list."""
    middle, half = (a + b) / 2, (b - a) / 2
    columns = zip(*[[half * w * y for y in f(middle + half * x)] for x, w in RULE])
    return [mpmath.fsum(c) for c in columns]


def adaptive(f, a, b, whole, depth=0):
    middle = (a + b) / 2
    left, right = over(f, a, middle), over(f, middle, b)
    both = [x + y for x, y in zip(left, right)]
    if all(abs(x - y) < AGREE for x, y in zip(both, whole)):
        return both
    if depth > 60:
        raise SystemExit(f"no 32 digits between {mpmath.nstr(a)} and {mpmath.nstr(b)}")
    return [x + y for x, y in zip(adaptive(f, a, middle, left, depth + 1), adaptive(f, middle, b, right, depth + 1))]


def log_density(c):
    """ln of weight times density of a component, as a function of x."""
    m, s, v, w = mpf(c.location), mpf(c.scale), mpf(c.shape), mpmath.log(mpf(c.weight))
    if c.family == "normal":
        k = w - mpmath.log(s * mpmath.sqrt(2 * mp.pi))
        return lambda x: k - ((x - m) / s) ** 2 / 2
    if c.family == "t":
        k = w + mpmath.loggamma((v + 1) / 2) - mpmath.loggamma(v / 2) - mpmath.log(v * mp.pi) / 2 - mpmath.log(s)
        return lambda x: k - (v + 1) / 2 * mpmath.log(1 + ((x - m) / s) ** 2 / v)
    if c.family == "laplace":
        k = w - mpmath.log(2 * s)
        return lambda x: k - abs(x - m) / s
    if c.family == "cauchy":
        k = w - mpmath.log(mp.pi * s)
        return lambda x: k - mpmath.log(1 + ((x - m) / s) ** 2)
    if c.family == "lognormal":
        k = w - mpmath.log(s * mpmath.sqrt(2 * mp.pi))
        return lambda x: k - mpmath.log(x) - ((mpmath.log(x) - m) / s) ** 2 / 2
    if c.family == "gamma":
        k = w - mpmath.loggamma(v) - v * mpmath.log(s)
        return lambda x: k + (v - 1) * mpmath.log(x) - x / s
    raise ValueError(c.family)


def log_mixture(components):
    fs = [log_density(c) for c in components]

    def log_p(x):
        ls = [f(x) for f in fs]
        top = max(ls)
        return top + mpmath.log(mpmath.fsum([mpmath.exp(l - top) for l in ls]))

    return log_p


def main():
    pair = mixtures.read()
    # The weights are float64s, whose sum is 1 to 16 digits only: theory.Mix divides by it, so do these.
    for components in pair.p, pair.q:
        total = mpmath.fsum([mpf(c.weight) for c in components])
        for c in components:
            c.weight = mpf(c.weight) / total
    log_p, log_q = log_mixture(pair.p), log_mixture(pair.q)
    both = pair.p + pair.q
    if mixtures.half_line(pair.p):
        x_of, slope, lo, hi = mpmath.exp, mpmath.exp, mpf(-200), mpf(30)
        places = [mpmath.log(mpf(c.shape) * c.scale) if c.family == "gamma" else mpf(c.location) for c in both]
    else:
        m = mpmath.fsum([mpf(c.location) for c in both]) / len(both)
        s = min(mpf(c.scale) for c in both)
        x_of, slope = lambda u: m + s * mpmath.sinh(u), lambda u: s * mpmath.cosh(u)
        lo, hi = mpf(-FAR), mpf(FAR)
        places = [mpmath.asinh((mpf(c.location) - m) / s) for c in both]

    def f(u):
        """The integrands of KL, JS and H, and p + q, in u."""
        x = x_of(u)
        a, b = log_p(x), log_q(x)
        p, q = mpmath.exp(a), mpmath.exp(b)
        top = max(a, b)
        mid = top + mpmath.log(mpmath.exp(a - top) + mpmath.exp(b - top)) - mpmath.log(2)
        d = slope(u)
        return [d * p * (a - b), d * (p * (a - mid) + q * (b - mid)) / 2, -d * p * a, d * (p + q)]

    begin = time.perf_counter()
    ends = [lo, *sorted(set(places)), hi]
    kl, js, h, mass = [mpmath.fsum(c) for c in zip(*[adaptive(f, a, b, over(f, a, b)) for a, b in zip(ends, ends[1:])])]
    if abs(mass - 2) > mpf(10) ** -30:
        raise SystemExit(f"p + q has the mass 2 + {mpmath.nstr(mass - 2)}")
    values = {name: float(v) for name, v in (("KL", kl), ("JS", js), ("H", h))}
    assert all(map(math.isfinite, values.values()))
    print(json.dumps(values | {"seconds": time.perf_counter() - begin}))


main()
