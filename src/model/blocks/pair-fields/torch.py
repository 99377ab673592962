from torch import nn


class Block(nn.Module):
    """What a user's past and a candidate have in common by a field, as the batch holds it."""

    def __init__(self, node):
        super().__init__()
        self.field, self.length = node.params["field"], node.params["length"]

    def forward(self, ctx):
        return {"vector": {"values": ctx.pair_fields(self.field, self.length)}}
