"""A GAN in JAX: jax_gan.py JOB scan|step.

scan: a chunk of steps is one call, jit of lax.scan; step: a call for each step. The state is donated in both.
"""
import sys

import jax
import jax.numpy as jnp
import optax

import job as jobs

job = jobs.read()
chunk = job.chunk if sys.argv[2] == "scan" else 1
G, D = job.generator, job.discriminator
pixels = jobs.pixels(job.data) if job.data.kind == "images" else None
clock = jobs.Clock(job)  # it begins with the data in memory


# ---- networks: a network is (init, apply); apply returns the output and the new batch statistics ----

def normal(key, shape, variance):
    return jax.random.normal(key, shape) * variance**0.5


ACTIVATIONS = {"ReLU": jax.nn.relu, "LeakyReLU": lambda t: jax.nn.leaky_relu(t, 0.2), "TanH": jnp.tanh, "SiLU": jax.nn.silu}
OUTPUTS = {"LinearOutput": lambda t: t, "SigmoidOutput": jax.nn.sigmoid, "TanHOutput": jnp.tanh}


def batch_norm(p, s, t, training):
    """γ·(t − μ)/√(σ² + 1e-5) + β, and the running μ and σ²: s = (μ, σ², batches)."""
    if not training:
        mean, var = s[0], s[1]
    else:
        axes = tuple(range(t.ndim - 1))
        mean, var = t.mean(axes), t.var(axes)
        count = s[2] + 1
        w = jnp.maximum(1 / count, 0.01)
        s = (s[0] + w * (jax.lax.stop_gradient(mean) - s[0]), s[1] + w * (jax.lax.stop_gradient(var) - s[1]), count)
    return (t - mean) * (jax.lax.rsqrt(var + 1e-5) * p["scale"]) + p["offset"], s


def norm_or_bias(net, p, s, t, training):
    if net.norm == "BatchNorm":
        return batch_norm(p, s, t, training)
    return t + p["b"], s


def norm_params(net, units):
    if net.norm == "BatchNorm":
        return {"scale": jnp.ones(units), "offset": jnp.zeros(units)}, (jnp.zeros(units), jnp.ones(units), jnp.zeros(()))
    return {"b": jnp.zeros(units)}, ()


def drop(key, x, rate):
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0) if rate else x


def mlp(net, fan_in, fan_out):
    sizes = jobs.layers(net, fan_in, fan_out)

    def init(key):
        params, stats = [], []
        for k, (a, b, gain) in zip(jax.random.split(key, len(sizes)), sizes):
            p, s = norm_params(net, b) if len(params) < len(sizes) - 1 else ({"b": jnp.zeros(b)}, ())
            params.append(p | {"w": normal(k, (a, b), gain / a)})
            stats.append(s)
        return params, stats

    def apply(params, stats, x, key, training=True):
        keys = jax.random.split(key, len(sizes)) if net.dropout or net.inputDropout else [None] * len(sizes)
        if net.centred:
            x = 2 * x - 1
        if training:
            x = drop(keys[-1], x, net.inputDropout)
        if net.frequencies:
            x = jnp.concatenate([x, *(wave(w * x) for w in net.frequencies for wave in (jnp.sin, jnp.cos))], 1)
        new = []
        for p, s, k in zip(params[:-1], stats, keys):
            t, s = norm_or_bias(net, p, s, x @ p["w"], training)
            new.append(s)
            x = t.reshape(t.shape[0], net.maxout, -1).max(1) if net.maxout else ACTIVATIONS[net.activation](t)
            if training:
                x = drop(k, x, net.dropout)
        return OUTPUTS[net.output](x @ params[-1]["w"] + params[-1]["b"]), new + [()]

    return init, apply


def conv(x, w, stride):
    return jax.lax.conv_general_dilated(x, w, (stride, stride), ((1, 1), (1, 1)), dimension_numbers=("NHWC", "HWIO", "NHWC"))


def conv_up(net, fan_in, _):
    n, f = len(net.filters), [*net.filters, net.channels]
    h, w = net.height >> n, net.width >> n

    def init(key):
        keys = jax.random.split(key, n + 1)
        p, s = norm_params(net, f[0] if net.norm == "BatchNorm" else f[0])
        params, stats = [p | {"w": normal(keys[0], (fan_in, h * w * f[0]), 2 / fan_in)}], [s]
        for i in range(n):
            p, s = norm_params(net, f[i + 1]) if i < n - 1 else ({"b": jnp.zeros(f[i + 1])}, ())
            params.append(p | {"w": normal(keys[i + 1], (3, 3, f[i], f[i + 1]), (2 if i < n - 1 else 1) / (9 * f[i]))})
            stats.append(s)
        return params, stats

    def apply(params, stats, z, key, training=True):
        act = ACTIVATIONS[net.activation]
        x, s = norm_or_bias(net, params[0], stats[0], (z @ params[0]["w"]).reshape(-1, h, w, f[0]), training)
        x, new = act(x), [s]
        for i, (p, s) in enumerate(zip(params[1:], stats[1:])):
            x = conv(x.repeat(2, 1).repeat(2, 2), p["w"], 1)
            if i < n - 1:
                x, s = norm_or_bias(net, p, s, x, training)
                x = act(x)
            else:
                x = OUTPUTS[net.output](x + p["b"])
            new.append(s)
        return x.reshape(x.shape[0], -1), new

    return init, apply


def conv_down(net, _, fan_out):
    f = [net.channels, *net.filters]
    n = len(net.filters)
    flat = (net.height >> n) * (net.width >> n) * f[-1]

    def init(key):
        keys = jax.random.split(key, n + 1)
        params = [{"w": normal(keys[i], (3, 3, f[i], f[i + 1]), 2 / (9 * f[i])), "b": jnp.zeros(f[i + 1])} for i in range(n)]
        return params + [{"w": normal(keys[n], (flat, fan_out), 1 / flat), "b": jnp.zeros(fan_out)}], ()

    def apply(params, stats, x, key, training=True):
        if net.centred:
            x = 2 * x - 1
        x = x.reshape(-1, net.height, net.width, net.channels)
        for p in params[:-1]:
            x = ACTIVATIONS[net.activation](conv(x, p["w"], 2) + p["b"])
        return x.reshape(x.shape[0], -1) @ params[-1]["w"] + params[-1]["b"], stats

    return init, apply


KINDS = {"MLP": mlp, "ConvUp": conv_up, "ConvDown": conv_down}
init_g, apply_g = KINDS[G.kind](G, job.noiseDim, job.data.dim)
init_d, apply_d = KINDS[D.kind](D, job.data.dim, 1)

# ---- data and noise ----

if job.data.kind == "mixture":
    centres = jnp.array(job.data.centres, jnp.float32)

    def draw(key, table):
        k1, k2 = jax.random.split(key)
        picked = centres[jax.random.randint(k1, (job.batch,), 0, len(centres))]
        return picked + job.data.sigma * jax.random.normal(k2, picked.shape)

    table = jnp.zeros(())
else:
    table = jnp.asarray(pixels)

    def draw(key, table):
        return table[jax.random.randint(key, (job.batch,), 0, table.shape[0])].astype(jnp.float32) * (1 / 255)


def noise(key, n):
    shape = (n, job.noiseDim)
    return jax.random.uniform(key, shape, minval=-1, maxval=1) if job.uniformNoise else jax.random.normal(key, shape)


# ---- one step ----

def decay(d, t):
    if d.shape == "NoDecay":
        return 1.0
    s = jnp.clip((t / job.steps - d.begin) / (d.until - d.begin), 0, 1)
    if d.shape == "Cosine":
        return d.to + (1 - d.to) * (1 + jnp.cos(jnp.pi * s)) / 2
    return jnp.exp(s * jnp.log(d.to)) if d.shape == "Geometric" else 1 + (d.to - 1) * s


def optimizer(o):
    rate = lambda t: o.rate * decay(job.rateDecay, t)
    if o.kind == "SGD":
        return optax.sgd(rate if job.rateDecay.shape != "NoDecay" else o.rate, momentum=o.beta1 or None)
    return optax.adam(rate if job.rateDecay.shape != "NoDecay" else o.rate, b1=o.beta1, b2=o.beta2)


opt_g, opt_d = optimizer(job.generatorOptimizer), optimizer(job.discriminatorOptimizer)
softplus = jax.nn.softplus


def seen(x):
    """What D sees of x."""
    return (x - jnp.array(job.mean, jnp.float32)) / job.spread if job.mean else x


def step(s, table):
    key, kx, kz, kd, kg, kh = jax.random.split(s["key"], 6)
    x = draw(kx, table)
    fake, stats_g = apply_g(s["g"], s["stats"], noise(kz, job.batch), kd)
    strength = decay(job.penaltyDecay, s["t"])

    def score(d, x, k):
        return apply_d(d, s["stats_d"], seen(x), k)[0]

    def squared_slopes(d, x, k):
        g = jax.grad(lambda x: score(d, x, k).sum())(x)
        return (g * g).sum(-1)

    def loss_d(d):
        """D's loss with penalties, and without. Both batches pass through D at once where no half would be penalised alone."""
        k1, k2 = jax.random.split(kd)
        together = bool(job.r1) == bool(job.r2)
        both = jnp.concatenate([x, fake])
        real, false = jnp.split(score(d, both, k1), 2) if together else (score(d, x, k1), score(d, fake, k2))
        plain = softplus(-real).mean() + softplus(false).mean()
        loss = plain
        if job.r1 and job.r2:
            of_x, of_fake = jnp.split(squared_slopes(d, both, k1), 2)
            loss += strength * (job.r1 / 2 * of_x.mean() + job.r2 / 2 * of_fake.mean())
        elif job.r1:
            loss += strength * job.r1 / 2 * squared_slopes(d, x, k1).mean()
        elif job.r2:
            loss += strength * job.r2 / 2 * squared_slopes(d, fake, k2).mean()
        return loss, plain

    grads, value_d = jax.grad(loss_d, has_aux=True)(s["d"])
    move, od = opt_d.update(grads, s["od"])
    d = optax.apply_updates(s["d"], move)

    def loss_g(g):
        fake, stats = apply_g(g, stats_g, noise(kg, job.batch), kh)
        return softplus(-score(d, fake, kh)).mean(), stats

    (value_g, stats_g), grads = jax.value_and_grad(loss_g, has_aux=True)(s["g"])
    move, og = opt_g.update(grads, s["og"])
    g = optax.apply_updates(s["g"], move)
    new = s | {"key": key, "g": g, "d": d, "og": og, "od": od, "stats": stats_g, "t": s["t"] + 1}
    if job.averaging:
        beta = jnp.minimum(s["t"] / (s["t"] + 9), job.averaging)
        new["average"] = jax.tree.map(lambda m, w: w + beta * (m - w), s["average"], (g, stats_g))
    return new, value_d


def begin():
    key, kg, kd = jax.random.split(jax.random.key(job.seed), 3)
    (g, stats), (d, stats_d) = init_g(kg), init_d(kd)
    s = {"key": key, "g": g, "d": d, "og": opt_g.init(g), "od": opt_d.init(d), "stats": stats, "stats_d": stats_d, "t": jnp.zeros(())}
    if job.averaging:
        s["average"] = jax.tree.map(jnp.copy, (g, stats))
    return s


# ---- the training ----

s = begin()
count = lambda tree: sum(p.size for p in jax.tree.leaves(tree))
parameters = [count(s["g"]), count(s["d"])]
if chunk == 1:
    run = lambda s, table: step(s, table)
else:
    run = lambda s, table: jax.lax.scan(lambda s, _: step(s, table), s, length=chunk)
run = jax.jit(run, donate_argnums=0).lower(s, table).compile()
clock.compiled()
losses = []
for done in range(chunk, job.steps + 1, chunk):
    s, values = run(s, table)
    losses.append(values)
    if chunk > 1 or clock.due(done):
        jax.block_until_ready(s)
        clock.at(done)
losses = jnp.concatenate([jnp.atleast_1d(l) for l in losses])


@jax.jit
def sample(g, stats, key):
    return apply_g(g, stats, noise(key, job.drawn), key, training=False)[0]


jobs.write(job, clock.times() | {
    "parameters": parameters, "dLoss": float(losses[-max(1, len(losses) // 10):].mean()),
    "versions": {"jax": jax.__version__, "optax": optax.__version__},
}, sample(*s.get("average", (s["g"], s["stats"])), jax.random.key(job.seed + 1)))
