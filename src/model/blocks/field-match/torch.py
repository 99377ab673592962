from torch import nn


class Block(nn.Module):
    """What a field of the user and one of a candidate have in common, by the texts of their values."""

    def __init__(self, node):
        super().__init__()
        self.user, self.item = node.params["user"], node.params["item"]

    def forward(self, ctx):
        return {"vector": {"values": ctx.field_match(self.user, self.item)}}
