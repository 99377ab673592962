from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Weighted mean over the candidates of all rows of the logistic loss of their labels and, for a share of it, of the
    teacher's probabilities at a temperature."""

    def __init__(self, node):
        super().__init__()
        self.row_weights = node.params["rowWeights"]
        self.share = node.params["teacherShare"]
        self.temperature = node.params["temperature"]

    def forward(self, ctx, logits):
        pairs, lists = ctx.pairs, ctx.pairs.lists
        rows = pairs.weight if self.row_weights else pairs.real_column
        weight = lists.there * rows.repeat_interleave(len(lists.there) // len(rows))
        scores = logits.values[:, 0]
        losses = F.binary_cross_entropy_with_logits(scores, lists.labels, reduction="none")
        if lists.teacher:
            target = (lists.teacher.logits / self.temperature).sigmoid()
            soft = F.binary_cross_entropy_with_logits(scores / self.temperature, target, reduction="none")
            share = self.share * lists.teacher.scored
            losses = (1 - share) * losses + share * self.temperature**2 * soft
        return {"loss": {"values": (weight * losses).sum() / weight.sum().clamp(min=1e-30)}}
