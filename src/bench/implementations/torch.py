"""The reference model as a user of PyTorch writes it. python torch.py FOLDER sparse|dense cpu|cuda

FOLDER holds manifest.json, weights.f32 and batches.i32. Reads {"first": n} or {"round": n} a line on stdin, answers
with a line of JSON."""

import json
import sys
import time

import torch
import torch.nn.functional as F

folder, rule, device_name = sys.argv[1:]
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
        offsets = torch.cat([torch.zeros(1, dtype=torch.long), counts.cumsum(0)[:-1]])
        yield fields[:users], fields[users:], history[events].long().to(device), offsets.to(device)


weights = dict(read_weights())
batches = list(read_batches())
sparse = rule == "sparse"
tables = [weight for path, weight in weights.items() if path.startswith("table/")]
dense = [weight for path, weight in weights.items() if not path.startswith("table/")]
lr = towers["learningRate"]
optimizers = (
    [torch.optim.SparseAdam(tables, lr=lr), torch.optim.Adam(dense, lr=lr)]
    if sparse
    else [torch.optim.Adam(tables + dense, lr=lr)]
)
own_item = torch.arange(B, device=device)


def tower(side, ids, more):
    embedded = [F.embedding(ids[f], weights[field["table"]], sparse=sparse) for f, field in enumerate(side["fields"])]
    x = torch.cat([*embedded, *more], 1)
    for at, layer in enumerate(side["layers"]):
        x = torch.addmm(weights[layer["bias"]], x, weights[layer["kernel"]])
        if at < len(side["layers"]) - 1:
            x = F.relu(x)
    return F.normalize(x)


def step(at):
    user, item, history, offsets = batches[at % len(batches)]
    pooled = F.embedding_bag(history, weights[towers["history"]], offsets, mode="mean", sparse=sparse)
    logits = tower(towers["user"], user, [pooled]) @ tower(towers["item"], item, []).T / towers["temperature"]
    loss = F.cross_entropy(logits, own_item)
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()
    return loss.detach()


def wait():
    if device.type == "cuda":
        torch.cuda.synchronize()


done = 0


def run(count):
    """Losses, wall and CPU milliseconds of the next steps."""
    global done
    wait()
    wall, cpu = time.perf_counter(), time.process_time()
    losses = [step(done + i) for i in range(count)]
    wait()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    done += count
    return [loss.item() for loss in losses], wall * 1000, cpu * 1000


def answer(value):
    print(json.dumps(value), flush=True)


answer(
    {
        "version": torch.__version__,
        "device": torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} thread(s)",
    }
)
for line in sys.stdin:
    [(command, count)] = json.loads(line).items()
    if command == "first":
        loss, cold, _ = run(1)
        answer({"coldMs": cold, "losses": loss + run(count - 1)[0]})
    else:
        _, wall, cpu = run(count)
        answer(
            {
                "steps": count,
                "wallMs": wall / count,
                "jsMs": None,
                "buildMs": None,
                "cpuMs": cpu / count,
                "counts": None,
            }
        )
