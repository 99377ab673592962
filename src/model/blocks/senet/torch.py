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
    """Each field times its gate, which looks at a summary of all fields. The last layer starts at zero, and a ReLU gate
    open at 1."""

    def __init__(self, node):
        super().__init__()
        self.squeeze, self.gate, self.skip = node.params["squeeze"], node.params["gate"], node.params["skip"]
        count = len(node.inputs["fields"]["names"])
        squeezed, hidden = count * (2 if self.squeeze == "mean+max" else 1), max(1, count // node.params["reduction"])
        self.layer1 = Layer(nn.init.xavier_uniform_(torch.empty(squeezed, hidden)), torch.full((hidden,), 0.1))
        self.layer2 = Layer(torch.zeros(hidden, count), torch.full((count,), 1.0 if self.gate == "relu" else 0.0))

    def forward(self, ctx, fields):
        x = fields.values
        z = x.mean(dim=2)
        if self.squeeze == "mean+max":
            z = torch.cat([z, x.amax(dim=2)], dim=1)
        logits = self.layer2(torch.relu(self.layer1(z)))
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
