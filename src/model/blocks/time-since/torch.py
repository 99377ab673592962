import torch
from torch import nn


class Block(nn.Module):
    """A learnt vector of the time since the newest event, in buckets that double from `finest` days; zero without a
    past."""

    def __init__(self, node):
        super().__init__()
        self.buckets, self.finest = node.params["buckets"], node.params["finest"]
        self.age = nn.Parameter(0.1 * torch.randn(self.buckets, node.params["width"]))

    def forward(self, ctx, sequence):
        days = sequence.ageDays[:, -1]
        bucket = torch.log2(1 + days / self.finest).floor().long().clamp(max=self.buckets - 1)
        return {"vector": {"values": self.age[bucket] * sequence.mask[:, -1:]}}
