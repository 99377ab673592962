import torch
from torch import nn
from torch.nn import functional as F

FIRST_VALUE = 2  # Rows before it stand for a missing and for an unknown value.


class Block(nn.Module):
    """Weighted mean of the cross-entropy between the softmax of one linear layer and 1/k for each of an item's k known
    values."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        classes = int(node.outputs["logits"]["shape"].strip("[]").split(",")[1])
        self.kernel = nn.Parameter(torch.randn(node.inputs["vector"]["width"], classes) / 10)
        self.bias = nn.Parameter(torch.zeros(classes))

    def forward(self, ctx, vector):
        logits = ctx.of_rows(vector.values) @ self.kernel + self.bias
        ids = ctx.of_rows(ctx.column(self.params["field"]))
        known = (ids >= FIRST_VALUE) & (ctx.of_rows(ctx.column_weights(self.params["field"])) > 0)
        slots = torch.zeros_like(logits).scatter_add(1, (ids - FIRST_VALUE).clamp(min=0), known.to(logits))
        labels = slots.sum(dim=1)
        losses = F.cross_entropy(logits, slots / labels.clamp(min=1)[:, None], reduction="none")
        weight = (ctx.pairs.weight if self.params["rowWeights"] else ctx.pairs.real_column) * (labels > 0)
        return {
            "loss": {"values": (weight * losses).sum() / weight.sum().clamp(min=1e-30)},
            "logits": {"values": logits},
        }
