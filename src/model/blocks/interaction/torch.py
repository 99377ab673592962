import torch
from torch import nn


class Block(nn.Module):
    """[u ‖ v ‖ u ⊙ v] of every pair: the candidates of the first user row, then those of the next."""

    def __init__(self, node):
        super().__init__()
        self.product = node.params["product"]

    def forward(self, ctx, user, item):
        v = item.values
        u = user.values.repeat_interleave(len(v) // len(user.values), dim=0)
        return {"vector": {"values": torch.cat([u, v, u * v] if self.product else [u, v], dim=1)}}
