"""Starts programs and says what each cost; small itself, because a program's peak counts that of who started it.

Reads lines of JSON, each the words of a command, and answers each with [CPU seconds, peak MiB, exit code].
"""

from __future__ import annotations

import json
import os
import sys

SILENT = os.open(os.devnull, os.O_RDWR)


def cost(words: list[str]) -> list[float]:
    """CPU seconds and peak memory in MiB of a program whose output goes nowhere, and its exit code."""
    child = os.fork()
    if child == 0:
        os.dup2(SILENT, 1)
        os.execvp(words[0], words)
    _, status, used = os.wait4(child, 0)
    return [used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)]


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(cost(json.loads(line))), flush=True)
