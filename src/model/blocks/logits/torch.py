import torch
from torch import nn


class Block(nn.Module):
    """x w + b, the score of a pair."""

    def __init__(self, node):
        super().__init__()
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(node.inputs["vector"]["width"], 1)))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, ctx, vector):
        return {"logits": {"values": vector.values @ self.kernel + self.bias}}
