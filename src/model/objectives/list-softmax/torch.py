import torch
from torch import nn


class Block(nn.Module):
    """Weighted mean over the rows of the cross-entropy of a softmax over their candidates with the item that was taken
    and, for a share of it, with the teacher's softmax over those that it scored, both at a temperature."""

    def __init__(self, node):
        super().__init__()
        self.row_weights = node.params["rowWeights"]
        self.share = node.params["teacherShare"]
        self.temperature = node.params["temperature"]

    def soft(self, scores, teacher):
        """[B] cross-entropy with the teacher, and which rows have two scores to compare."""
        scored = teacher.scored.reshape(scores.shape) > 0
        some = scored.sum(dim=1) > 1
        # Any list stands in for a row that has none.
        kept = scored | ~some[:, None]
        taught = teacher.logits.reshape(scores.shape) / self.temperature
        target = taught.masked_fill(~kept, -torch.inf).softmax(dim=1)
        chances = (scores / self.temperature).masked_fill(~kept, -torch.inf).log_softmax(dim=1)
        return -torch.where(kept, target * chances, torch.zeros_like(chances)).sum(dim=1), some

    def forward(self, ctx, logits):
        pairs, lists = ctx.pairs, ctx.pairs.lists
        weight = pairs.weight if self.row_weights else pairs.real_column
        shape = (len(weight), -1)
        there = lists.there.reshape(shape) > 0
        # A row of padding has no candidate: its own item stands in, at weight 0.
        there = there | (lists.labels.reshape(shape) > 0)
        scores = logits.values.reshape(shape)
        chances = scores.masked_fill(~there, -torch.inf).log_softmax(dim=1)
        losses = -torch.where(lists.labels.reshape(shape) > 0, chances, torch.zeros_like(chances)).sum(dim=1)
        if lists.teacher:
            soft, some = self.soft(scores, lists.teacher)
            share = self.share * some
            losses = (1 - share) * losses + share * self.temperature**2 * soft
        return {"loss": {"values": (weight * losses).sum() / weight.sum().clamp(min=1e-30)}}
