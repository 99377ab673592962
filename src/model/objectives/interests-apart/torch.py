import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Mean over rows of the mean squared cosine between two different active interests."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx, interests):
        active = interests.active
        unit = F.normalize(interests.values, dim=-1, eps=1e-6) * active[..., None]
        squares = torch.einsum("rkd,rjd->rkj", unit, unit).square() * (1 - torch.eye(active.shape[1]))
        count = active.sum(dim=1)
        each = squares.sum(dim=(1, 2)) / (count * (count - 1)).clamp(min=1)
        real = ctx.pairs.real_column
        return {"loss": {"values": (each * real).sum() / real.sum()}}
