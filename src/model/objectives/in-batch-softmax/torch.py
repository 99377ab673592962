import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Weighted mean of in-batch cross-entropies. `ctx.gather` collects rows and columns from all workers under data
    parallelism (the identity alone)."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        if node.params["sampling"] == "earlier":
            # A ring: row r of a step is in slot (step B + r) mod N. State, and no weight.
            self.register_buffer("memory", torch.zeros(node.params["sampled"], node.inputs["pairing"]["width"]))

    def forward(self, ctx, pairing):
        params, pairs = self.params, ctx.pairs
        own = torch.arange(pairing.user.shape[0]) + ctx.first_column
        own_items = ctx.of_rows(pairing.item)
        items, ids, real = ctx.gather(own_items), ctx.gather(pairs.item), ctx.gather(pairs.real_column) > 0

        def losses(logits, blocked):
            there = pairs.ages > 0 if len(pairs.ages) else real.new_ones(len(pairs.sampled))
            blocked = blocked | ~torch.cat([real, there])[: logits.shape[1]]
            blocked[torch.arange(len(own)), own] = False
            return F.cross_entropy(logits.masked_fill(blocked, -torch.inf), own, reduction="none")

        def blocked(row_ids, row_positives, column_ids):
            found = torch.zeros(len(row_ids), len(column_ids), dtype=torch.bool)
            if params["sameItem"]:
                found |= row_ids[:, None] == column_ids[None, :]
            if params["sameUser"]:
                found |= (row_positives[:, :, None] == column_ids[None, None, :]).any(dim=1)
            return found

        def over(user, columns, column_ids, scale, log_q):
            logits = scale * (user @ columns.T)
            if params["logQ"]:
                logits = logits - log_q[column_ids].clamp(min=torch.log(torch.tensor(1e-12)).item())
            return losses(logits, blocked(pairs.item, pairs.positives, column_ids))

        user, scale, all_ids = pairing.user, pairing.scale, torch.cat([ids, pairs.sampled])
        if params["sampling"] == "none":
            loss = over(user, items, ids, scale, pairs.log_q)
        elif params["sampling"] == "earlier":
            loss = over(user, torch.cat([ctx.detach(items), self.memory]), all_ids, scale, pairs.mixed_log_q)
            # 0, with the gradient that the items have without the memory.
            within = over(ctx.detach(user), items, ids, ctx.detach(scale), pairs.log_q)
            loss = loss + within - ctx.detach(within)
        else:
            columns = torch.cat([items, pairing.item[len(own_items) :]])
            loss = over(user, columns, all_ids, scale, pairs.mixed_log_q)
        if params["direction"] == "both":
            users, positives = ctx.gather(pairing.user), ctx.gather(pairs.positives)
            turned = losses(pairing.scale * (own_items @ users.T), blocked(ids, positives, pairs.item).T)
            loss = (loss + turned) / 2
        if params["sampling"] == "earlier":
            newest = torch.arange(len(items))[-len(self.memory) :]
            self.memory[(ctx.step * len(items) + newest) % len(self.memory)] = items.detach()[newest]
        weight = pairs.weight if params["rowWeights"] else pairs.real_column
        return {"loss": {"values": (weight * loss).sum() / weight.sum().clamp(min=1e-30)}}
