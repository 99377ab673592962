"""Retrieval as a user of PyTorch writes it. python torch.py FOLDER cpu|cuda

FOLDER holds manifest.json, items.i16, users.i16 and seen.i32. Reads {"call": 1} a line on stdin, answers with a line of
JSON."""

import json
import sys
import time

import torch

folder, device_name = sys.argv[1:]
device = torch.device(device_name)
with open(f"{folder}/manifest.json") as file:
    manifest = json.load(file)
width, top = manifest["width"], manifest["top"]
USERS_AT_ONCE = 32


def read(name, rows, columns, dtype):
    return torch.from_file(f"{folder}/{name}", size=rows * columns, dtype=dtype).reshape(rows, columns)


items = (read("items.i16", manifest["items"], width, torch.int16).float() / manifest["parts"]).to(device)
users = (read("users.i16", manifest["users"], width, torch.int16).float() / manifest["parts"]).to(device)
seen = read("seen.i32", manifest["users"], manifest["seen"], torch.int32).long().to(device)


def retrieve():
    lists = []
    for vectors, gone in zip(users.split(USERS_AT_ONCE), seen.split(USERS_AT_ONCE)):
        scores = vectors @ items.T
        scores.scatter_(1, gone, float("-inf"))
        lists.append(torch.topk(scores, top).indices)
    return torch.cat(lists).cpu()


def answer(value):
    print(json.dumps(value), flush=True)


answer(
    {
        "version": torch.__version__,
        "device": torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} thread(s)",
    }
)
with torch.inference_mode():
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        lists = retrieve()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        answer(
            {"lists": lists.flatten().tolist(), "wallMs": wall * 1000, "cpuMs": cpu * 1000, "counts": None, "gpu": None}
        )
