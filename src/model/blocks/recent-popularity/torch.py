import torch
from torch import nn

APART = 4


class Block(nn.Module):
    """s + sum_h w_h log c_h(i, t): a one at the snapshot that is known at the moment of the row meets the item's number
    of that snapshot."""

    def __init__(self, node):
        super().__init__()
        first, count = node.params["halfLife"], node.params["halfLives"]
        self.half_lives = [first * APART**h for h in range(count)]
        self.snapshots = node.params["snapshots"]
        self.weights = nn.Parameter(torch.full((count,), 1 / count))

    def forward(self, ctx, pairing):
        user = pairing.scale * pairing.user
        moments, logs = ctx.recent_popularity(self.half_lives, self.snapshots, len(pairing.item))
        at = (moments[: len(user)] == torch.arange(self.snapshots)).to(user.dtype)
        popularity = (logs @ self.weights).reshape(-1, self.snapshots)
        served = {
            "user": torch.cat([user, at], dim=1),
            "item": torch.cat([pairing.item, popularity], dim=1),
            "scale": torch.ones(1),
        }
        if pairing.type["rule"] == "label-aware":
            interests = pairing.scale * pairing.interests
            beside = at[:, None, :].expand(-1, interests.shape[1], -1)
            served |= {"interests": torch.cat([interests, beside], dim=2), "active": pairing.active}
        return {"pairing": served}
