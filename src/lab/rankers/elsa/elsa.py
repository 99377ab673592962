"""ELSA in PyTorch, as its equations stand: rows of A of length one, y = x (A A^T - I), the error of normalised rows."""

import json
import sys

import torch
from torch.nn.functional import normalize

with open(sys.argv[1]) as file:
    given = json.load(file)
x = torch.tensor(given["rows"], dtype=torch.float64)
weights = torch.nn.Parameter(torch.tensor(given["weights"], dtype=torch.float64))
optimizer = torch.optim.NAdam([weights], lr=given["learningRate"])
losses = []
for users in given["batches"]:
    batch = x[users]
    a = normalize(weights, dim=-1)
    y = batch @ a @ a.T - batch
    loss = (normalize(batch, dim=-1) - normalize(y, dim=-1)).pow(2).sum(-1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(json.dumps({"losses": losses, "vectors": normalize(weights.detach(), dim=-1).flatten().tolist()}))
