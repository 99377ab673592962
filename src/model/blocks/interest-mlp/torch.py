import torch
from torch import nn


class Linear(nn.Module):
    """x kernel + bias, with the kernel as [in, out]."""

    def __init__(self, below, width, fan_in):
        super().__init__()
        bound = (6 / (fan_in + width)) ** 0.5
        self.kernel = nn.Parameter(torch.empty(below, width).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        return x @ self.kernel + self.bias


class Profile(nn.Module):
    def __init__(self, below, width, fan_in):
        super().__init__()
        bound = (6 / (fan_in + width)) ** 0.5
        self.kernel = nn.Parameter(torch.empty(below, width).uniform_(-bound, bound))

    def forward(self, x):
        return x @ self.kernel


class Block(nn.Module):
    """One network over each interest with the profile beside it: [R, K, D] and [R, P] to [R, K, W]."""

    def __init__(self, node):
        super().__init__()
        own, profile = (node.inputs[name]["width"] for name in ("interests", "profile"))
        widths = node.params["widths"] + ([own] if node.params["residual"] else [])
        self.activation = {"relu": nn.ReLU(), "tanh": nn.Tanh(), "leaky-relu": nn.LeakyReLU(0.01)}[
            node.params["activation"]
        ]
        self.scale = node.params["scale"]
        self.last_linear, self.residual, self.layers = node.params["lastLinear"], node.params["residual"], len(widths)
        self.profile = Profile(profile, widths[0], own + profile)
        for at, (below, width) in enumerate(zip([own, *widths], widths), start=1):
            self.add_module(f"layer{at}", Linear(below, width, own + profile if at == 1 else below))

    def forward(self, ctx, interests, profile):
        x = self.layer1(interests.values) + self.profile(profile.values)[:, None, :]
        for at in range(2, self.layers + 1):
            x = self.get_submodule(f"layer{at}")(self.activation(x))
        x = x if self.last_linear else self.activation(x)
        return {
            "interests": {
                "values": interests.values + self.scale * x if self.residual else x,
                "active": interests.active,
            }
        }
