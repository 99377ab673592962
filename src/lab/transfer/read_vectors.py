"""Reference reader of exported vectors: the first items of a user, by the largest inner product of any of the user's active interests.

    python3 read_vectors.py vectors.json USER [K]

Ties go to the item that stands first. Items the user has had already are not left out here: the file does not know them.
"""
import base64
import json
import struct
import sys


def matrix(text, width):
    raw = base64.b64decode(text)
    numbers = struct.unpack(f"<{len(raw) // 4}f", raw)
    return [numbers[at : at + width] for at in range(0, len(numbers), width)]


def retrieve(file, user, k):
    """The first k as (item, score, interest)."""
    items, users = file["items"], file["users"]
    row, count = users["ids"].index(user), users["interests"]
    own = matrix(users["vectors"], file["width"])[row * count : (row + 1) * count]
    lanes = [(interest, vector) for interest, vector in enumerate(own) if users["active"][row][interest]]
    scored = []
    for id, vector in zip(items["ids"], matrix(items["vectors"], file["width"])):
        score, interest = max(((sum(a * b for a, b in zip(lane, vector)), -at) for at, lane in lanes))
        scored.append((id, score, -interest))
    return sorted(scored, key=lambda found: -found[1])[:k]


if __name__ == "__main__":
    path, user, k = [*sys.argv[1:], "10"][:3]
    with open(path, encoding="utf-8") as opened:
        print(json.dumps(retrieve(json.load(opened), user, int(k))))
