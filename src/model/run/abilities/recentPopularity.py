def ability(batch):
    """recent_popularity(half_lives, snapshots, rows): at [R_u, G], a 1 at the snapshot that is known at the moment of
    each row, none where there is none yet; logs [R_i x G, H], log(.1 + decayed count) of each row's item at each."""
    counted = {
        key: {name: unpack(values) for name, values in own.items()}
        for key, own in (batch.get("recentPopularity") or {}).items()
    }

    def give(ctx, node):
        def read(half_lives, snapshots, rows):
            key = f"{'-'.join(map(str, half_lives))} at {snapshots}"
            if key in counted:
                return counted[key]["at"], counted[key]["logs"]
            # A block by itself, without a log, draws them.
            places = (ctx.uniform(f"at {key}", (rows, 1)) * (snapshots + 1)).floor()
            logs = ctx.uniform(f"logs {key}", (rows * snapshots, len(half_lives)))
            return (places == torch.arange(snapshots)).to(logs.dtype), logs

        ctx.recent_popularity = read

    return give
