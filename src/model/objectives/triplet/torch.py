import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Hinge on a row's own item and others of the batch. `ctx.gather` collects columns from all workers under data parallelism (the identity alone)."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        own = torch.arange(pairing.user.shape[0]) + ctx.first_column
        items, ids, real = ctx.gather(pairing.item), ctx.gather(pairs.item), ctx.gather(pairs.real_column) > 0
        if params["form"] == "distance":
            nearness = -torch.cdist(pairing.user, items).square()
        else:
            nearness = pairing.user @ items.T

        negative = real.expand(nearness.shape).clone()
        if params["sameItem"]:
            negative &= ids[own, None] != ids[None, :]
        if params["sameUser"]:
            negative &= ~(pairs.positives[:, :, None] == ids[None, None, :]).any(dim=1)
        negative[torch.arange(len(own)), own] = False
        if params["choose"] == "hardest":
            column = nearness.masked_fill(~negative, -torch.inf).argmax(dim=1, keepdim=True)
        else:
            columns = real.nonzero()[:, 0]
            shifts = torch.arange(1, min(params["negatives"] + 1, len(columns)))
            column = columns[(real.long().cumsum(0)[own, None] - 1 + shifts) % len(columns)]

        hinge = F.relu(nearness.gather(1, column) - nearness.gather(1, own[:, None]) + params["margin"])
        weight = (pairs.weight if params["rowWeights"] else pairs.real_column)[:, None] * negative.gather(1, column)
        loss = (weight * hinge).sum()
        return {"loss": {"values": loss if params["reduction"] == "sum" else loss / weight.sum().clamp(min=1e-30)}}
