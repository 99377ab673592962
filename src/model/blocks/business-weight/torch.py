import torch
from torch import nn


class Block(nn.Module):
    """s + exponent x log w of the item, as one coordinate more."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, pairing):
        exponent = self.params["exponent"]
        beside = lambda x: torch.cat([x, torch.full_like(x[..., :1], exponent)], dim=-1)
        item = torch.cat([pairing.item, torch.log(ctx.item_number(self.params["field"]))], dim=1)
        served = {"user": beside(pairing.scale * pairing.user), "item": item, "scale": torch.ones(1)}
        if pairing.type["rule"] == "label-aware":
            served |= {"interests": beside(pairing.scale * pairing.interests), "active": pairing.active}
        return {"pairing": served}
