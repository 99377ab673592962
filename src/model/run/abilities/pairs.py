def negatives(ctx, nearness, params):
    """Of each row of `nearness` [R_u, R_i]: its own column [R_u], the columns of its negatives [R_u, N] as `params`
    choose them, and where there is one [R_u, N]."""
    pairs = ctx.pairs
    own = torch.arange(nearness.shape[0]) + ctx.first_column
    ids, real = ctx.gather(pairs.item), ctx.gather(pairs.real_column) > 0
    negative = real.expand(nearness.shape).clone()
    if params["sameItem"]:
        negative &= ids[own, None] != ids[None, :]
    if params["sameUser"]:
        negative &= ~(pairs.positives[:, :, None] == ids[None, None, :]).any(dim=1)
    negative[torch.arange(len(own)), own] = False
    found = []
    if params["choose"] != "hardest":
        columns = real.nonzero()[:, 0]
        shifts = torch.arange(1, min(params["negatives"] + 1, len(columns)))
        column = columns[(real.long().cumsum(0)[own, None] - 1 + shifts) % len(columns)]
        found.append((column, negative.gather(1, column)))
    if params["choose"] != "random":
        column = (
            nearness.masked_fill(~negative, -torch.inf)
            .sort(dim=1, descending=True, stable=True)
            .indices[:, : params["hard"]]
        )
        drawn = ctx.uniform("hard", (len(own), 1)) >= 1 - params["hardShare"]
        found.append((column, negative.gather(1, column) & drawn))
    columns, there = zip(*found)
    return own, torch.cat(columns, dim=1), torch.cat(there, dim=1)


def named(given):
    """Tensors by name, or None."""
    return given and SimpleNamespace(**{name: unpack(x) for name, x in given.items()})


def ability(batch):
    """pairs: item [B] ids of the rows, sampled [N] ids of the columns behind them, ages [N] by how many steps their
    vectors are older (0 = there is none; [0] where they are not of earlier batches), log_q and mixed_log_q [items] by
    global id, positives [B, P] ids (2^32 - 1 where unused), real_column [B], weight [B], by the formula of the node
    where it has one; of a ranker lists: labels and there [P], the candidates of one row after the other, and of a
    teacher logits and scored [P]."""
    given = batch["pairs"]
    lists = given and named(given["lists"])
    if lists:
        lists.teacher = named(given["teacher"])
    pairs = given and SimpleNamespace(
        item=unpack(given["item"]),
        sampled=unpack(given["sampled"]),
        ages=unpack(given["ages"]),
        mixed_log_q=unpack(given["mixedLogQ"]),
        log_q=unpack(given["logQ"]),
        positives=unpack(given["positives"]),
        real_column=unpack(given["realColumn"]),
        weight=unpack(given["weight"]),
        lists=lists,
    )

    own = {node_id: unpack(weight) for node_id, weight in (given and given["weightByNode"] or {}).items()}

    def give(ctx, node):
        ctx.pairs = SimpleNamespace(**{**vars(pairs), "weight": own[node.id]}) if node.id in own else pairs
        # Of the item side, where sampled columns stand behind the rows' own items: the rows.
        ctx.of_rows = lambda x: x[: len(pairs.item)]
        ctx.negatives = lambda nearness, params: negatives(ctx, nearness, params)

    return give
