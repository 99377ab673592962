"""Prelude of every composed program: random numbers, tensors in JSON, what a block may ask for, and the graph as one
nn.Module.

Tensors travel as {"shape", "dtype": "f32" | "u32", "data": base64, little-endian}. Batches give ids and the slots of
each row; all of an embedding's reading is done here."""

import argparse
import base64
import json
import struct
import sys
from types import SimpleNamespace

import torch
from torch import nn

U32 = 0xFFFFFFFF
GOLDEN = 0x9E3779B9


def hash32(h):
    """The finaliser of MurmurHash3 on u32 numbers, held in int64 tensors or Python integers."""
    h = h ^ (h >> 16)
    h = (h * 0x85EBCA6B) & U32
    h = h ^ (h >> 13)
    h = (h * 0xC2B2AE35) & U32
    return h ^ (h >> 16)


def stream_of(node_id, name):
    """FNV-1a over the UTF-8 bytes of `node_id/name`."""
    h = 0x811C9DC5
    for byte in f"{node_id}/{name}".encode():
        h = ((h ^ byte) * 0x01000193) & U32
    return h


def counter_uniform(seed, step, stream, shape):
    """Numbers in [0, 1), a pure function of seed, step, stream and index: top 24 bits of the hash over 2^24."""
    key = bits_of(seed, step, stream)
    index = torch.arange(torch.Size(shape).numel(), dtype=torch.int64)
    return ((hash32((key + index + GOLDEN) & U32) >> 8).to(torch.get_default_dtype()) / 2**24).reshape(shape)


def bits_of(a, b, c):
    """32 bits, a pure function of three u32 numbers."""
    h = hash32((a + GOLDEN) & U32)
    h = hash32((h + b + GOLDEN) & U32)
    return hash32((h + c + GOLDEN) & U32)


def unpack(tensor):
    code, dtype = {"f32": ("f", torch.get_default_dtype()), "u32": ("I", torch.int64)}[tensor["dtype"]]
    raw = base64.b64decode(tensor["data"])
    return torch.tensor(struct.unpack(f"<{len(raw) // 4}{code}", raw), dtype=dtype).reshape(tensor["shape"])


def pack(tensor):
    flat = tensor.detach().to(torch.float64).flatten().tolist()
    return {
        "shape": list(tensor.shape),
        "dtype": "f32",
        "data": base64.b64encode(struct.pack(f"<{len(flat)}f", *flat)).decode(),
    }


class Constants:
    """Stop-gradient for finite differences, which would see through it: what was detached in the first evaluation stays
    as it was."""

    def __init__(self):
        self.values, self.at = [], 0

    def begin(self):
        self.at = 0

    def __call__(self, x):
        if self.at == len(self.values):
            self.values.append(x.detach().clone())
        self.at += 1
        return self.values[self.at - 1]


class Context:
    """What a block may ask for; what else there is, the abilities of the batch add, each by itself. `gather` and
    `first_column` are the hooks of data parallelism: alone, this process holds all columns."""

    def __init__(self, node, batch, training, lookup, history, token_mask, abilities, detach=torch.Tensor.detach):
        self.node_id, self.seed, self.step, self.training = node.id, batch["seed"], batch["step"], training
        self.lookup, self.full_history = lookup, history
        self.token_mask = token_mask  # name of a lookup of tokens -> 1 where there is one, [R, T]
        self.detach = detach
        self.gather, self.first_column = (lambda columns: columns), 0
        for give in abilities:
            give(self, node)

    def history(self, length):
        """Of the side's rows: mask and age in days of the newest `length` events of the past the node reads, [R,
        length], oldest first."""
        mask, age = self.full_history
        return mask[:, mask.shape[1] - length :], age[:, age.shape[1] - length :]

    def uniform(self, name, shape):
        return counter_uniform(self.seed, self.step, stream_of(self.node_id, name), shape)


def past_of(batch, side, window):
    """Of a batch: the past of a side's rows, or a window of the users'."""
    if window is None:
        return batch["pastUsers" if side == "item" else "history"]
    return next(entry["past"] for entry in batch["windows"] if entry["window"] == window)


class Tower(nn.Module):
    """A whole graph. Weights are addressed by path: table/<id>, <side>/<node>/<weight>."""

    def __init__(self, graph, blocks):
        super().__init__()
        self.specs = [SimpleNamespace(**node) for node in graph["nodes"]]
        self.field_of = {table["id"]: table["field"] for table in graph["tables"]}
        self.table_at = {table["id"]: at for at, table in enumerate(graph["tables"])}
        self.tables = nn.ParameterList(
            nn.Parameter(table["std"] * torch.randn(table["rows"], table["width"])) for table in graph["tables"]
        )
        self.nodes = nn.ModuleList(blocks[node.block](node) for node in self.specs)
        for spec, node in zip(self.specs, self.nodes):
            if spec.params.get("learnWeight"):
                node.logVariance = nn.Parameter(torch.zeros(1))
        self.detach = torch.Tensor.detach

    def weights(self):
        """path -> nn.Parameter"""
        found = {f"table/{id}": self.tables[at] for id, at in self.table_at.items()}
        for spec, node in zip(self.specs, self.nodes):
            for name, parameter in node.named_parameters():
                found[f"{spec.side}/{spec.id}/{name.replace('.', '/')}"] = parameter
        return found

    def memories(self):
        """path -> what a node keeps from step to step"""
        return {
            f"{spec.side}/{spec.id}/{name}": buffer
            for spec, node in zip(self.specs, self.nodes)
            for name, buffer in node.named_buffers()
        }

    def load(self, tensors, own):
        """Takes every one of its own tensors, by path; a missing, unknown or misshapen one is an error."""
        if own.keys() != tensors.keys():
            raise KeyError(
                f"missing: {sorted(own.keys() - tensors.keys())}, unknown: {sorted(tensors.keys() - own.keys())}"
            )
        with torch.no_grad():
            for path, parameter in own.items():
                value = unpack(tensors[path])
                if value.shape != parameter.shape:
                    raise ValueError(f"{path} is {list(value.shape)}, {list(parameter.shape)} is needed")
                parameter.copy_(value)

    def rows(self, table, ids, weights):
        """Rows of a table, each times the weight of its slot, [..., D] of two [...]."""
        return nn.functional.embedding(ids, self.tables[self.table_at[table]]) * weights[..., None]

    def lookup(self, spec, batch):
        def read(name):
            request = spec.lookups[name]
            if request["at"] == "tokens":
                return self.rows(request["tables"][0], *self.text(spec, batch, name)).unsqueeze(2)
            of_history = request["at"] == "history"
            past = past_of(batch, spec.side, request.get("window"))

            def embedded(table):
                field = self.field_of[table]
                slots = past["fields"][field] if of_history else batch["fields"][field]
                ids, weights = unpack(slots["ids"]), unpack(slots["weights"])
                if of_history:
                    first = ids.shape[1] - request["length"]
                    ids, weights = ids[:, first:], weights[:, first:]
                return self.rows(table, ids, weights).sum(dim=-2)

            return torch.stack([embedded(table) for table in request["tables"]], dim=-2)

        return read

    def history(self, spec, batch):
        """Mask and ages of the past a node reads, its own window of it where it names one; None where it reads none."""
        windows = [request.get("window") for request in spec.lookups.values() if request["at"] == "history"]
        past = windows and past_of(batch, spec.side, windows[0])
        return (unpack(past["mask"]), unpack(past["ageDays"])) if past else None

    def text(self, spec, batch, name):
        """Ids and mask of the first tokens of a text, [R, length] both."""
        length, (table,) = spec.lookups[name]["length"], spec.lookups[name]["tables"]
        slots = batch["fields"][self.field_of[table]]
        return tuple(nn.functional.pad(unpack(slots[part]), (0, length))[:, :length] for part in ("ids", "weights"))

    def forward(self, batch, training=True):
        """The loss, and the outputs of every node: node -> output -> name -> tensor."""
        abilities = [ability(batch) for ability in ABILITIES]
        outputs, loss = {}, torch.zeros(())
        for spec, node in zip(self.specs, self.nodes):
            ctx = Context(
                spec,
                batch,
                training,
                self.lookup(spec, batch),
                self.history(spec, batch),
                lambda name: self.text(spec, batch, name)[1],
                abilities,
                self.detach,
            )
            port = lambda source, type: SimpleNamespace(type=type, **outputs[source[0]][source[1]])
            inputs = {
                name: (
                    [port(source, type) for source, type in zip(spec.edges[name], types)]
                    if isinstance(types, list)
                    else port(spec.edges[name][0], types)
                )
                for name, types in spec.inputs.items()
            }
            outputs[spec.id] = node(ctx, **inputs)
            if spec.side == "objective":
                term = outputs[spec.id]["loss"]["values"]
                if spec.params.get("learnWeight"):
                    # Kendall et al., CVPR 2018, eq. 10, with s = log sigma^2.
                    s = node.logVariance.sum()
                    term = torch.exp(-s) * term + s / 2
                loss = loss + spec.params["weight"] * term
        return loss, outputs


def main(graph, blocks):
    """Reads weights and a batch; prints loss, outputs of every node and the gradient of every weight as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("input", help="JSON file with weights and batch")
    parser.add_argument("--float64", action="store_true", help="compute in double precision")
    parser.add_argument(
        "--gradcheck", action="store_true", help="compare the gradients with finite differences (implies --float64)"
    )
    parser.add_argument("--serving", action="store_true", help="no dropout")
    options = parser.parse_args()
    if options.float64 or options.gradcheck:
        torch.set_default_dtype(torch.float64)
    with open(options.input, encoding="utf-8") as file:
        given = json.load(file)
    tower = Tower(graph, blocks)
    tower.load(given["weights"], tower.weights())
    tower.load(given["memories"], tower.memories())
    kept = {name: buffer.clone() for name, buffer in tower.named_buffers()}
    batch, training = given["batch"], not options.serving

    loss, outputs = tower(batch, training)
    loss.backward()
    result = {
        "loss": loss.item(),
        "outputs": {
            node: {output: {name: pack(x) for name, x in value.items()} for output, value in ports.items()}
            for node, ports in outputs.items()
        },
        "gradients": {
            path: pack(w.grad if w.grad is not None else torch.zeros_like(w)) for path, w in tower.weights().items()
        },
    }
    if options.gradcheck:
        names = [name for name, _ in tower.named_parameters()]
        tower.detach = Constants()

        def loss_of(*values):
            tower.detach.begin()
            # What a node keeps between steps is new each time: it writes there.
            state = {name: buffer.clone() for name, buffer in kept.items()}
            return torch.func.functional_call(tower, {**state, **dict(zip(names, values))}, (batch, training))[0]

        leaves = [w.detach().clone().requires_grad_() for w in tower.parameters()]
        result["gradcheck"] = torch.autograd.gradcheck(loss_of, leaves, fast_mode=True)
    json.dump(result, sys.stdout)
