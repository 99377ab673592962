"""The update rules of the lab by PyTorch's own optimizers, on given gradients: the oracle of optimizers.test.ts. Prints
the weights after each trial."""

import json
import math
import sys

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
given = json.load(open(sys.argv[1]))


class RowAdagrad(torch.optim.Optimizer):
    """A plain loop: one accumulator per row, which gathers the mean of the row's squares. (torch.optim.Adagrad has one
    per number.)"""

    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        self.accumulator = [torch.zeros(p.shape[0]) for p in self.param_groups[0]["params"]]

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        for p, accumulator in zip(group["params"], self.accumulator):
            for row, g in zip(p.grad.indices()[0].tolist(), p.grad.values()):
                accumulator[row] += sum(x * x for x in g.tolist()) / len(g)
                p[row] -= group["lr"] * g / (accumulator[row].sqrt() + 1e-8)


def is_table(path):
    return path.startswith("table/")


def decays_itself(path, rule):
    """AdamW does; beside the other optimizers the decoupled decay of the touched rows is written out."""
    return rule == "adam" or (rule == "lazy-adam" and not is_table(path))


def optimizer(path, p, rule, rate, decay):
    if decays_itself(path, rule):
        return torch.optim.AdamW([p], lr=rate, weight_decay=decay) if decay else torch.optim.Adam([p], lr=rate)
    return {"lazy-adam": torch.optim.SparseAdam, "row-adagrad": RowAdagrad, "sgd": torch.optim.SGD}[rule]([p], lr=rate)


def scheduler(own, schedule):
    warmup, steps, floor = schedule["warmup"], schedule.get("steps"), schedule.get("floor")
    if schedule["kind"] == "cosine" and warmup == 0:
        return torch.optim.lr_scheduler.CosineAnnealingLR(own, T_max=steps, eta_min=floor * own.param_groups[0]["lr"])

    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        if schedule["kind"] == "constant":
            return 1.0
        return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / steps)))

    return torch.optim.lr_scheduler.LambdaLR(own, factor)


def gradient_of(lookups, shape):
    """Coalesced: duplicates summed, padded slots left out."""
    ids, gradients = [], []
    for lookup in lookups:
        weights = torch.tensor(lookup["weights"] or [1.0] * len(lookup["ids"]))
        leaf = torch.tensor(lookup["gradient"]).reshape(-1, shape[1]).repeat_interleave(lookup["slots"], dim=0)
        real = weights != 0
        ids.append(torch.tensor(lookup["ids"])[real])
        gradients.append((weights[:, None] * leaf)[real])
    return torch.sparse_coo_tensor(torch.cat(ids)[None], torch.cat(gradients), shape).coalesce()


def clip(values, largest):
    """clip_grad_norm_ takes no sparse gradients: it is given the values of the coalesced ones, which it scales in
    place."""
    holders = [torch.nn.Parameter(torch.zeros_like(v)) for v in values.values()]
    for p, v in zip(holders, values.values()):
        p.grad = v
    return torch.nn.utils.clip_grad_norm_(holders, largest).item()


def run(settings):
    parameters = {
        path: torch.nn.Parameter(torch.tensor(w["values"]).reshape(w["shape"])) for path, w in given["weights"].items()
    }
    groups = {path: settings["tables" if is_table(path) else "dense"] for path in parameters}
    optimizers = {
        path: optimizer(path, p, groups[path]["rule"], groups[path]["learningRate"], groups[path]["weightDecay"])
        for path, p in parameters.items()
    }
    schedulers = [scheduler(own, settings["schedule"]) for own in optimizers.values()]
    norms = []
    for step in given["steps"]:
        sparse = {path: gradient_of(lookups, parameters[path].shape) for path, lookups in step["tables"].items()}
        values = {path: torch.tensor(g).reshape(parameters[path].shape) for path, g in step["dense"].items()}
        values |= {path: g.values().clone() for path, g in sparse.items()}
        if settings["clipNorm"] is not None:
            norms.append(clip(values, settings["clipNorm"]))
        for path, p in parameters.items():
            rule, decay = groups[path]["rule"], groups[path]["weightDecay"]
            p.grad = None if path in sparse else values[path]
            if path in sparse:
                gradient = torch.sparse_coo_tensor(sparse[path].indices(), values[path], p.shape, is_coalesced=True)
                p.grad = gradient.to_dense() if rule in ("adam", "sgd") else gradient
            if decay and not decays_itself(path, rule):
                touched = sparse[path].indices()[0] if path in sparse else ...
                with torch.no_grad():
                    p[touched] -= optimizers[path].param_groups[0]["lr"] * decay * p[touched]
            optimizers[path].step()
        for own in schedulers:
            own.step()
    return {"weights": {path: p.detach().flatten().tolist() for path, p in parameters.items()}, "norms": norms}


print(json.dumps([run(settings) for settings in given["trials"]]))
