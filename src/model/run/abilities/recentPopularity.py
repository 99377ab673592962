def ability(batch):
    """recent_popularity(half_lives, snapshots, rows): moments [R_u, 1], the snapshot that is known at the moment of
    each row, -1 where there is none yet; logs [R_i x G, H], log(.1 + decayed count) of each row's item at each."""
    known = {
        key: {name: unpack(values) for name, values in own.items()}
        for key, own in (batch.get("recentPopularity") or {}).items()
    }

    def give(ctx, node):
        def read(half_lives, snapshots, rows):
            key = f"{'-'.join(map(str, half_lives))} at {snapshots}"
            if key in known:
                return known[key]["moments"], known[key]["logs"]
            # A block by itself, without a log, draws them.
            moments = (ctx.uniform(f"moments {key}", (rows, 1)) * (snapshots + 1)).floor() - 1
            return moments, ctx.uniform(f"logs {key}", (rows * snapshots, len(half_lives)))

        ctx.recent_popularity = read

    return give
