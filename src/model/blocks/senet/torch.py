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
    """Each field times its gate, which looks at a summary, or at all numbers, of all fields. The last layer starts at
    zero, and a ReLU gate open at 1."""

    def __init__(self, node):
        super().__init__()
        self.squeeze, self.gate, self.skip = node.params["squeeze"], node.params["gate"], node.params["skip"]
        count = len(node.inputs["fields"]["names"])
        if self.squeeze == "all":
            last = count * node.inputs["fields"]["width"]
        else:
            squeezed = count * (2 if self.squeeze == "mean+max" else 1)
            last = max(1, count // node.params["reduction"])
            self.layer1 = Layer(nn.init.xavier_uniform_(torch.empty(squeezed, last)), torch.full((last,), 0.1))
        self.layer2 = Layer(torch.zeros(last, count), torch.full((count,), 1.0 if self.gate == "relu" else 0.0))

    def summary(self, x):
        z = x.mean(dim=2)
        return torch.cat([z, x.amax(dim=2)], dim=1) if self.squeeze == "mean+max" else z

    def forward(self, ctx, fields):
        x = fields.values
        logits = self.layer2(x.flatten(1) if self.squeeze == "all" else torch.relu(self.layer1(self.summary(x))))
        if self.gate == "2sigmoid":
            gate = 2 * torch.sigmoid(logits)
        elif self.gate == "sigmoid":
            gate = torch.sigmoid(logits)
        elif self.gate == "relu":
            gate = torch.relu(logits)
        else:
            gate = torch.softmax(logits, dim=1)
        gated = x * gate.unsqueeze(2)
        return {"fields": {"values": x + gated if self.skip else gated}, "gate": {"values": gate}}
