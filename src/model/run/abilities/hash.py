def ability(batch):
    hashes = {side: unpack(rows) for side, rows in batch["hash"].items()}

    def give(ctx, node):
        ctx.hash = hashes.get(node.side)  # int64 [R] of the ids of the side's rows

    return give
