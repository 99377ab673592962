import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """The vector of a row: its interests by their likeness to the row's own item. Serving takes the best of the active `interests` for each item."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        self.logScale = nn.Parameter(torch.full((1,), -math.log(node.params["temperature"]))) if node.params["learnTemperature"] else None

    def forward(self, ctx, user, item):
        side = (lambda x: F.normalize(x, dim=-1, eps=1e-6)) if self.params["score"] == "cosine" else (lambda x: x)
        interests, items = side(user.values), side(item.values)
        first = torch.arange(interests.shape[1]) == 0
        products = torch.einsum("rkd,rd->rk", interests, ctx.of_rows(items)).masked_fill(~((user.active > 0) | first), -torch.inf)
        if self.params["attention"] == "best":
            shares = F.one_hot(products.argmax(dim=1), interests.shape[1]).to(interests.dtype)
        else:
            # A factor of 0 would make of -inf no number.
            shares = torch.softmax((self.params["sharpness"] * products.clamp(min=-1e30)), dim=1) if self.params["sharpness"] > 0 else (products > -torch.inf).to(interests.dtype)
            shares = shares / shares.sum(dim=1, keepdim=True)
        vector = torch.einsum("rk,rkd->rd", shares, interests)
        if self.logScale is None:
            scale = items.new_full((1,), 1 / self.params["temperature"])
        else:
            # The bound of 200 holds the value, not the gradient.
            bounded = self.logScale + (self.logScale.clamp(max=math.log(200)) - self.logScale).detach()
            scale = bounded.exp()
        return {"pairing": {"user": vector, "item": items, "scale": scale, "interests": interests, "active": user.active}}
