from torch import nn


class Block(nn.Module):
    """What share of a candidate's impressions was taken before the moment, as the batch holds it."""

    def __init__(self, node):
        super().__init__()
        self.prior = node.params["prior"]

    def forward(self, ctx):
        return {"vector": {"values": ctx.click_rates(self.prior)}}
