import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Weighted mean of in-batch cross-entropies. `ctx.gather` collects columns from all workers under data parallelism (the identity alone)."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        rows = torch.arange(pairing.user.shape[0])
        own = rows + ctx.first_column
        items, ids, real = ctx.gather(pairing.item), ctx.gather(pairs.item), ctx.gather(pairs.real_column) > 0

        logits = pairing.scale * (pairing.user @ items.T)
        if params["logQ"]:
            logits = logits - pairs.log_q[ids].clamp(min=torch.log(torch.tensor(1e-12)).item())
        blocked = (~real).expand(logits.shape).clone()
        if params["sameItem"]:
            blocked |= ids[own, None] == ids[None, :]
        if params["sameUser"]:
            blocked |= (pairs.positives[:, :, None] == ids[None, None, :]).any(dim=1)
        blocked[rows, own] = False
        losses = F.cross_entropy(logits.masked_fill(blocked, -torch.inf), own, reduction="none")
        weight = pairs.weight if params["rowWeights"] else pairs.real_column
        return {"loss": {"values": (weight * losses).sum() / weight.sum()}}
