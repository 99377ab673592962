import torch
from torch import nn

FIRST_VALUE = 2  # Rows before it stand for a missing and for an unknown value.
CATEGORIES = 32


class Block(nn.Module):
    """Squared distance between the covariance of the largest category and every other one's. `ctx.gather` collects
    items from all workers under data parallelism."""

    def __init__(self, node):
        super().__init__()
        self.field, self.least = node.params["field"], node.params["least"]

    def forward(self, ctx, pairing):
        vectors, ids, real = (
            ctx.gather(ctx.of_rows(pairing.item)),
            ctx.gather(ctx.pairs.item),
            ctx.gather(ctx.pairs.real_column) > 0,
        )
        categories = ctx.gather(ctx.of_rows(ctx.column(self.field)))
        sets = {}
        seen = set()
        for row in real.nonzero()[:, 0].tolist():
            if ids[row].item() in seen:
                continue
            seen.add(ids[row].item())
            for value in {slot - FIRST_VALUE for slot in categories[row].tolist()}:
                if 0 <= value < CATEGORIES:
                    sets.setdefault(value, []).append(row)
        compared = [sets[value] for value in sorted(sets) if len(sets[value]) >= self.least]
        if not compared:
            return {"loss": {"values": (vectors * 0).sum()}}
        major = torch.cov(vectors[max(compared, key=len)].T)
        return {"loss": {"values": sum((major - torch.cov(vectors[rows].T)).square().sum() for rows in compared)}}
