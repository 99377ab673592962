import torch
from torch import nn


class Layer(nn.Module):
    """Mixes all products of a map and a field into new maps; kernel [maps x fields, new maps]."""

    def __init__(self, products, maps):
        super().__init__()
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(products, maps)))

    def forward(self, x, first):
        kernel = self.kernel.unflatten(0, (x.shape[1], first.shape[1]))
        return torch.einsum("rid,rjd,ijh->rhd", x, first, kernel)


class Block(nn.Module):
    """Feature maps of each layer, summed over the width, layers side by side: [R, sum of layers]."""

    def __init__(self, node):
        super().__init__()
        self.layers, self.relu = node.params["layers"], node.params["activation"] == "relu"
        given = node.inputs["fields"]
        self.parts = given.get("parts")
        fields = len(self.parts or given["names"])
        for at, (below, maps) in enumerate(zip([fields, *self.layers], self.layers)):
            self.add_module(f"layer{at + 1}", Layer(below * fields, maps))

    def forward(self, ctx, fields):
        first = fields.values.unflatten(1, (len(self.parts), -1)) if self.parts else fields.values
        x, sums = first, []
        for at in range(1, len(self.layers) + 1):
            x = self.get_submodule(f"layer{at}")(x, first)
            if self.relu:
                x = torch.relu(x)
            sums.append(x.sum(dim=2))
        return {"vector": {"values": torch.cat(sums, dim=1)}}
