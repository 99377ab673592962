"""A product of square matrices of float32 in PyTorch. python vendor_product.py FOLDER cpu|cuda

Reads {"product": 1} a line on stdin, answers with a line of JSON: FLOP a second of the quickest of several, and by
whom."""

import json
import sys
import time

import torch

device = torch.device(sys.argv[2])
size = 8192 if device.type == "cuda" else 1024
SECONDS, MOST_RUNS = 1, 40
a, b = (torch.rand(size, size, device=device) for _ in range(2))


def seconds():
    began = time.perf_counter()
    a @ b
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - began


where = torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} thread(s)"
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    seconds()  # makes what is made once
    took = [seconds()]
    while len(took) < MOST_RUNS and sum(took) < SECONDS:
        took.append(seconds())
    flops = 2 * size**3 / min(took)
    print(json.dumps({"flops": flops, "by": f"PyTorch {torch.__version__}, {where}"}), flush=True)
