"""What a user of PyTorch writes for one log: from its CSV files to a two-tower model, validated after every epoch.
python two_tower.py INTERACTIONS ITEMS BATCH TARGET

The towers, widths, loss, protocol and settings of the preset `two-tower`. Every item's parts are made once a step and
the histories read them; Adam is fused. Prints {"epoch", "step", "ndcg"} a line, and ends when NDCG@10 on validation
has reached TARGET, or after 40 epochs."""

import csv
import json
import re
import sys
from collections import Counter, defaultdict

import torch
from torch import nn
from torch.nn import functional as F

log_path, items_path, batch_size, target = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
PAST, WIDTH, NARROW, HIDDEN, DROPOUT, TEMPERATURE, RATE, EPOCHS = 50, 64, 16, 128, 0.3, 0.07, 2e-3, 40
MISSING, UNKNOWN, FIRST = 0, 1, 2
torch.manual_seed(1)


def read_log():
    """Events as (user, item, time): the first of each pair, of items with five pairs and users with three at least."""
    with open(log_path, newline="") as file:
        events = [(row["user_id"], row["item_id"], int(row["timestamp"])) for row in csv.DictReader(file)]
    first = {}
    for user, item, time in sorted(events, key=lambda event: event[2]):
        first.setdefault((user, item), time)
    pairs = [(user, item, time) for (user, item), time in first.items()]
    while True:
        users, items = Counter(user for user, _, _ in pairs), Counter(item for _, item, _ in pairs)
        kept = [pair for pair in pairs if users[pair[0]] >= 3 and items[pair[1]] >= 5]
        if len(kept) == len(pairs):
            return kept
        pairs = kept


def moments_of(pairs):
    """By user, the items of each of its moments, in order of time."""
    by_user = defaultdict(lambda: defaultdict(list))
    for user, item, time in pairs:
        by_user[user][time].append(item)
    return {user: [times[time] for time in sorted(times)] for user, times in by_user.items()}


def bags(values, keep):
    """Rows of a table for each item's values, as an embedding bag takes them: all of them, and where each begins."""
    rows = {value: at + FIRST for at, value in enumerate(keep)}
    known = [[rows[value] for value in dict.fromkeys(of) if value in rows][:8] for of in values]
    slots = [rows_of or [UNKNOWN if of else MISSING] for of, rows_of in zip(values, known)]
    starts = torch.tensor([0] + [len(slot) for slot in slots[:-1]]).cumsum(0)
    return torch.tensor([row for slot in slots for row in slot]), starts, len(rows) + FIRST


def buckets(numbers, trained):
    """The quantile, of sixteen, that each number falls into."""
    known = torch.tensor(sorted(n for n, is_trained in zip(numbers, trained) if n is not None and is_trained)).double()
    edges = torch.quantile(known, torch.arange(1, 16).double() / 16).unique()
    within = FIRST + torch.bucketize(torch.tensor([n or 0 for n in numbers]).double(), edges)
    missing = torch.tensor([n is None for n in numbers])
    return within.masked_fill(missing, MISSING), torch.arange(len(numbers)), len(edges) + 1 + FIRST


moments = moments_of(read_log())
item_names = sorted({item for of in moments.values() for part in of for item in part})
item_at = {name: at for at, name in enumerate(item_names)}
# The last moment is the test, the one before it validation; users with fewer than three train alone.
training, validation = [], []  # (user, history, item), (history, targets)
for user, parts in enumerate(moments.values()):
    parts = [[item_at[item] for item in part] for part in parts]
    past = []
    for part in parts[:-2] if len(parts) > 2 else parts:
        training += [(user, past[-PAST:], item) for item in part]
        past = past + part
    if len(parts) > 2:
        validation.append((past, parts[-2]))
counts = Counter(item for _, _, item in training)
log_q = torch.tensor([max(counts[item], 0.5) / len(training) for item in range(len(item_names))]).log()
had = torch.zeros(len(moments), len(item_names), dtype=torch.bool)
for user, _, item in training:
    had[user, item] = True

with open(items_path, newline="") as file:
    described = {row["item_id"]: row for row in csv.DictReader(file)}
facts = [described.get(name, {}) for name in item_names]
trained = [counts[item] > 0 for item in range(len(item_names))]
words = [re.findall(r"[^\W_]+(?:['’][^\W_]+)*", fact.get("title", "").lower()) for fact in facts]
genres = [[g for g in fact.get("genres", "").split("|") if g] for fact in facts]
often = Counter(word for of, is_trained in zip(words, trained) if is_trained for word in set(of))
years = [int(fact["release_year"]) if fact.get("release_year") else None for fact in facts]
features = [
    bags(words, [word for word, count in often.most_common() if count >= 2]),
    buckets(years, trained),
    bags(genres, sorted({genre for of in genres for genre in of})),
]
VECTOR = WIDTH + NARROW * len(features)


def padded(pasts):
    """[B, PAST] items and which of them are events, the newest last."""
    items, mask = torch.zeros(len(pasts), PAST, dtype=torch.long), torch.zeros(len(pasts), PAST)
    for row, past in enumerate(pasts):
        if past:
            newest = past[-PAST:]
            items[row, -len(newest) :] = torch.tensor(newest)
            mask[row, -len(newest) :] = 1
    return items, mask


def mlp():
    first, last = nn.Linear(VECTOR, HIDDEN), nn.Linear(HIDDEN, VECTOR)
    for layer in (first, last):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
    return nn.Sequential(nn.Dropout(DROPOUT), first, nn.ReLU(), last)


class Towers(nn.Module):
    def __init__(self):
        super().__init__()
        self.ids = nn.Embedding(len(item_names), WIDTH)
        self.fields = nn.ModuleList([nn.EmbeddingBag(rows, NARROW, mode="mean") for _, _, rows in features])
        for table in [self.ids, *self.fields]:
            nn.init.normal_(table.weight, std=0.1)
        # One learnt share a place for the ids, one for the fields; they begin by halving every ten events.
        self.places = nn.Parameter(torch.zeros(2, PAST))
        self.register_buffer("ages", -torch.arange(PAST - 1, -1, -1) * torch.log(torch.tensor(2.0)) / 10)
        self.user_mlp, self.item_mlp = mlp(), mlp()

    def parts(self):
        """[items, VECTOR] what both sides begin from."""
        fields = [bag(rows, starts) for bag, (rows, starts, _) in zip(self.fields, features)]
        return torch.cat([self.ids.weight, *fields], 1)

    def pooled(self, place, values, mask):
        if self.training:
            mask = mask * (torch.rand_like(mask) >= DROPOUT)
        logits = self.ages + place
        shares = torch.exp(logits - logits.max().detach()) * mask
        total = shares.sum(1, keepdim=True)
        shares = shares / torch.where(total > 0, total, 1.0)
        return torch.bmm(shares[:, None], values)[:, 0]

    def users(self, parts, items, mask):
        seen = F.embedding(items, parts)
        ids = self.pooled(self.places[0], seen[..., :WIDTH], mask)
        base = torch.cat([ids, self.pooled(self.places[1], seen[..., WIDTH:], mask)], 1)
        return F.normalize(base + 2 * self.user_mlp(base))

    def items(self, base):
        return F.normalize(base + 2 * self.item_mlp(base))


def loss_of(model, user, items, mask, item):
    parts = model.parts()
    logits = model.users(parts, items, mask) @ model.items(parts[item]).T / TEMPERATURE - log_q[item]
    # What the user had is no negative of the row, its own column is the positive.
    blocked = had[user][:, item] & ~torch.eye(len(item), dtype=torch.bool)
    return F.cross_entropy(logits.masked_fill(blocked, -torch.inf), torch.arange(len(item)))


@torch.no_grad()
def ndcg_at_10(model, past, targets):
    """Over the whole catalogue without the history, the ideal of as many targets as there are."""
    model.eval()
    parts = model.parts()
    scores = model.users(parts, *past) @ model.items(parts).T
    discounts = 1 / torch.log2(torch.arange(2, 12).double())
    total = 0.0
    for row, (history, wanted) in enumerate(targets):
        scores[row, history] = -torch.inf
        hits = torch.isin(scores[row].topk(10).indices, torch.tensor(wanted))
        total += (discounts[hits].sum() / discounts[: len(wanted)].sum()).item()
    model.train()
    return total / len(targets)


users = torch.tensor([user for user, _, _ in training])
pasts, masks = padded([past for _, past, _ in training])
wanted_items = torch.tensor([item for _, _, item in training])
asked = padded([past for past, _ in validation])
model = Towers()
optimizer = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)
step = 0
for epoch in range(1, EPOCHS + 1):
    # An epoch's events are spread evenly over its batches.
    for rows in torch.randperm(len(training)).tensor_split(-(-len(training) // batch_size)):
        loss = loss_of(model, users[rows], pasts[rows], masks[rows], wanted_items[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
    found = ndcg_at_10(model, asked, validation)
    print(json.dumps({"epoch": epoch, "step": step, "ndcg": found}), flush=True)
    if found >= target:
        break
