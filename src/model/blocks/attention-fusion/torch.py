import torch
from torch import nn


class Block(nn.Module):
    """Channels of one width, summed by shares that a linear layer over all of them decides for each row; at first all
    are equal."""

    def __init__(self, node):
        super().__init__()
        count, width = len(node.inputs["channels"]), node.inputs["channels"][0]["width"]
        self.kernel = nn.Parameter(torch.zeros(count * width, count))
        self.bias = nn.Parameter(torch.zeros(count))

    def forward(self, ctx, channels):
        stacked = torch.stack([channel.values for channel in channels], dim=1)
        share = torch.softmax(stacked.flatten(1) @ self.kernel + self.bias, dim=1)
        return {"vector": {"values": (share.unsqueeze(2) * stacked).sum(dim=1)}, "share": {"values": share}}
