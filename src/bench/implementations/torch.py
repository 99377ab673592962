"""The reference model as a user of PyTorch writes it. python torch.py FOLDER sparse|dense|fused cpu|cuda [graph]

sparse: SparseAdam for the tables; dense: Adam for all weights, by its loop over tensors; fused: the same in one
kernel. graph: a step is recorded as one CUDA graph.

FOLDER holds manifest.json, weights.f32 and batches.i32. Answers as steps.py does."""

import json
import sys

import torch
import torch.nn.functional as F
from steps import serve

folder, rule, device_name, *flags = sys.argv[1:]
graphed = "graph" in flags
device = torch.device(device_name)
with open(f"{folder}/manifest.json") as file:
    manifest = json.load(file)
towers, B, T = manifest["towers"], manifest["batch"], manifest["towers"]["historyLength"]


def read_weights():
    total = sum(torch.Size(weight["shape"]).numel() for weight in manifest["weights"])
    flat = torch.from_file(f"{folder}/weights.f32", size=total, dtype=torch.float32)
    at = 0
    for weight in manifest["weights"]:
        size = torch.Size(weight["shape"]).numel()
        values = flat[at : at + size].reshape(weight["shape"]).clone().to(device)
        yield weight["path"], torch.nn.Parameter(values)
        at += size


def read_batches():
    """A batch is the user's fields, the item's fields, the history's rows and their count, as int32."""
    users, items = len(towers["user"]["fields"]), len(towers["item"]["fields"])
    width = (users + items + T + 1) * B
    flat = torch.from_file(f"{folder}/batches.i32", size=manifest["batches"] * width, dtype=torch.int32)
    for at in range(manifest["batches"]):
        part = flat[at * width : (at + 1) * width]
        fields = part[: (users + items) * B].reshape(users + items, B).long().to(device)
        counts = part[-B:].long()
        history = part[(users + items) * B : -B].reshape(B, T)
        # Right-aligned: the events of a row are its last columns.
        events = torch.arange(T) >= T - counts[:, None]
        if graphed:  # every batch has the same shapes: all T columns, and which of them are events
            past = history.long().to(device), events.float().to(device)
        else:
            offsets = torch.cat([torch.zeros(1, dtype=torch.long), counts.cumsum(0)[:-1]])
            past = history[events].long().to(device), offsets.to(device)
        yield fields[:users], fields[users:], *past


weights = dict(read_weights())
batches = list(read_batches())
sparse = rule == "sparse"
tables = [weight for path, weight in weights.items() if path.startswith("table/")]
dense = [weight for path, weight in weights.items() if not path.startswith("table/")]
lr = towers["learningRate"]
optimizers = {
    "sparse": lambda: [torch.optim.SparseAdam(tables, lr=lr), torch.optim.Adam(dense, lr=lr, fused=True)],
    "dense": lambda: [torch.optim.Adam(tables + dense, lr=lr)],
    "fused": lambda: [torch.optim.Adam(tables + dense, lr=lr, fused=True, capturable=graphed)],
}[rule]()
own_item = torch.arange(B, device=device)


def tower(side, ids, more):
    embedded = [F.embedding(ids[f], weights[field["table"]], sparse=sparse) for f, field in enumerate(side["fields"])]
    x = torch.cat([*embedded, *more], 1)
    for at, layer in enumerate(side["layers"]):
        x = torch.addmm(weights[layer["bias"]], x, weights[layer["kernel"]])
        if at < len(side["layers"]) - 1:
            x = F.relu(x)
    return F.normalize(x)


def mean_of_events(history, events):
    """[B, D] of [B, T] rows and [B, T], 1 = an event."""
    rows = F.embedding(history, weights[towers["history"]])
    return (rows * events[..., None]).sum(1) / events.sum(1, keepdim=True)


def step(user, item, history, bounds):
    pooled = (
        mean_of_events(history, bounds)
        if graphed
        else F.embedding_bag(history, weights[towers["history"]], bounds, mode="mean", sparse=sparse)
    )
    logits = tower(towers["user"], user, [pooled]) @ tower(towers["item"], item, []).T / towers["temperature"]
    loss = F.cross_entropy(logits, own_item)
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()
    return loss.detach()


def eager(at):
    return step(*batches[at % len(batches)])


def recorded():
    """The step as one CUDA graph: a batch is copied to where the graph reads it, and the graph is run."""
    places = [part.clone() for part in batches[0]]
    before = {path: weight.detach().clone() for path, weight in weights.items()}
    # Kernels and states are made before the recording, as PyTorch asks, on a stream of their own.
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step(*places)
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        loss = step(*places)
    # Those steps never were.
    with torch.no_grad():
        for path, weight in weights.items():
            weight.copy_(before[path])
    for optimizer in optimizers:
        for state in optimizer.state.values():
            for value in state.values():
                value.zero_()

    def run_graph(at):
        for place, part in zip(places, batches[at % len(batches)]):
            place.copy_(part)
        graph.replay()
        return loss.clone()

    return run_graph


serve(recorded() if graphed else eager, device)
