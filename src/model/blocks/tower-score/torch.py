import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """scale <u, v> of every pair: the candidates of the first user row, then those of the next."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        self.logScale = (
            nn.Parameter(torch.full((1,), -math.log(node.params["temperature"])))
            if node.params["learnTemperature"]
            else None
        )

    def side(self, x):
        return F.normalize(x, dim=1, eps=1e-6) if self.params["score"] == "cosine" else x

    def forward(self, ctx, user, item):
        v = self.side(item.values)
        u = self.side(user.values).repeat_interleave(len(v) // len(user.values), dim=0)
        if self.logScale is None:
            scale = 1 / self.params["temperature"]
        else:
            # The bound of 200 holds the value, not the gradient.
            bounded = self.logScale + (self.logScale.clamp(max=math.log(200)) - self.logScale).detach()
            scale = bounded.exp()
        score = (u * v).sum(dim=1, keepdim=True) * scale
        return {"vector": {"values": score}, "logits": {"values": score}}
