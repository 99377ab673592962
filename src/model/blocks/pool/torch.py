import math

import torch
from torch import nn


class Block(nn.Module):
    """Weighted mean over the events of a row; position 0 is the newest event. Rows without events give zeros."""

    def __init__(self, node):
        super().__init__()
        self.by, self.half_life = node.params["by"], node.params["halfLife"]
        self.length = node.inputs["sequence"]["length"]
        if self.by == "learnt":
            self.position = nn.Parameter(torch.zeros(self.length))

    def forward(self, ctx, sequence):
        age = torch.arange(self.length - 1, -1, -1, dtype=sequence.values.dtype)
        logits = torch.zeros_like(age) if self.by == "mean" else -age * math.log(2) / self.half_life
        if self.by == "learnt":
            logits = logits + self.position.flip(0)
        present = sequence.mask > 0
        weights = torch.exp(logits - logits.max().detach()) * present
        total = weights.sum(dim=1, keepdim=True)
        shares = weights / torch.where(total > 0, total, torch.ones_like(total))
        return {"vector": {"values": torch.einsum("rt,rtfd->rfd", shares, sequence.values).flatten(1)}}
