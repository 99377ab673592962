def ability(batch):
    numbers = {name: unpack(rows) for name, rows in batch["itemNumber"].items()}

    def give(ctx, node):
        ctx.item_number = numbers.__getitem__  # [R_i, 1] of the rows' items, as they stood in the file

    return give
