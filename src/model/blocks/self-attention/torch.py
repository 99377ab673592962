import math

import torch
from torch import nn
from torch.nn import functional as F


class Linear(nn.Module):
    """x kernel + bias, with the kernel as [in, out]."""

    def __init__(self, below, width):
        super().__init__()
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(below, width)))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        return x @ self.kernel + self.bias


class Block(nn.Module):
    """Attention of the events of a row to each other, with the sum and a norm without gain and shift. Masked events
    give zeros."""

    def __init__(self, node):
        super().__init__()
        params, sequence = node.params, node.inputs["sequence"]
        self.heads, self.causal, self.norm, self.rate = (
            params["heads"],
            params["causal"],
            params["norm"],
            params["dropout"],
        )
        width = len(sequence["names"]) * sequence["width"]
        self.qkv, self.output = Linear(width, 3 * width), Linear(width, width)

    def attended(self, x, mask):
        rows, length, width = x.shape
        q, k, v = self.qkv(x).reshape(rows, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        keys = (mask[:, None, None, :] > 0).expand(rows, 1, length, length)
        if self.causal:
            keys = keys & torch.ones(length, length, dtype=torch.bool).tril()
        logits = (q @ k.transpose(-1, -2) / math.sqrt(width // self.heads)).masked_fill(~keys, -1e9)
        # Events with nothing to see attend to nothing.
        shares = torch.softmax(logits, dim=-1) * keys
        return self.output((shares @ v).transpose(1, 2).reshape(rows, length, width))

    def forward(self, ctx, sequence):
        x, mask = sequence.values.flatten(2), sequence.mask
        norm = lambda h: F.layer_norm(h, h.shape[-1:])
        attended = self.attended(norm(x) if self.norm == "before" else x, mask)
        if ctx.training and self.rate > 0:
            # Drawn by row of the flattened events, which have the same order.
            attended = attended * (ctx.uniform("attention", attended.shape) >= self.rate) / (1 - self.rate)
        total = x + attended
        values = (norm(total) if self.norm == "after" else total) * mask[..., None]
        return {"sequence": {"values": values.unsqueeze(2), "mask": mask, "ageDays": sequence.ageDays}}
