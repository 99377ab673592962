import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """The vector of a row: its interests by their likeness to the row's own item. Serving takes the best of the active
    `interests` for each item."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        self.logScale = (
            nn.Parameter(torch.full((1,), -math.log(node.params["temperature"])))
            if node.params["learnTemperature"]
            else None
        )

    def forward(self, ctx, interests, item):
        side = (lambda x: F.normalize(x, dim=-1, eps=1e-6)) if self.params["score"] == "cosine" else (lambda x: x)
        active, vectors, items = interests.active, side(interests.values), side(item.values)
        out = (active <= 0) & (torch.arange(vectors.shape[1]) > 0)
        products = torch.einsum("rkd,rd->rk", vectors, ctx.of_rows(items))
        if self.params["attention"] == "best":
            shares = F.one_hot(products.masked_fill(out, -torch.inf).argmax(dim=1), vectors.shape[1]).to(vectors.dtype)
        else:
            shares = torch.softmax((self.params["sharpness"] * products).masked_fill(out, -torch.inf), dim=1)
        vector = torch.einsum("rk,rkd->rd", shares, vectors)
        if self.logScale is None:
            scale = items.new_full((1,), 1 / self.params["temperature"])
        else:
            # The bound of 200 holds the value, not the gradient.
            bounded = self.logScale + (self.logScale.clamp(max=math.log(200)) - self.logScale).detach()
            scale = bounded.exp()
        return {"pairing": {"user": vector, "item": items, "scale": scale, "interests": vectors, "active": active}}
