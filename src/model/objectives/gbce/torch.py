import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Binary cross-entropy of each row's own item, its probability to the power beta, and of items drawn from the
    catalogue."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        own_items = ctx.of_rows(pairing.item)
        own = pairing.scale * (pairing.user * own_items).sum(dim=1)
        others = pairing.scale * (pairing.user @ pairing.item[len(own_items) :].T)
        there = torch.ones_like(others, dtype=torch.bool)
        if params["sameItem"]:
            there &= pairs.item[:, None] != pairs.sampled[None, :]
        if params["sameUser"]:
            there &= ~(pairs.positives[:, :, None] == pairs.sampled[None, None, :]).any(dim=1)
        alpha = min(1, len(pairs.sampled) / max(1, len(pairs.log_q) - 1))
        beta = alpha * (params["calibration"] * (1 - 1 / alpha) + 1 / alpha)
        losses = beta * F.softplus(-own) + (there * F.softplus(others)).sum(dim=1)
        weight = pairs.weight if params["rowWeights"] else pairs.real_column
        total = (weight * (1 + there.sum(dim=1))).sum().clamp(min=1e-30)
        return {"loss": {"values": (weight * losses).sum() / total}}
