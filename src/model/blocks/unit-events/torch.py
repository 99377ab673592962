from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Each field of each event of length one: x / max(||x||, 1e-6)."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx, sequence):
        values = F.normalize(sequence.values, dim=-1, eps=1e-6)
        return {"sequence": {"values": values, "mask": sequence.mask, "ageDays": sequence.ageDays}}
