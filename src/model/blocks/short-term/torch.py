import torch
from torch import nn


class Block(nn.Module):
    """Events of the last session before the moment, oldest first: values [R, T, F, D], mask and ageDays [R, T].
    Training hides some of them; the rest is not rescaled."""

    def __init__(self, node):
        super().__init__()
        self.length, self.dropout = node.params["length"], node.params["dropout"]

    def forward(self, ctx):
        values = ctx.lookup("events")
        mask, age = ctx.history(self.length)
        if ctx.training and self.dropout > 0:
            kept = ctx.uniform("event", mask.shape) >= self.dropout
            mask, age = mask * kept, age * kept
        return {"sequence": {"values": values, "mask": mask, "ageDays": age}}
