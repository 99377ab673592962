from torch import nn


class Block(nn.Module):
    """The first tokens of a text, embedded: values [R, T, D], mask [R, T]."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx):
        return {"tokens": {"values": ctx.lookup("tokens").squeeze(2), "mask": ctx.token_mask("tokens")}}
