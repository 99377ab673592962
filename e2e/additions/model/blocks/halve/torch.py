from torch import nn


class Block(nn.Module):
    """x / by."""

    def __init__(self, node):
        super().__init__()
        self.by = node["params"]["by"]

    def forward(self, ctx, vector):
        return {"vector": {"values": vector.values / self.by}}
