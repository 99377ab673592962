"""Runs Python programs, one after the other, each in a process of its own that finds torch already imported: importing
it takes longer than most of them run. Reads lines of JSON, {"argv": [...], "out": path, "err": path}, and answers each
with the exit code."""

import json
import os
import runpy
import sys
import traceback

import torch  # noqa: F401


def run(argv, out, err):
    for path, target in ((out, 1), (err, 2)):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, target)
        os.close(opened)
    sys.argv = argv
    code = 0
    try:
        runpy.run_path(argv[0], run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


for line in sys.stdin:
    request = json.loads(line)
    child = os.fork()
    if child == 0:
        run(**request)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
