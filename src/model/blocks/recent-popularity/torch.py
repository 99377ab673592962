import torch
from torch import nn

APART = 4


class Block(nn.Module):
    """s + (1 + <a, u>) sum_h w_h log c_h(i, t): a one at the snapshot that is known at the moment of the row, by the
    strength of its vector, meets the item's number of that snapshot."""

    def __init__(self, node):
        super().__init__()
        first, count = node.params["halfLife"], node.params["halfLives"]
        self.half_lives = [first * APART**h for h in range(count)]
        self.snapshots = node.params["snapshots"]
        self.weights = nn.Parameter(torch.full((count,), 1 / count))
        width = node.inputs["pairing"]["width"]
        self.strength = nn.Parameter(torch.zeros(width)) if node.params["perUser"] else None

    def beside(self, vectors, at):
        return at if self.strength is None else at * (1 + vectors @ self.strength)[..., None]

    def forward(self, ctx, pairing):
        at, logs = ctx.recent_popularity(self.half_lives, self.snapshots, len(pairing.item))
        popularity = (logs @ self.weights).reshape(-1, self.snapshots)
        served = {
            "user": torch.cat([pairing.scale * pairing.user, self.beside(pairing.user, at)], dim=1),
            "item": torch.cat([pairing.item, popularity], dim=1),
            "scale": torch.ones(1),
        }
        if pairing.type["rule"] == "label-aware":
            each = at[:, None, :].expand(-1, pairing.interests.shape[1], -1)
            interests = torch.cat([pairing.scale * pairing.interests, self.beside(pairing.interests, each)], dim=2)
            served |= {"interests": interests, "active": pairing.active}
        return {"pairing": served}
