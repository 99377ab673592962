from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Weighted mean of the logistic loss over the candidates of all rows."""

    def __init__(self, node):
        super().__init__()
        self.row_weights = node.params["rowWeights"]

    def forward(self, ctx, logits):
        pairs, lists = ctx.pairs, ctx.pairs.lists
        rows = pairs.weight if self.row_weights else pairs.real_column
        weight = lists.there * rows.repeat_interleave(len(lists.there) // len(rows))
        losses = F.binary_cross_entropy_with_logits(logits.values[:, 0], lists.labels, reduction="none")
        return {"loss": {"values": (weight * losses).sum() / weight.sum().clamp(min=1e-30)}}
