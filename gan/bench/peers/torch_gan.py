"""A GAN in PyTorch: torch_gan.py JOB eager|compile."""
import math
import sys

import torch
import torch.nn.functional as F
from torch import nn

import job as jobs

job = jobs.read()
pixels = jobs.pixels(job.data) if job.data.kind == "images" else None
clock = jobs.Clock(job)  # it begins with the data in memory
torch.manual_seed(job.seed)

ACTIVATIONS = {"ReLU": nn.ReLU, "LeakyReLU": lambda: nn.LeakyReLU(0.2), "TanH": nn.Tanh, "SiLU": nn.SiLU}
OUTPUTS = {"LinearOutput": nn.Identity, "SigmoidOutput": nn.Sigmoid, "TanHOutput": nn.Tanh}
MEMORY = 0.01  # of the running averages of batch norm


class Map(nn.Module):
    """A module of a function without parameters."""

    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


def start(layer, fan_in, gain):
    """Weights N(0, gain/fan-in), biases 0."""
    nn.init.normal_(layer.weight, std=math.sqrt(gain / fan_in))
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
    return layer


def mlp(net, fan_in, fan_out):
    modules = [Map(lambda x: 2 * x - 1)] if net.centred else []
    if net.inputDropout:
        modules.append(nn.Dropout(net.inputDropout))
    if net.frequencies:
        modules.append(Map(lambda x: torch.cat([x, *(wave(w * x) for w in net.frequencies for wave in (torch.sin, torch.cos))], 1)))
    *hidden, last = jobs.layers(net, fan_in, fan_out)
    normed = net.norm == "BatchNorm"
    for a, b, gain in hidden:
        modules.append(start(nn.Linear(a, b, bias=not normed), a, gain))
        if normed:
            modules.append(nn.BatchNorm1d(b, momentum=MEMORY))
        if net.maxout:
            modules.append(Map(lambda t: t.view(t.shape[0], net.maxout, -1).amax(1)))
        else:
            modules.append(ACTIVATIONS[net.activation]())
        if net.dropout:
            modules.append(nn.Dropout(net.dropout))
    modules += [start(nn.Linear(*last[:2]), last[0], 1), OUTPUTS[net.output]()]
    return nn.Sequential(*modules)


def conv_up(net, fan_in, _):
    """PyTorch's images have their channels first: the first layer makes them so, and the last puts them last again."""
    n, f = len(net.filters), [*net.filters, net.channels]
    h, w = net.height >> n, net.width >> n
    normed = net.norm == "BatchNorm"

    class Bias(nn.Module):
        def __init__(self):
            super().__init__()
            self.bias = nn.Parameter(torch.zeros(f[0], 1, 1))

        def forward(self, x):
            return x + self.bias

    modules = [start(nn.Linear(fan_in, h * w * f[0], bias=False), fan_in, 2), nn.Unflatten(1, (f[0], h, w)),
               nn.BatchNorm2d(f[0], momentum=MEMORY) if normed else Bias(), ACTIVATIONS[net.activation]()]
    for i in range(n):
        inner = i < n - 1
        modules += [nn.Upsample(scale_factor=2),
                    start(nn.Conv2d(f[i], f[i + 1], 3, padding=1, bias=not (inner and normed)), 9 * f[i], 2 if inner else 1)]
        if inner:
            modules += ([nn.BatchNorm2d(f[i + 1], momentum=MEMORY)] if normed else []) + [ACTIVATIONS[net.activation]()]
    return nn.Sequential(*modules, OUTPUTS[net.output](), Map(lambda x: x.permute(0, 2, 3, 1).flatten(1)))


def conv_down(net, _, fan_out):
    n, f = len(net.filters), [net.channels, *net.filters]
    modules = [Map(lambda x: 2 * x - 1)] if net.centred else []
    modules.append(Map(lambda x: x.view(-1, net.height, net.width, net.channels).permute(0, 3, 1, 2)))
    for i in range(n):
        modules += [start(nn.Conv2d(f[i], f[i + 1], 3, 2, 1), 9 * f[i], 2), ACTIVATIONS[net.activation]()]
    flat = (net.height >> n) * (net.width >> n) * f[-1]
    return nn.Sequential(*modules, nn.Flatten(), start(nn.Linear(flat, fan_out), flat, 1))


KINDS = {"MLP": mlp, "ConvUp": conv_up, "ConvDown": conv_down}
G = KINDS[job.generator.kind](job.generator, job.noiseDim, job.data.dim)
D = KINDS[job.discriminator.kind](job.discriminator, job.data.dim, 1)
if job.generator.kind != "MLP":  # the layout that PyTorch's guide gives for convolutions on a CPU
    G, D = G.to(memory_format=torch.channels_last), D.to(memory_format=torch.channels_last)
g_params, d_params = list(G.parameters()), list(D.parameters())
parameters = [sum(p.numel() for p in ps) for ps in (g_params, d_params)]

if job.data.kind == "mixture":
    centres = torch.tensor(job.data.centres)

    def draw():
        picked = centres[torch.randint(len(centres), (job.batch,))]
        return picked + job.data.sigma * torch.randn_like(picked)
else:
    table = torch.from_numpy(pixels)

    def draw():
        return table[torch.randint(len(table), (job.batch,))].float().mul_(1 / 255)


def noise(n):
    return torch.rand(n, job.noiseDim).mul_(2).sub_(1) if job.uniformNoise else torch.randn(n, job.noiseDim)


def optimizer(o, params):
    if o.kind == "SGD":
        return torch.optim.SGD(params, o.rate, momentum=float(o.beta1), fused=True)
    return torch.optim.Adam(params, float(o.rate), betas=(float(o.beta1), float(o.beta2)), fused=True)


opt_g, opt_d = optimizer(job.generatorOptimizer, g_params), optimizer(job.discriminatorOptimizer, d_params)
mean = torch.tensor(job.mean) if job.mean else None


def score(x):
    return D(x if mean is None else (x - mean) / job.spread)


def slope(scores, x):
    g, = torch.autograd.grad(scores.sum(), x, create_graph=True)
    return g.square().sum(-1).mean()


def loss_d(x, fake, strength):
    """D's loss with penalties, and without. Both batches pass through D at once where no half would be penalised alone."""
    if bool(job.r1) == bool(job.r2):
        both = torch.cat([x, fake])
        if job.r1:
            both.requires_grad_()
        scores = score(both)
        real, false = scores.split(job.batch)
    else:
        x, fake = x.requires_grad_(bool(job.r1)), fake.requires_grad_(bool(job.r2))
        real, false = score(x), score(fake)
    plain = F.softplus(-real).mean() + F.softplus(false).mean()
    loss = plain
    if job.r1 and job.r2:
        g, = torch.autograd.grad(scores.sum(), both, create_graph=True)
        of_x, of_fake = g.square().sum(-1).split(job.batch)
        loss = loss + strength * (job.r1 / 2 * of_x.mean() + job.r2 / 2 * of_fake.mean())
    elif job.r1:
        loss = loss + strength * job.r1 / 2 * slope(real, x)
    elif job.r2:
        loss = loss + strength * job.r2 / 2 * slope(false, fake)
    return loss, plain.detach()


def loss_g(z):
    return F.softplus(-score(G(z))).mean()


def make(z):
    return G(z)


if sys.argv[2] == "compile":
    loss_g, make = torch.compile(loss_g), torch.compile(make)
    if not (job.r1 or job.r2):  # torch.compile has no second derivative, which a penalty needs
        loss_d = torch.compile(loss_d)

average = [t.detach().clone() for t in G.state_dict().values()] if job.averaging else []
averaged = [i for i, t in enumerate(average) if t.is_floating_point()]
decays = job.rateDecay.shape != "NoDecay"
losses = []
for t in range(job.steps):
    if decays:
        for o, of in ((opt_g, job.generatorOptimizer), (opt_d, job.discriminatorOptimizer)):
            o.param_groups[0]["lr"] = of.rate * jobs.decay(job.rateDecay, t / job.steps)
    x = draw()
    with torch.no_grad():
        fake = make(noise(job.batch))
    loss, plain = loss_d(x, fake, jobs.decay(job.penaltyDecay, t / job.steps))
    opt_d.zero_grad()
    loss.backward(inputs=d_params)
    opt_d.step()
    losses.append(plain)

    loss = loss_g(noise(job.batch))
    opt_g.zero_grad()
    loss.backward(inputs=g_params)
    opt_g.step()
    if job.averaging:
        now = list(G.state_dict().values())
        beta = min(t / (t + 9), job.averaging)
        torch._foreach_lerp_([average[i] for i in averaged], [now[i].detach() for i in averaged], 1 - beta)
    if clock.due(t + 1):
        clock.at(t + 1)

if job.averaging:
    G.load_state_dict(dict(zip(G.state_dict(), average)))
G.eval()
with torch.no_grad():
    samples = G(noise(job.drawn))
jobs.write(job, clock.times() | {
    "parameters": parameters, "dLoss": float(torch.stack(losses[-max(1, len(losses) // 10):]).mean()),
    "versions": {"torch": torch.__version__},
}, samples.numpy())
