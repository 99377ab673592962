import math

import torch
from torch import nn
from torch.nn import functional as F

FINEST = 2**-24
MEBIBYTE = 2**20


class Block(nn.Module):
    """Each field times a gate of its own, the same for all rows: noisy while the logits learn, 0 or 1 otherwise. A
    stage that leaves the logits out is `logit.requires_grad_(False)`."""

    def __init__(self, node):
        super().__init__()
        fields, prices = node.inputs["fields"], node.params
        self.temperature, width = prices["temperature"], fields["width"]
        sizes = fields.get("sizes") or [{"rows": 1, "length": 1}] * len(fields["names"])
        times = (prices["measured"] or {"times": {}})["times"]
        self.costs = [
            prices["readPrice"] * times.get(name, size["length"] * prices["readTime"])
            + prices["rowsPrice"] * math.log(size["rows"])
            + prices["widthPrice"] * width
            + prices["memoryPrice"] * size["rows"] * width * 4 / MEBIBYTE
            for name, size in zip(fields["names"], sizes, strict=True)
        ]
        self.logit = nn.Parameter(torch.zeros(len(self.costs)))

    def forward(self, ctx, fields):
        if ctx.training and self.logit.requires_grad:
            u = ctx.uniform("gate", (1, len(self.costs)))[0].clamp(min=FINEST)
            x = (self.logit + u.log() - (1 - u).log()) / self.temperature
            # sigmoid(x), whose slope z (1 - z) would be rounding alone where z is nearly 1.
            gate = torch.exp(-F.softplus(-x))
        else:
            gate = (ctx.detach(self.logit) >= 0).to(self.logit.dtype)
        penalty = (gate * torch.tensor(self.costs)).sum().reshape(1)
        return {"fields": {"values": fields.values * gate[None, :, None]}, "penalty": {"values": penalty}}
