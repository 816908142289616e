"""Processor time and memory of processes, as /proc shows them (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path


def cpu_seconds(pid: int, *, ended: bool = False) -> float:
    """Processor time of the process's threads, with that of its ended children where wanted."""
    nanoseconds = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            nanoseconds += int(path.read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended just now
    ticks = sum(map(int, _stat(pid)[13:15])) if ended else 0
    return nanoseconds / 1e9 + ticks / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    return [
        int(path.name)
        for path in Path("/proc").glob("[0-9]*")
        if (fields := _stat(int(path.name))) and int(fields[1]) == pid
    ]


def parent(pid: int) -> int:
    return int(_stat(pid)[1])


def peak_memory(pid: int | str) -> int:
    """The most bytes that the process has held in memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


def _stat(pid: int) -> list[str]:
    """The fields behind the process's name; none if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
