"""A graph of the lab, trained by its own PyTorch program. python program.py FOLDER sparse|fused cpu

sparse: gradients of the tables have the rows of the batch alone, for SparseAdam, beside fused Adam for the other
weights; fused: fused Adam for all.

FOLDER holds graph.py, the composed program; model.json: weights by path, the paths that learn and their rate; and
batches.jsonl, a batch a line. Answers as steps.py does."""

import json
import sys

import graph
import torch
import torch.nn.functional as F
from steps import serve

folder, rule, device = sys.argv[1:]
sparse = rule == "sparse"


class SparseTower(graph.Tower):
    """Slots that do not count are not looked up: they touch no row."""

    def rows(self, table, ids, weights):
        there = weights != 0
        found = F.embedding(ids[there], self.tables[self.table_at[table]], sparse=True) * weights[there][:, None]
        return found.new_zeros(*ids.shape, found.shape[1]).index_put((there,), found)


def unpacked(tree):
    """With tensors where they were packed."""
    if isinstance(tree, list):
        return [unpacked(entry) for entry in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.keys() == {"shape", "dtype", "data"}:
        return graph.unpack(tree)
    return {name: unpacked(entry) for name, entry in tree.items()}


with open(f"{folder}/model.json", encoding="utf-8") as file:
    model = json.load(file)
with open(f"{folder}/batches.jsonl", encoding="utf-8") as file:
    batches = [unpacked(json.loads(line)) for line in file]
tower = (SparseTower if sparse else graph.Tower)(graph.GRAPH, graph.BLOCKS)
tower.load(model["weights"], tower.weights())
# What a step reads is a tensor by now.
graph.unpack = lambda tensor: tensor

weights = tower.weights()
for path, weight in weights.items():
    weight.requires_grad_(path in model["learns"])
by_rows = {path for path in model["learns"] if sparse and path.startswith("table/")}
touched = [weights[path] for path in model["learns"] if path in by_rows]
whole = [weights[path] for path in model["learns"] if path not in by_rows]
optimizers = [torch.optim.SparseAdam(touched, lr=model["rate"])] if touched else []
if whole:  # ELSA is nothing but a table
    optimizers.append(torch.optim.Adam(whole, lr=model["rate"], fused=True))


def step(at):
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss, _ = tower(batches[at % len(batches)])
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()
    return loss.detach()


def draw_by_torch():
    """The lab's numbers, by which the first losses are the same for all, are hashes: in PyTorch a dozen operations,
    where its own generator takes one."""
    graph.counter_uniform = lambda seed, step, stream, shape: torch.rand(shape)


serve(step, torch.device(device), draw_by_torch)
