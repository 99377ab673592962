import torch
from torch import nn


class Layer(nn.Module):
    """One cross of x with the input of the network. kernel [D, 1] for v1, [D, D] as [in, out] for v2."""

    def __init__(self, width, version):
        super().__init__()
        self.version = version
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(width, 1 if version == "v1" else width)))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, first, x):
        if self.version == "v1":
            return first * (x @ self.kernel) + self.bias + x
        return first * (x @ self.kernel + self.bias) + x


class Block(nn.Module):
    """A cross network, as wide as the input, and a linear map on top where it has a width; projection [D, width]."""

    def __init__(self, node):
        super().__init__()
        width, self.layers = node.inputs["vector"]["width"], node.params["layers"]
        for at in range(1, self.layers + 1):
            self.add_module(f"layer{at}", Layer(width, node.params["version"]))
        self.project = node.params["project"]
        if self.project > 0:
            self.projection = nn.Parameter(nn.init.xavier_uniform_(torch.empty(width, self.project)))

    def forward(self, ctx, vector):
        x = vector.values
        for at in range(1, self.layers + 1):
            x = self.get_submodule(f"layer{at}")(vector.values, x)
        return {"vector": {"values": x @ self.projection if self.project > 0 else x}}
