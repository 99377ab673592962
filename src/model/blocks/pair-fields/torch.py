from torch import nn


class Block(nn.Module):
    """What a user's past and a candidate have in common by a field, as the batch holds it."""

    def __init__(self, node):
        super().__init__()
        self.read = [node.params[name] for name in ("field", "length", "position")]

    def forward(self, ctx):
        return {"vector": {"values": ctx.pair_fields(*self.read)}}
