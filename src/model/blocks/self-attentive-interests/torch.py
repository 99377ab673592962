import torch
from torch import nn


class Linear(nn.Module):
    """x kernel, and + bias where there is one, with the kernel as [in, out]."""

    def __init__(self, below, width, bias):
        super().__init__()
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(below, width)))
        self.bias = nn.Parameter(torch.zeros(width)) if bias else None

    def forward(self, x):
        return x @ self.kernel if self.bias is None else x @ self.kernel + self.bias


class Block(nn.Module):
    """Several weighted means of the events of a row: interests [R, K, D], weights [R, T, K]. A row without events has
    one interest, zero."""

    def __init__(self, node):
        super().__init__()
        sequence, params = node.inputs["sequence"], node.params
        own = sum(len(each["names"]) * each["width"] for each in sequence)
        self.hidden, self.heads = Linear(own, params["hidden"], True), Linear(params["hidden"], params["count"], False)
        self.position = nn.Parameter(0.02 * torch.randn(sequence[0]["length"], own)) if params["positions"] else None

    def forward(self, ctx, sequence):
        history, there = torch.cat([each.values.flatten(2) for each in sequence], dim=2), torch.stack(
            [each.mask > 0 for each in sequence]
        ).all(dim=0)
        placed = history if self.position is None else history + self.position.flip(0)
        logits = self.heads(torch.tanh(self.hidden(placed))).masked_fill(~there[..., None], -1e9)
        shares = torch.softmax(logits, dim=1) * there[..., None]
        active = there.any(dim=1, keepdim=True) | (torch.arange(shares.shape[2]) == 0)[None, :]
        return {
            "interests": {"values": torch.einsum("rtk,rtd->rkd", shares, history), "active": active.to(history.dtype)},
            "coupling": {"values": shares},
        }
