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
    """Two layers with a ReLU between on each event by itself, with the sum and a norm without gain and shift. Masked
    events give zeros."""

    def __init__(self, node):
        super().__init__()
        params, sequence = node.params, node.inputs["sequence"]
        self.norm, self.rate = params["norm"], params["dropout"]
        width = len(sequence["names"]) * sequence["width"]
        self.inner, self.output = Linear(width, params["expansion"] * width), Linear(params["expansion"] * width, width)

    def forward(self, ctx, sequence):
        x, mask = sequence.values.flatten(2), sequence.mask
        norm = lambda h: F.layer_norm(h, h.shape[-1:])
        made = self.output(F.relu(self.inner(norm(x) if self.norm == "before" else x)))
        if ctx.training and self.rate > 0:
            made = made * (ctx.uniform("feed-forward", made.shape) >= self.rate) / (1 - self.rate)
        total = x + made
        values = (norm(total) if self.norm == "after" else total) * mask[..., None]
        return {"sequence": {"values": values.unsqueeze(2), "mask": mask, "ageDays": sequence.ageDays}}
