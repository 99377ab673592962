import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Weighted mean over the events of a row; position 0 is the newest event. Rows without events give zeros."""

    def __init__(self, node):
        super().__init__()
        self.by, self.half_life = node.params["by"], node.params["halfLife"]
        self.length = node.inputs["sequence"]["length"]
        self.every_position = node.inputs["sequence"]["past"] == "every position"
        if self.by == "learnt":
            self.position = nn.Parameter(torch.zeros(self.length))
        if self.by == "attention":
            self.query = nn.Parameter(
                torch.zeros(len(node.inputs["sequence"]["names"]) * node.inputs["sequence"]["width"])
            )

    def shares(self, sequence):
        present = sequence.mask > 0
        if self.by == "last":
            newest = (present * torch.arange(1, self.length + 1)).argmax(dim=1)
            return F.one_hot(newest, self.length) * sequence.mask
        if self.by == "attention":
            logits = sequence.values.flatten(2) @ self.query
            return torch.softmax(logits.masked_fill(~present, -1e9), dim=1) * present
        age = torch.arange(self.length - 1, -1, -1, dtype=sequence.values.dtype)
        logits = torch.zeros_like(age) if self.by == "mean" else -age * math.log(2) / self.half_life
        if self.by == "learnt":
            logits = logits + self.position.flip(0)
        weights = torch.exp(logits - logits.max().detach()) * present
        total = weights.sum(dim=1, keepdim=True)
        return weights / torch.where(total > 0, total, torch.ones_like(total))

    def forward(self, ctx, sequence):
        if ctx.training and self.every_position:
            return {"vector": {"values": ctx.at_places(sequence.values.flatten(2).flatten(0, 1))}}
        return {"vector": {"values": torch.einsum("rt,rtfd->rfd", self.shares(sequence), sequence.values).flatten(1)}}
