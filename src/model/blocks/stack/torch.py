import torch
from torch import nn


class Block(nn.Module):
    """Vectors of one width as interests [R, K, D]; of `active` [R, K] are those that are not zero, and the first."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx, vectors):
        values = torch.stack([vector.values for vector in vectors], dim=1)
        active = (values != 0).any(dim=2) | (torch.arange(len(vectors)) == 0)
        return {"interests": {"values": values, "active": active.to(values.dtype)}}
