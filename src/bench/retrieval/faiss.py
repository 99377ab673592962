"""Retrieval as a user of FAISS writes it: a flat index by inner products, and what was seen left out of longer lists.
python faiss.py FOLDER

FOLDER holds manifest.json, items.i16, users.i16 and seen.i32. Reads {"call": 1} a line on stdin, answers with a line of
JSON."""

import json
import os
import sys
import time

import faiss
import numpy as np

(folder,) = sys.argv[1:]
with open(f"{folder}/manifest.json") as file:
    manifest = json.load(file)
width, top = manifest["width"], manifest["top"]
faiss.omp_set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def read(name, dtype):
    return np.fromfile(f"{folder}/{name}", dtype)


def vectors(name):
    return read(name, np.int16).reshape(-1, width).astype(np.float32) / np.float32(manifest["parts"])


users = vectors("users.i16")
seen = read("seen.i32", np.int32).reshape(len(users), -1)
index = faiss.IndexFlatIP(width)
index.add(vectors("items.i16"))


def retrieve():
    _, found = index.search(users, top + seen.shape[1])
    gone = (found[:, :, None] == seen[:, None, :]).any(2)
    # A stable sort puts what was not seen first and leaves its order.
    kept = np.argsort(gone, axis=1, kind="stable")[:, :top]
    return np.take_along_axis(found, kept, 1)


def answer(value):
    print(json.dumps(value), flush=True)


answer({"version": faiss.__version__, "device": f"{faiss.omp_get_max_threads()} thread(s)"})
for line in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    lists = retrieve()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    answer({"lists": lists.flatten().tolist(), "wallMs": wall * 1000, "cpuMs": cpu * 1000, "counts": None, "gpu": None})
