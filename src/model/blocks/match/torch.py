import math

import torch
from torch import nn
from torch.nn import functional as F


def distinct(parts):
    """The names of parts, equal ones told apart: mlp, mlp-2."""
    names = []
    for part in parts:
        name, n = part["name"], 2
        while name in names:
            name, n = f"{part['name']}-{n}", n + 1
        names.append(name)
    return names


class Block(nn.Module):
    """score(u, v) = scale <u, v>; the vectors that leave here are those that are scored and exported. Coefficients are
    folded into u."""

    def __init__(self, node):
        super().__init__()
        self.cosine = node.params["score"] == "cosine"
        if node.params["learnTemperature"]:
            self.logScale = nn.Parameter(torch.full((1,), -math.log(node.params["temperature"])))
        else:
            self.logScale = None
            self.scale = 1 / node.params["temperature"]
        user, item = node.inputs["user"], node.inputs["item"]
        if node.params["coefficients"] == "none":
            self.coefficients, self.order, self.widths = None, None, [item["width"]]
        else:
            names = distinct(user["parts"])
            self.order = [names.index(name) for name in distinct(item["parts"])]
            self.user_widths, self.widths = ([part["width"] for part in side["parts"]] for side in (user, item))
            self.coefficients = nn.Parameter(
                torch.ones(len(self.widths) if node.params["coefficients"] == "part" else item["width"])
            )

    def side(self, x):
        """Each part of length one."""
        return (
            torch.cat([F.normalize(part, dim=1, eps=1e-6) for part in x.split(self.widths, dim=1)], dim=1)
            if self.cosine
            else x
        )

    def forward(self, ctx, user, item):
        u, v = user.values, item.values
        if self.order is not None:
            parts = u.split(self.user_widths, dim=1)
            u = torch.cat([parts[at] for at in self.order], dim=1)
        u, v = self.side(u), self.side(v)
        if self.coefficients is not None:
            w = self.coefficients
            u = u * (w if len(w) == u.shape[1] else w.repeat_interleave(torch.tensor(self.widths)))
        if self.logScale is None:
            scale = u.new_full((1,), self.scale)
        else:
            # The bound of 200 holds the value, not the gradient.
            bounded = self.logScale + (self.logScale.clamp(max=math.log(200)) - self.logScale).detach()
            scale = bounded.exp()
        return {"pairing": {"user": u, "item": v, "scale": scale}}
