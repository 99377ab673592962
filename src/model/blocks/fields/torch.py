import torch
from torch import nn


class Block(nn.Module):
    """One embedded vector per field: [R, F, D]."""

    def __init__(self, node):
        super().__init__()
        self.tables = node.params["tables"]

    def forward(self, ctx):
        return {"fields": {"values": torch.stack([ctx.lookup(table) for table in self.tables], dim=1)}}
