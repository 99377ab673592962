import torch
from torch import nn


class Block(nn.Module):
    """Adds learnt vectors of position (0 = the newest) and of age, in buckets that double from `finest` days, to the
    fields of each event, and drops some of the sums."""

    def __init__(self, node):
        super().__init__()
        params, sequence = node.params, node.inputs["sequence"]
        across = len(sequence["names"]) * sequence["width"]
        self.buckets, self.finest, self.rate = params["buckets"], params["finest"], params["dropout"]
        self.scale = across**0.5 if params["rootScale"] else 1
        self.position = nn.Parameter(0.02 * torch.randn(sequence["length"], across)) if params["positions"] else None
        self.age = nn.Parameter(0.02 * torch.randn(self.buckets, across)) if params["ages"] else None

    def forward(self, ctx, sequence):
        values = sequence.values * self.scale
        if self.position is not None:
            values = values + self.position.flip(0).reshape(values.shape[1:])
        if self.age is not None:
            bucket = torch.log2(1 + sequence.ageDays / self.finest).floor().long().clamp(max=self.buckets - 1)
            values = values + self.age[bucket].reshape(values.shape)
        if ctx.training and self.rate > 0:
            values = values * (ctx.uniform("event", values.shape) >= self.rate) / (1 - self.rate)
        return {"sequence": {"values": values, "mask": sequence.mask, "ageDays": sequence.ageDays}}
