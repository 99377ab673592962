import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """score(u, v) = scale <u, v>; the vectors that leave here are those that are scored and exported."""

    def __init__(self, node):
        super().__init__()
        self.cosine = node.params["score"] == "cosine"
        if node.params["learnTemperature"]:
            self.logScale = nn.Parameter(torch.full((1,), -math.log(node.params["temperature"])))
        else:
            self.logScale = None
            self.scale = 1 / node.params["temperature"]

    def forward(self, ctx, user, item):
        u, v = user.values, item.values
        if self.cosine:
            u, v = F.normalize(u, dim=1, eps=1e-6), F.normalize(v, dim=1, eps=1e-6)
        if self.logScale is None:
            scale = u.new_full((1,), self.scale)
        else:
            # The bound of 200 holds the value, not the gradient.
            bounded = self.logScale + (self.logScale.clamp(max=math.log(200)) - self.logScale).detach()
            scale = bounded.exp()
        return {"pairing": {"user": u, "item": v, "scale": scale}}
