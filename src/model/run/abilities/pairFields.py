FIRST_VALUE = 2  # rows of a field below it are UNKNOWN and MISSING


def counted(batch, field, length, position):
    """[P, 2 or 3]: log(1 + events of the past that share a value of the field with the candidate), 1 / (1 + days since
    the newest of them), and with `position` 1 / (1 + events that are newer); 0 where there is none."""
    past, slots = batch["history"], batch["fields"][field]
    mask, age = unpack(past["mask"])[:, -length:] > 0, unpack(past["ageDays"])[:, -length:]
    events = unpack(past["fields"][field]["ids"])[:, -length:]
    items = unpack(slots["ids"]).reshape(len(events), -1, events.shape[-1])
    same = items[:, :, None, :, None] == events[:, None, :, None, :]
    shared = (same & (items >= FIRST_VALUE)[:, :, None, :, None]).any(-1).any(-1) & mask[:, None, :]
    newer = torch.arange(age.shape[1] - 1, -1, -1, dtype=age.dtype).expand(age.shape)
    least = [
        each[:, None, :].expand(shared.shape).masked_fill(~shared, torch.inf).amin(-1)
        for each in ([age, newer] if position else [age])
    ]
    numbers = torch.stack([shared.sum(-1).to(age.dtype).log1p(), *(1 / (1 + x) for x in least)], dim=-1)
    return numbers.reshape(-1, numbers.shape[-1])


def ability(batch):
    """pair_fields(field, length, position) of the pairs of a batch."""

    def give(ctx, node):
        if "fields" in (batch.get("history") or {}):
            ctx.pair_fields = lambda *read: counted(batch, *read)
        else:
            # A block by itself, without a log.
            def drawn(field, length, position):
                width = 3 if position else 2
                return ctx.uniform(f"{length} {width} {field}", (batch["pairRows"], width))

            ctx.pair_fields = drawn

    return give
