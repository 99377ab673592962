from torch import nn


class Block(nn.Module):
    """Sum of the elementwise products of all pairs of fields: [R, D]."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx, fields):
        x = fields.values
        return {"vector": {"values": 0.5 * (x.sum(dim=1).square() - x.square().sum(dim=1))}}
