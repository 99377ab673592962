from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Mean -log sigmoid(s+ - s-) over pairs. `ctx.gather` collects columns from all workers under data parallelism (the
    identity alone)."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        scores = pairing.scale * (pairing.user @ ctx.gather(ctx.of_rows(pairing.item)).T)
        own, column, there = ctx.negatives(scores, params)
        losses = -F.logsigmoid(scores.gather(1, own[:, None]) - scores.gather(1, column))
        weight = (pairs.weight if params["rowWeights"] else pairs.real_column)[:, None] * there
        return {"loss": {"values": (weight * losses).sum() / weight.sum().clamp(min=1e-30)}}
