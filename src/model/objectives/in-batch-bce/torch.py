import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Mean binary cross-entropy of each row's own item and of its negatives. `ctx.gather` collects columns from all
    workers under data parallelism."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        if node.params["learnBias"]:
            self.bias = nn.Parameter(torch.full((1,), float(node.params["bias"])))
        else:
            self.bias = node.params["bias"]

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        logits = pairing.scale * (pairing.user @ ctx.gather(ctx.of_rows(pairing.item)).T) + self.bias
        own, column, there = ctx.negatives(logits, params)
        losses = F.softplus(-logits.gather(1, own[:, None]))[:, 0] + (there * F.softplus(logits.gather(1, column))).sum(
            dim=1
        )
        weight = pairs.weight if params["rowWeights"] else pairs.real_column
        total = (weight * (1 + there.sum(dim=1))).sum().clamp(min=1e-30)
        return {"loss": {"values": (weight * losses).sum() / total}}
