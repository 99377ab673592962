def ability(batch):
    """places: at [B] in the events of all stretches, there [B]: 1 = the row has a past."""
    given = batch["atPlaces"]
    at, there = (unpack(given[part]) for part in ("at", "there")) if given else (None, None)

    def give(ctx, node):
        ctx.at_places = lambda events: events[at] * there[:, None]

    return give
