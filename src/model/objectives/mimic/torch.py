from torch import nn


class Block(nn.Module):
    """Weighted mean of |a - stopgrad(p)|^2, p the vector of the other tower."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, augmented, pairing):
        mimicked = ctx.detach(ctx.of_rows(pairing.item) if self.params["side"] == "user" else pairing.user)
        weight = ctx.pairs.weight if self.params["rowWeights"] else ctx.pairs.real_column
        distances = (ctx.of_rows(augmented.values) - mimicked).square().sum(dim=1)
        return {"loss": {"values": (weight * distances).sum() / weight.sum().clamp(min=1e-30)}}
