import torch
from torch import nn


class Block(nn.Module):
    """(1 - G) long + G short; the gate looks at the user and at both."""

    def __init__(self, node):
        super().__init__()
        user, short, long = (node.inputs[name]["width"] for name in ("user", "short", "long"))
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(user + short + long, long)))
        self.bias = nn.Parameter(torch.zeros(long))

    def forward(self, ctx, user, short, long):
        gate = torch.sigmoid(torch.cat([user.values, short.values, long.values], dim=1) @ self.kernel + self.bias)
        return {"vector": {"values": (1 - gate) * long.values + gate * short.values}, "gate": {"values": gate}}
