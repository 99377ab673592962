import torch
from torch import nn


class Block(nn.Module):
    """Sum or mean of vectors of one width."""

    def __init__(self, node):
        super().__init__()
        self.by = node.params["by"]

    def forward(self, ctx, channels):
        stacked = torch.stack([channel.values for channel in channels])
        return {"vector": {"values": stacked.sum(dim=0) if self.by == "sum" else stacked.mean(dim=0)}}
