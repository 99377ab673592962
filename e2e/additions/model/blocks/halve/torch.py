from torch import nn


class Block(nn.Module):
    """x / by, or the nearest whole numbers to it."""

    def __init__(self, node):
        super().__init__()
        self.by = node["params"]["by"]
        self.whole = node["params"]["whole"]

    def forward(self, ctx, vector):
        halved = vector.values / self.by
        if self.whole:
            halved = halved + (halved.round() - halved).detach()
        return {"vector": {"values": halved}}
