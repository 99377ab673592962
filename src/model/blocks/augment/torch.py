from torch import nn


class Block(nn.Module):
    """The augmented vector of each row: [R, D]."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx):
        return {"vector": {"values": ctx.lookup("augmented").flatten(1)}}
