import torch
from torch import nn


class Layer(nn.Module):
    """One layer over all steps; gates i, f, g and o side by side. A masked event leaves the state as it is, and yields
    it."""

    def __init__(self, below, width):
        super().__init__()
        self.width = width
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(below, 4 * width)))
        self.recurrent = nn.Parameter(nn.init.xavier_uniform_(torch.empty(width, 4 * width)))
        self.bias = nn.Parameter(torch.tensor([0.0, 1.0, 0.0, 0.0]).repeat_interleave(width))

    def forward(self, x, mask):
        h = c = x.new_zeros(len(x), self.width)
        states = []
        for t in range(x.shape[1]):
            there = mask[:, t, None] > 0
            state, cell = torch.lstm_cell(
                x[:, t], (h, c), self.kernel.T, self.recurrent.T, self.bias, torch.zeros_like(self.bias)
            )
            h, c = torch.where(there, state, h), torch.where(there, cell, c)
            states.append(h)
        return torch.stack(states, dim=1)


class Block(nn.Module):
    """Layers of long short-term memory, each with its own weights, over the fields of an event side by side."""

    def __init__(self, node):
        super().__init__()
        params = node.params
        self.layers, self.width, self.residual, self.rate = (
            params["layers"],
            params["width"],
            params["residual"],
            params["dropout"],
        )
        below = sum(len(each["names"]) * each["width"] for each in node.inputs["sequence"])
        for at in range(1, self.layers + 1):
            self.add_module(f"layer{at}", Layer(below if at == 1 else self.width, self.width))

    def forward(self, ctx, sequence):
        x = torch.cat([each.values.flatten(2) for each in sequence], dim=2)
        mask = torch.stack([each.mask for each in sequence]).prod(dim=0)
        for at in range(1, self.layers + 1):
            states = self.get_submodule(f"layer{at}")(x, mask)
            if ctx.training and self.rate > 0 and at < self.layers:
                # Drawn by row of the flattened events, which have the same order.
                states = states * (ctx.uniform(f"layer{at}", states.shape) >= self.rate) / (1 - self.rate)
            x = x + states if self.residual and x.shape[-1] == self.width else states
        return {"sequence": {"values": x.unsqueeze(2), "mask": mask, "ageDays": sequence[0].ageDays}}
