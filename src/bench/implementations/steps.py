"""Steps of a model, timed as they are asked for. Reads {"first": n} or {"round": n} a line on stdin, answers with a
line of JSON."""

import json
import sys
import time

import torch


def serve(run_step, device, before_rounds=lambda: None):
    """run_step(at) trains on the batch of step `at` and gives its loss, a tensor. `before_rounds` is called once, when
    the losses that others are compared with are known."""
    done = 0

    def wait():
        if device.type == "cuda":
            torch.cuda.synchronize()

    def run(count):
        """Losses, wall and CPU milliseconds of the next steps."""
        nonlocal done
        wait()
        wall, cpu = time.perf_counter(), time.process_time()
        losses = [run_step(done + i) for i in range(count)]
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
            before_rounds()
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
