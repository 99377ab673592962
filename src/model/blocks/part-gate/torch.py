import torch
from torch import nn


class Layer(nn.Module):
    """x kernel + bias, with the kernel as [in, out]."""

    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = nn.Parameter(kernel), nn.Parameter(bias)

    def forward(self, x):
        return x @ self.kernel + self.bias


class Block(nn.Module):
    """Each part of a vector times its gate, which looks at a summary, or at all numbers, of all parts. The last layer
    starts at zero, and a ReLU gate open at 1."""

    def __init__(self, node):
        super().__init__()
        self.squeeze, self.gate, self.skip = node.params["squeeze"], node.params["gate"], node.params["skip"]
        vector = node.inputs["vector"]
        self.widths = [part["width"] for part in vector.get("layout") or vector["parts"]]
        count = len(self.widths)
        if self.squeeze == "all":
            last = sum(self.widths)
        else:
            squeezed = count * (2 if self.squeeze == "mean+max" else 1)
            last = max(1, count // node.params["reduction"])
            self.layer1 = Layer(nn.init.xavier_uniform_(torch.empty(squeezed, last)), torch.full((last,), 0.1))
        self.layer2 = Layer(torch.zeros(last, count), torch.full((count,), 1.0 if self.gate == "relu" else 0.0))

    def summary(self, parts):
        z = torch.stack([part.mean(dim=1) for part in parts], dim=1)
        if self.squeeze == "mean+max":
            z = torch.cat([z, torch.stack([part.amax(dim=1) for part in parts], dim=1)], dim=1)
        return z

    def forward(self, ctx, vector):
        parts = vector.values.split(self.widths, dim=1)
        seen = vector.values if self.squeeze == "all" else torch.relu(self.layer1(self.summary(parts)))
        logits = self.layer2(seen)
        if self.gate == "2sigmoid":
            gate = 2 * torch.sigmoid(logits)
        elif self.gate == "sigmoid":
            gate = torch.sigmoid(logits)
        elif self.gate == "relu":
            gate = torch.relu(logits)
        else:
            gate = torch.softmax(logits, dim=1)
        gated = torch.cat([part * gate[:, at : at + 1] for at, part in enumerate(parts)], dim=1)
        return {"vector": {"values": vector.values + gated if self.skip else gated}, "gate": {"values": gate}}
