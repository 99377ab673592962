import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """t + P x, or t and P x side by side; each of length one times a learnt weight where asked."""

    def __init__(self, node):
        super().__init__()
        self.add, self.normalise = node.params["join"] == "add", node.params["normalise"]
        main, below = node.inputs["main"]["width"], node.inputs["shortcut"]["width"]
        self.kernel = None
        if node.params["map"] == "linear":
            kernel = torch.zeros(below, main if self.add else node.params["width"])
            self.kernel = nn.Parameter(kernel if self.add and not self.normalise else nn.init.xavier_uniform_(kernel))
        if self.normalise:
            self.mainWeight, self.shortcutWeight = nn.Parameter(torch.ones(1)), nn.Parameter(
                torch.full((1,), float(node.params["start"]))
            )

    def forward(self, ctx, main, shortcut):
        t, past = main.values, shortcut.values
        if self.kernel is not None:
            past = past @ self.kernel
        if self.normalise:
            t, past = self.mainWeight * F.normalize(t, dim=1, eps=1e-6), self.shortcutWeight * F.normalize(
                past, dim=1, eps=1e-6
            )
        return {"vector": {"values": t + past if self.add else torch.cat([t, past], dim=1)}}
