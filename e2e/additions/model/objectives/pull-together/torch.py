from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Mean over rows of softplus(-s+)."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx, pairing):
        rows = pairing.user.shape[0]
        own = (pairing.user * pairing.item[:rows]).sum(dim=1) * pairing.scale
        real = ctx.pairs.real_column
        return {"loss": {"values": (F.softplus(-own) * real).sum() / real.sum()}}
