"""The cells of the part "cells" for IPython with PyTorch. NUMBER is another number each time."""

#### first
import matplotlib.pyplot as plt
import torch
from IPython.display import display
from torch.distributions import Normal

x = torch.linspace(-12, 12, 4001)
p, q = Normal(0.0, 1.0).log_prob(x), Normal(NUMBER, 1.0).log_prob(x)
kl = torch.trapezoid(p.exp() * (p - q), x)
plt.plot(x, p.exp(), label="P")
plt.plot(x, q.exp(), label="Q")
plt.title(f"KL(P‖Q) = {kl:.4f} nats")
plt.legend();

#### edit
p, q = Normal(0.0, 1.0).log_prob(x), Normal(NUMBER, 1.0).log_prob(x)
kl = torch.trapezoid(p.exp() * (p - q), x)
plt.plot(x, p.exp(), label="P")
plt.plot(x, q.exp(), label="Q")
plt.title(f"KL(P‖Q) = {kl:.4f} nats")
plt.legend();

#### gan
from torch import nn
from torch.nn.functional import softplus


def mlp(*sizes):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers[:-1])


r1 = NUMBER
sizes = {"G": [4, 64, 64, 1], "D": [1, 64, 64, 1]}
print(sizes, r1)
plt.axhline(r1);

#### keep
BATCH = 256


def real():
    return 4.0 * torch.randint(2, (BATCH, 1)) - 2 + 0.5 * torch.randn(BATCH, 1)


def noise(n=BATCH):
    return torch.randn(n, 4)


kept = mlp(*sizes["G"])

#### kept
with torch.no_grad():
    xs = NUMBER * kept(noise(1000))
plt.hist(xs[:, 0], 40, density=True);

#### train
CHUNK, r1 = 40, NUMBER
G, D = mlp(*sizes["G"]), mlp(*sizes["D"])
opt_d = torch.optim.Adam(D.parameters(), 1e-3, betas=(0.0, 0.999), fused=True)
opt_g = torch.optim.Adam(G.parameters(), 3e-4, betas=(0.0, 0.999), fused=True)


def step():
    x = real().requires_grad_()
    with torch.no_grad():
        fake = G(noise())
    scores = D(x)
    slope, = torch.autograd.grad(scores.sum(), x, create_graph=True)
    loss = (softplus(-scores) + softplus(D(fake))).mean() + r1 / 2 * slope.square().mean()
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    loss = softplus(-D(G(noise()))).mean()
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()


def frame():
    fig, ax = plt.subplots()
    with torch.no_grad():
        ax.hist(G(noise(1000))[:, 0], 40, density=True)
    plt.close(fig)
    return fig


shown = display(frame(), display_id=True)
for _ in range(400 // CHUNK):
    for _ in range(CHUNK):
        step()
    shown.update(frame())
