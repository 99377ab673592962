import torch
from torch import nn


class Block(nn.Module):
    """Softmax over click, no click and bad. Bad cases of a row are sampled by P(click) among the batch's items that the
    teacher finds irrelevant to its user."""

    def __init__(self, node):
        super().__init__()
        self.params, self.widths = node.params, node.inputs["classes"]["widths"]

    def logits(self, classes, left, right):
        """[..., 3] of vectors that broadcast against each other."""
        parts = zip(left.split(self.widths, dim=-1), right.split(self.widths, dim=-1))
        return classes.scale * torch.stack([(u * v).sum(dim=-1) for u, v in parts], dim=-1)

    def forward(self, ctx, classes):
        params, pairs = self.params, ctx.pairs
        user, items = classes.user, ctx.of_rows(classes.item)
        others = classes.item[len(items) :]
        rows = len(user)
        below = params["threshold"] if params["bad"] else 0
        # Without bad cases two classes are left.
        crossed = self.logits(classes, user[:, None], items[None])
        drawn = self.logits(classes, user[:, None], others[None])
        crossed, drawn = (x[..., : 3 if below else 2].log_softmax(dim=-1) for x in (crossed, drawn))

        by = params["teacher"]
        # The parameter that says by which field, column or run.
        named = {"category": "field", "text": "field", "column": "column", "run": "run"}.get(by)
        key = f"{params['length']} {by}" + (f" {params[named]}" if named else "")
        relevance = ctx.relevance(key, rows)
        real = pairs.real_column > 0

        def taken(ids):
            same = pairs.item[:, None] == ids[None, :]
            return same | (pairs.positives[:, :, None] == ids[None, None, :]).any(dim=1)

        runs = (relevance < below) & ~taken(pairs.item) & real[:, None] & real[None, :]
        runs[torch.arange(rows), torch.arange(rows)] = False
        draws = ctx.uniform("race", (rows, rows)).clamp(min=2**-25)
        keys = ctx.detach(crossed[..., 0] - (-draws.log()).clamp(min=2**-25).log()).masked_fill(~runs, -torch.inf)
        # A stable order: of equal keys the first column.
        order = keys.sort(dim=1, descending=True, stable=True).indices[:, : max(1, params["bad"])]
        there = runs.gather(1, order)

        clicked = -crossed[torch.arange(rows), torch.arange(rows), 0]
        bad = (there * -crossed[..., -1].gather(1, order)).sum(dim=1)
        shown = ~taken(pairs.sampled)
        if params["from"] == "shown":
            # Column n is of row n % B.
            shown &= torch.arange(others.shape[0])[None] % rows == torch.arange(rows)[:, None]
        shares = params["noClicks"] * shown / shown.sum(dim=1, keepdim=True).clamp(min=1)
        losses = clicked + bad + (shares * -drawn[..., 1]).sum(dim=1)
        weight = pairs.weight if params["rowWeights"] else pairs.real_column
        counts = 1 + there.sum(dim=1) + shares.sum(dim=1)
        return {"loss": {"values": (weight * losses).sum() / (weight * counts).sum().clamp(min=1e-30)}}
