import torch
from torch import nn


class Block(nn.Module):
    """Fields and vectors side by side, in the order of the edges: [R, sum of widths]."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx, parts):
        return {"vector": {"values": torch.cat([part.values.flatten(1) for part in parts], dim=1)}}
