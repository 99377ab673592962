def ability(batch):
    """recent_popularity(half_lives, snapshots, rows): known [R_u, 1], the snapshot that is known at the moment of
    each row, -1 where there is none yet; logs [R_i x G, H], log(.1 + decayed count) of each row's item at each."""
    counted = {
        key: {name: unpack(values) for name, values in own.items()}
        for key, own in (batch.get("recentPopularity") or {}).items()
    }

    def give(ctx, node):
        def read(half_lives, snapshots, rows):
            key = f"{'-'.join(map(str, half_lives))} at {snapshots}"
            if key in counted:
                return counted[key]["known"], counted[key]["logs"]
            # A block by itself, without a log, draws them.
            known = (ctx.uniform(f"known {key}", (rows, 1)) * (snapshots + 1)).floor() - 1
            return known, ctx.uniform(f"logs {key}", (rows * snapshots, len(half_lives)))

        ctx.recent_popularity = read

    return give
