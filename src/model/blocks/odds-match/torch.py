import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Logits of click, no click and bad from three parts of both vectors; what serves is the log of the odds of a
    click, as one inner product."""

    def __init__(self, node):
        super().__init__()
        self.params, self.widths = node.params, node.outputs["classes"]["widths"]
        self.logScale = (
            nn.Parameter(torch.full((1,), -math.log(node.params["temperature"])))
            if node.params["learnTemperature"]
            else None
        )

    def parts(self, x):
        parts = x.split(self.widths, dim=1)
        return [F.normalize(part, dim=1, eps=1e-6) for part in parts] if self.params["score"] == "cosine" else parts

    def forward(self, ctx, user, item):
        u, v = self.parts(user.values), self.parts(item.values)
        if self.logScale is None:
            scale = user.values.new_full((1,), 1 / self.params["temperature"])
        else:
            # The bound of 200 holds the value, not the gradient.
            bounded = self.logScale + (self.logScale.clamp(max=math.log(200)) - self.logScale).detach()
            scale = bounded.exp()
        against = {"either": [1, 2], "bad": [2], "no-click": [1]}[self.params["against"]]
        served = [u[0], *(-u[c] for c in against)], [v[0], *(v[c] / len(against) for c in against)]
        return {
            "pairing": {"user": torch.cat(served[0], dim=1), "item": torch.cat(served[1], dim=1), "scale": scale},
            "classes": {"user": torch.cat(u, dim=1), "item": torch.cat(v, dim=1), "scale": scale},
        }
