import math

import torch
from torch import nn


def start(hashes, events, count):
    """[R, T, K] logits to begin with: sums of four bytes of a hash of the row's id, the event's place from the newest,
    and the capsule; mean 0, variance 1."""
    age = torch.arange(events - 1, -1, -1)[None, :, None]
    bits = bits_of(hashes[:, None, None], age, torch.arange(count)[None, None, :])
    total = sum((bits >> shift) & 255 for shift in (0, 8, 16, 24))
    return (total.to(torch.get_default_dtype()) - 510) / math.sqrt(4 * (256**2 - 1) / 12)


def squash(z):
    squares = (z**2).sum(dim=-1, keepdim=True)
    length = squares.clamp(min=1e-30).sqrt()
    return length / (1 + squares) * z


class Block(nn.Module):
    """Dynamic routing of events to capsules: interests [R, K, D] of which `active` [R, K] count, and how much of each
    event went into each, [R, T, K]. Couplings are constants to the gradient."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params
        own, width = sum(len(each["names"]) * each["width"] for each in node.inputs["sequence"]), node.params["width"]
        if node.params["by"] == "learnt":
            self.position = nn.Parameter(torch.zeros(node.inputs["sequence"][0]["length"]))
        self.map = nn.Parameter(torch.eye(width) if own == width else nn.init.xavier_uniform_(torch.empty(own, width)))

    def forward(self, ctx, sequence):
        count, there = self.params["count"], torch.stack([each.mask > 0 for each in sequence]).all(dim=0)
        mapped = torch.cat([each.values.flatten(2) for each in sequence], dim=2) @ self.map
        events = there.sum(dim=1)
        own = torch.full_like(events, count)
        if self.params["adaptive"]:
            own = torch.tensor([max(1, min(count, max(1, int(n)).bit_length() - 1)) for n in events])
        active = torch.arange(count)[None, :] < own[:, None]
        logits = start(ctx.hash, mapped.shape[1], count)

        def shares():
            return torch.softmax(logits.masked_fill(~active[:, None, :], -torch.inf), dim=2) * there[..., None]

        fading = torch.ones_like(there, dtype=mapped.dtype)
        if self.params["by"] == "learnt":
            age = torch.arange(there.shape[1] - 1, -1, -1, dtype=mapped.dtype)
            weights = torch.exp(self.position.flip(0) - age * math.log(2) / self.params["halfLife"]) * there
            fading = weights / weights.sum(dim=1, keepdim=True).clamp(min=1e-30) * there.sum(dim=1, keepdim=True)
        fixed, steady = ctx.detach(mapped), ctx.detach(fading)
        for _ in range(self.params["rounds"] - 1):
            capsules = squash(torch.einsum("rt,rtk,rtd->rkd", steady, shares(), fixed))
            logits = logits + self.params["sharpness"] * torch.einsum("rkd,rtd->rtk", capsules, fixed)
        coupling = shares() * fading[..., None]
        interests = squash(torch.einsum("rtk,rtd->rkd", coupling, mapped))
        return {"interests": {"values": interests, "active": active.to(mapped.dtype)}, "coupling": {"values": coupling}}
