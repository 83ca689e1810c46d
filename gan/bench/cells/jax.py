"""The cells of the part "cells" for IPython with JAX. NUMBER is another number each time."""

#### first
import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
from IPython.display import display
from jax.scipy.stats import norm

x = jnp.linspace(-12, 12, 4001)
p, q = norm.logpdf(x), norm.logpdf(x, NUMBER)
kl = jnp.trapezoid(jnp.exp(p) * (p - q), x)
plt.plot(x, jnp.exp(p), label="P")
plt.plot(x, jnp.exp(q), label="Q")
plt.title(f"KL(P‖Q) = {kl:.4f} nats")
plt.legend();

#### edit
p, q = norm.logpdf(x), norm.logpdf(x, NUMBER)
kl = jnp.trapezoid(jnp.exp(p) * (p - q), x)
plt.plot(x, jnp.exp(p), label="P")
plt.plot(x, jnp.exp(q), label="Q")
plt.title(f"KL(P‖Q) = {kl:.4f} nats")
plt.legend();

#### gan
import optax


def init(key, sizes):
    keys = jax.random.split(key, len(sizes))
    return [(jax.random.normal(k, (a, b)) * (2 / a) ** 0.5, jnp.zeros(b)) for k, a, b in zip(keys, sizes, sizes[1:])]


def mlp(ws, t):
    for w, b in ws[:-1]:
        t = jax.nn.leaky_relu(t @ w + b, 0.2)
    return t @ ws[-1][0] + ws[-1][1]


r1 = NUMBER
sizes = {"G": [4, 64, 64, 1], "D": [1, 64, 64, 1]}
print(sizes, r1)
plt.axhline(r1);

#### keep
BATCH = 256


def real(key):
    a, b = jax.random.split(key)
    return 2 * jax.random.rademacher(a, (BATCH, 1), jnp.float32) + 0.5 * jax.random.normal(b, (BATCH, 1))


def noise(key, n=BATCH):
    return jax.random.normal(key, (n, 4))


kept = init(jax.random.key(0), sizes["G"])

#### kept
xs = NUMBER * mlp(kept, noise(jax.random.key(1), 1000))
plt.hist(xs[:, 0], 40, density=True);

#### train
CHUNK, r1 = 40, NUMBER
opt_d, opt_g = optax.adam(1e-3, 0, 0.999), optax.adam(3e-4, 0, 0.999)


def loss_d(d, g, key):
    a, b = jax.random.split(key)
    x = real(a)
    slope = jax.grad(lambda x: mlp(d, x).sum())(x)
    losses = jax.nn.softplus(-mlp(d, x)) + jax.nn.softplus(mlp(d, mlp(g, noise(b))))
    return losses.mean() + r1 / 2 * (slope**2).mean()


def loss_g(g, d, key):
    return jax.nn.softplus(-mlp(d, mlp(g, noise(key)))).mean()


def step(state, key):
    g, d, sg, sd = state
    a, b = jax.random.split(key)
    move, sd = opt_d.update(jax.grad(loss_d)(d, g, a), sd)
    d = optax.apply_updates(d, move)
    move, sg = opt_g.update(jax.grad(loss_g)(g, d, b), sg)
    return (optax.apply_updates(g, move), d, sg, sd), None


@jax.jit
def chunk(state, key):
    return jax.lax.scan(step, state, jax.random.split(key, CHUNK))[0]


def frame(g):
    fig, ax = plt.subplots()
    ax.hist(mlp(g, noise(jax.random.key(1), 1000))[:, 0], 40, density=True)
    plt.close(fig)
    return fig


g, d = init(jax.random.key(0), sizes["G"]), init(jax.random.key(1), sizes["D"])
state = g, d, opt_g.init(g), opt_d.init(d)
shown = display(frame(g), display_id=True)
for i in range(400 // CHUNK):
    state = chunk(state, jax.random.key(i + 2))
    shown.update(frame(state[0]))
