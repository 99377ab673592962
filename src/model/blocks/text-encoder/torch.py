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


class Layer(nn.Module):
    """Norms first, without gain and shift."""

    def __init__(self, width, heads, expansion):
        super().__init__()
        self.heads = heads
        self.qkv, self.output = Linear(width, 3 * width), Linear(width, width)
        self.expand, self.contract = Linear(width, expansion * width), Linear(expansion * width, width)

    def attended(self, x, mask):
        rows, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(rows, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        logits = q @ k.transpose(-1, -2) / math.sqrt(width // self.heads)
        keys = mask[:, None, None, :] > 0
        # Rows without a token attend to nothing.
        shares = torch.softmax(logits.masked_fill(~keys, -1e9), dim=-1) * keys
        return self.output((shares @ v).transpose(1, 2).reshape(rows, tokens, width))

    def forward(self, x, mask, dropped):
        norm = lambda h: F.layer_norm(h, h.shape[-1:])
        x = x + dropped("attention", self.attended(norm(x), mask))
        return x + dropped("feed-forward", self.contract(F.relu(self.expand(norm(x)))))


class Block(nn.Module):
    """A small transformer over the tokens of a text; padding is neither seen nor pooled. Rows without a token give
    zeros."""

    def __init__(self, node):
        super().__init__()
        params, tokens = node.params, node.inputs["tokens"]
        self.layers, self.rate, self.pool = params["layers"], params["dropout"], params["pool"]
        self.position = nn.Parameter(0.02 * torch.randn(tokens["length"], tokens["width"]))
        for at in range(1, self.layers + 1):
            self.add_module(f"layer{at}", Layer(tokens["width"], params["heads"], params["expansion"]))

    def forward(self, ctx, tokens):
        x, mask = tokens.values + self.position, tokens.mask
        for at in range(1, self.layers + 1):

            def dropped(name, h):
                if not ctx.training or self.rate == 0:
                    return h
                # Drawn by row of the flattened tokens, which have the same order.
                return h * (ctx.uniform(f"layer{at}/{name}", h.shape) >= self.rate) / (1 - self.rate)

            x = self.get_submodule(f"layer{at}")(x, mask, dropped)
        x = F.layer_norm(x, x.shape[-1:])
        shares = (
            mask / mask.sum(dim=1, keepdim=True).clamp(min=1)
            if self.pool == "mean"
            else mask * F.one_hot(torch.zeros((), dtype=torch.long), mask.shape[1])
        )
        return {"vector": {"values": (shares[:, None] @ x)[:, 0]}}
