from torch import nn


class Block(nn.Module):
    """One embedded vector per field: [R, F, D]."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx):
        return {"fields": {"values": ctx.lookup("fields")}}
