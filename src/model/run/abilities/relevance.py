def ability(batch):
    """relevance(key, rows): [B, B] how relevant the item of row j is to the user of row i, by a teacher that is called
    `key`; 2 where it does not know."""
    judged = {key: unpack(values) for key, values in (batch.get("relevance") or {}).items()}

    def give(ctx, node):
        # A block by itself, without a log, draws it.
        ctx.relevance = lambda key, rows: judged[key] if key in judged else ctx.uniform(key, (rows, rows))

    return give
