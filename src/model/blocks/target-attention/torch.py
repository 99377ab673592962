import torch
from torch import nn
from torch.nn import functional as F


class Kernel(nn.Module):
    def __init__(self, below, width, bias):
        super().__init__()
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(below, width)))
        self.bias = nn.Parameter(torch.zeros(width)) if bias else None


class Block(nn.Module):
    """sum_t a_t e_t for each candidate; the activation unit sees [e, e - v, e ⊙ v, v], whose matrix is put together
    from three parts: event is that of e, item that of v, product that of the product; of e - v nothing is left."""

    def __init__(self, node):
        super().__init__()
        width, hidden = node.inputs["item"]["width"], node.params["hidden"]
        self.softmax = node.params["normalise"] == "softmax"
        self.event, self.item, self.product = (Kernel(width, hidden, bias) for bias in (True, False, False))
        self.output = Kernel(hidden, 1, not self.softmax)

    def forward(self, ctx, sequence, item):
        rows, length = sequence.mask.shape
        each = len(item.values) // rows
        e = sequence.values.reshape(rows, 1, length, -1).expand(-1, each, -1, -1)
        v = item.values.reshape(rows, each, 1, -1).expand_as(e)
        # Any split of e - v's part over the other two gives the same: here all of it is zero.
        seen = torch.cat([e, e - v, e * v, v], dim=-1)
        event, product, item = self.event.kernel, self.product.kernel, self.item.kernel
        kernel = torch.cat([event, torch.zeros_like(event), product, item])
        logits = (F.relu(seen @ kernel + self.event.bias) @ self.output.kernel).squeeze(-1)
        logits = logits if self.softmax else logits + self.output.bias
        there = sequence.mask[:, None, :].expand_as(logits) > 0
        if self.softmax:
            shares = logits.masked_fill(~there, -torch.inf).softmax(dim=-1)
            shares = torch.where(there.any(dim=-1, keepdim=True), shares, torch.zeros_like(shares))
        else:
            shares = logits * there
        return {"vector": {"values": (shares[..., None] * e).sum(dim=2).reshape(rows * each, -1)}}
