def ability(batch):
    slots = lambda field, part: unpack(batch["fields"][field][part])

    def give(ctx, node):
        ctx.column = lambda field: slots(field, "ids")  # the field's rows of each item, [R_i, L]
        ctx.column_weights = lambda field: slots(field, "weights")

    return give
