"""Reference reader of exported vectors: the score of an item is the largest inner product with any of the user's active
interests.

    python3 read_vectors.py vectors.json USER [K]    the first K items of a user (10), as [item, score, interest]
    python3 read_vectors.py vectors.json             HR@10, Recall@10 and NDCG@10, of a file written with --as-of test

A list: ties go to the item that stands first. A figure: its expectation where ties are broken at random. A file as of
the end of the log does not know which items its users have had, and leaves none out; one as of the test leaves out what
the ranking of the test part leaves out."""

import base64
import json
import struct
import sys
from math import comb, log2


def matrix(text, width):
    raw = base64.b64decode(text)
    numbers = struct.unpack(f"<{len(raw) // 4}f", raw)
    return [numbers[at : at + width] for at in range(0, len(numbers), width)]


# The newest version of the format that is read here.
KNOWN = 1


def opened(path):
    """The file with its vectors as numbers: items [items][width], users [users * interests][width]."""
    with open(path, encoding="utf-8") as read:
        file = json.load(read)
    if file.get("format") != "tower-lab/vectors":
        raise SystemExit("this is no file of exported vectors: its format is not tower-lab/vectors")
    version = file.get("version", 1)
    if version > KNOWN:
        raise SystemExit(f"this file is of version {version}; here versions up to {KNOWN} can be read")
    for side in (file["items"], file["users"]):
        side["vectors"] = matrix(side["vectors"], file["width"])
    return file


def candidates(file, row):
    """The user's candidates: item -> (score, interest), in the order of the catalogue."""
    users = file["users"]
    own = users["vectors"][row * users["interests"] : (row + 1) * users["interests"]]
    interests = [(interest, vector) for interest, vector in enumerate(own) if users["active"][row][interest]]
    removed = set(users["removed"][row]) if "removed" in users else ()
    found = {}
    for item, vector in enumerate(file["items"]["vectors"]):
        if item not in removed:
            score, interest = max((sum(a * b for a, b in zip(own, vector)), -at) for at, own in interests)
            found[item] = (score, -interest)
    return found


def retrieve(file, user, k):
    """The first k as (item, score, interest)."""
    found = candidates(file, file["users"]["ids"].index(user))
    ids = file["items"]["ids"]
    return sorted(((ids[item], *place) for item, place in found.items()), key=lambda listed: -listed[1])[:k]


def figures(file, k=10):
    """Means over the users. Items that tie share the places after all that score higher; a held-out item that is no
    candidate is a miss."""
    if file.get("asOf") != "test":
        raise SystemExit(
            "this file holds the users as of the end of the log: figures need one written with --as-of test"
        )
    hr = recall = ndcg = 0
    for row, targets in enumerate(file["users"]["targets"]):
        found = candidates(file, row)
        scores = [score for score, _ in found.values()]
        wanted = [found[item][0] for item in targets if item in found]
        missed, listed, gain = 1, 0, 0
        for score in set(wanted):
            before, tied, own = sum(other > score for other in scores), scores.count(score), wanted.count(score)
            places = range(before + 1, min(before + tied, k) + 1)
            missed *= comb(tied - own, len(places)) / comb(tied, len(places))
            listed += own * len(places) / tied
            gain += own * sum(1 / log2(1 + place) for place in places) / tied
        hr += 1 - missed
        recall += listed / len(targets)
        ndcg += gain / sum(1 / log2(1 + place) for place in range(1, min(len(targets), k) + 1))
    users = len(file["users"]["ids"])
    return {"users": users, f"hr@{k}": hr / users, f"recall@{k}": recall / users, f"ndcg@{k}": ndcg / users}


if __name__ == "__main__":
    path, *asked = sys.argv[1:]
    file = opened(path)
    print(json.dumps(retrieve(file, asked[0], int(asked[1]) if asked[1:] else 10) if asked else figures(file)))
