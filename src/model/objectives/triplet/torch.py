import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Hinge on a row's own item and others of the batch. `ctx.gather` collects columns from all workers under data
    parallelism (the identity alone)."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        items = ctx.gather(ctx.of_rows(pairing.item))
        nearness = (
            -torch.cdist(pairing.user, items).square() if params["form"] == "distance" else pairing.user @ items.T
        )
        own, column, there = ctx.negatives(nearness, params)
        hinge = F.relu(nearness.gather(1, column) - nearness.gather(1, own[:, None]) + params["margin"])
        weight = (pairs.weight if params["rowWeights"] else pairs.real_column)[:, None] * there
        loss = (weight * hinge).sum()
        return {"loss": {"values": loss if params["reduction"] == "sum" else loss / weight.sum().clamp(min=1e-30)}}
