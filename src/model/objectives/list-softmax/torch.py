import torch
from torch import nn


class Block(nn.Module):
    """Weighted mean over the rows of the cross-entropy of a softmax over their candidates."""

    def __init__(self, node):
        super().__init__()
        self.row_weights = node.params["rowWeights"]

    def forward(self, ctx, logits):
        pairs, lists = ctx.pairs, ctx.pairs.lists
        weight = pairs.weight if self.row_weights else pairs.real_column
        shape = (len(weight), -1)
        there = lists.there.reshape(shape) > 0
        # A row of padding has no candidate: its own item stands in, at weight 0.
        there = there | (lists.labels.reshape(shape) > 0)
        chances = logits.values.reshape(shape).masked_fill(~there, -torch.inf).log_softmax(dim=1)
        losses = -torch.where(lists.labels.reshape(shape) > 0, chances, torch.zeros_like(chances)).sum(dim=1)
        return {"loss": {"values": (weight * losses).sum() / weight.sum().clamp(min=1e-30)}}
