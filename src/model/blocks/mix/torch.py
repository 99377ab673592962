import torch
from torch import nn


class Block(nn.Module):
    """a + s b, with s given or learnt."""

    def __init__(self, node):
        super().__init__()
        if node.params["learnt"]:
            self.scale = nn.Parameter(torch.full((1,), float(node.params["scale"])))
        else:
            self.scale = node.params["scale"]

    def forward(self, ctx, a, b):
        return {"vector": {"values": a.values + self.scale * b.values}}
