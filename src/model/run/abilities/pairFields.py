FIRST_VALUE = 2  # rows of a field below it are UNKNOWN and MISSING


def counted(batch, field, length):
    """[P, 2]: log(1 + events of the past that share a value of the field with the candidate), and 1 / (1 + days since
    the newest of them), 0 where there is none."""
    past, slots = batch["history"], batch["fields"][field]
    mask, age = unpack(past["mask"])[:, -length:] > 0, unpack(past["ageDays"])[:, -length:]
    events = unpack(past["fields"][field]["ids"])[:, -length:]
    items = unpack(slots["ids"]).reshape(len(events), -1, events.shape[-1])
    same = items[:, :, None, :, None] == events[:, None, :, None, :]
    shared = (same & (items >= FIRST_VALUE)[:, :, None, :, None]).any(-1).any(-1) & mask[:, None, :]
    newest = age[:, None, :].expand(shared.shape).masked_fill(~shared, torch.inf).amin(-1)
    return torch.stack([shared.sum(-1).to(age.dtype).log1p(), 1 / (1 + newest)], dim=-1).reshape(-1, 2)


def ability(batch):
    """pair_fields(field, length) of the pairs of a batch."""

    def give(ctx, node):
        if "fields" in (batch.get("history") or {}):
            ctx.pair_fields = lambda field, length: counted(batch, field, length)
        else:
            # A block by itself, without a log.
            ctx.pair_fields = lambda field, length: ctx.uniform(f"{field} {length}", (batch["pairRows"], 2))

    return give
