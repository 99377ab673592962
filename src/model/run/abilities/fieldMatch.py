FIRST_VALUE = 2  # rows of a field below it are UNKNOWN and MISSING


def matched(batch, user, item):
    """[P, 2]: 1 where the field of the user and that of the candidate share a value, and the share of the candidate's
    values that the user's field holds."""
    same = unpack(batch["fieldMatch"][user][item])  # of each row of the user's field the row of the item's
    wanted = same[unpack(batch["fields"][user]["ids"])]
    slots = unpack(batch["fields"][item]["ids"])
    own = slots.reshape(len(wanted), -1, slots.shape[-1])
    known = own >= FIRST_VALUE
    shared = known & (own[..., None] == wanted[:, None, None, :]).any(-1)
    share = shared.sum(-1) / known.sum(-1).clamp(min=1)
    return torch.stack([shared.any(-1).to(share.dtype), share], dim=-1).reshape(-1, 2).to(torch.get_default_dtype())


def ability(batch):
    """field_match(user, item) of the pairs of a batch."""

    def give(ctx, node):
        if "fieldMatch" in batch:
            ctx.field_match = lambda user, item: matched(batch, user, item)
        else:
            # A block by itself, without a log.
            ctx.field_match = lambda user, item: ctx.uniform(f"{user} {item}", (batch["pairRows"], 2))

    return give
