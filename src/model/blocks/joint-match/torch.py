import torch
from torch import nn


class Block(nn.Module):
    """a s_1 + b s_2 + c s_1 s_2 of two matches as one inner product; beside each of several interests stands the other
    vector."""

    def __init__(self, node):
        super().__init__()
        self.params = node.params

    def forward(self, ctx, first, second):
        a, b, c = (self.params[name] for name in ("first", "second", "product"))
        terms = [(pairing, factor) for pairing, factor in ((first, a), (second, b)) if factor != 0]
        users = [factor * pairing.scale * pairing.user for pairing, factor in terms]
        items = [pairing.item for pairing, _ in terms]
        if c != 0:
            outer = lambda x, y: torch.einsum("rd,re->rde", x, y).flatten(1)
            users.append(c * first.scale * second.scale * outer(first.user, second.user))
            items.append(outer(first.item, second.item))
        pairing = {"user": torch.cat(users, dim=1), "item": torch.cat(items, dim=1), "scale": torch.ones(1)}
        several = next((own for own, _ in terms if own.type["rule"] == "label-aware"), None)
        if several is not None:
            vectors = [
                factor * own.scale * own.interests
                if own is several
                else user[:, None, :].expand(-1, several.interests.shape[1], -1)
                for (own, factor), user in zip(terms, users)
            ]
            pairing |= {"interests": torch.cat(vectors, dim=2), "active": several.active}
        return {"pairing": pairing}
