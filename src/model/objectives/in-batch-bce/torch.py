import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Mean binary cross-entropy of each row's own item and of those of the next rows. `ctx.gather` collects columns from all workers under data parallelism."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        if node.params["learnBias"]:
            self.bias = nn.Parameter(torch.full((1,), float(node.params["bias"])))
        else:
            self.bias = node.params["bias"]

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        own = torch.arange(pairing.user.shape[0]) + ctx.first_column
        items, ids, real = ctx.gather(pairing.item), ctx.gather(pairs.item), ctx.gather(pairs.real_column) > 0
        columns = real.nonzero()[:, 0]
        place = real.long().cumsum(0)[own] - 1

        def logits(column):
            return pairing.scale * (pairing.user * items[column]).sum(dim=1) + self.bias

        weight = pairs.weight if params["rowWeights"] else pairs.real_column
        losses, count = F.softplus(-logits(own)), torch.ones_like(weight)
        for shift in range(1, min(params["negatives"] + 1, len(columns))):
            column = columns[(place + shift) % len(columns)]
            blocked = torch.zeros_like(column, dtype=torch.bool)
            if params["sameItem"]:
                blocked |= ids[column] == ids[own]
            if params["sameUser"]:
                blocked |= (pairs.positives == ids[column, None]).any(dim=1)
            losses = losses + torch.where(blocked, 0.0, F.softplus(logits(column)))
            count = count + (~blocked).to(count)
        return {"loss": {"values": (weight * losses).sum() / (weight * count).sum()}}
