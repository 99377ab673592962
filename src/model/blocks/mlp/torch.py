import torch
from torch import nn


class Layer(nn.Module):
    """x kernel + bias, with the kernel as [in, out]."""

    def __init__(self, below, width, from_identity):
        super().__init__()
        begin = nn.init.eye_ if from_identity else nn.init.xavier_uniform_
        self.kernel = nn.Parameter(begin(torch.empty(below, width)))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        return x @ self.kernel + self.bias


class Block(nn.Module):
    """Dense layers, bottom first."""

    def __init__(self, node):
        super().__init__()
        widths = node.params["widths"]
        self.depth, self.last_linear = len(widths), node.params["lastLinear"]
        self.activation = {"relu": nn.ReLU(), "tanh": nn.Tanh(), "leaky-relu": nn.LeakyReLU(0.01)}[
            node.params["activation"]
        ]
        for at, (below, width) in enumerate(zip([node.inputs["vector"]["width"], *widths], widths)):
            self.add_module(f"layer{at + 1}", Layer(below, width, node.params["fromIdentity"]))

    def forward(self, ctx, vector):
        x = vector.values
        for at in range(1, self.depth + 1):
            x = self.get_submodule(f"layer{at}")(x)
            if at < self.depth or not self.last_linear:
                x = self.activation(x)
        return {"vector": {"values": x}}
