from torch import nn


class Block(nn.Module):
    """Sum of the elementwise products of all pairs of fields: [R, D]."""

    def __init__(self, node):
        super().__init__()
        self.parts = node.inputs["fields"].get("parts")

    def forward(self, ctx, fields):
        x = fields.values.unflatten(1, (len(self.parts), -1)) if self.parts else fields.values
        return {"vector": {"values": 0.5 * (x.sum(dim=1).square() - x.square().sum(dim=1))}}
