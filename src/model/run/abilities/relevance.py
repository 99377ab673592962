def ability(batch):
    """relevance(key, rows): [B, B] how relevant the item of row j is to the past of row i, by a rule that is called
    `key`."""
    judged = {key: unpack(values) for key, values in (batch.get("relevance") or {}).items()}

    def give(ctx, node):
        # A block by itself, without a log, draws it.
        ctx.relevance = lambda key, rows: judged[key] if key in judged else ctx.uniform(key, (rows, rows))

    return give
