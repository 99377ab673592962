def ability(batch):
    """click_rates(prior): [P, 2], of every pair the log-odds of its item's rate above the mean, and log(1 + the
    impressions that it rests on)."""
    counted = {int(prior): unpack(values) for prior, values in (batch.get("clickRates") or {}).items()}

    def give(ctx, node):
        def read(prior):
            if prior in counted:
                return counted[prior]
            # A block by itself, without a log, draws them.
            return ctx.uniform(f"click rates at {prior}", (batch["pairRows"], 2))

        ctx.click_rates = read

    return give
