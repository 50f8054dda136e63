"""Seconds, and memory at its peak, of one piece of work."""

import re
import time
from pathlib import Path

import psutil


class Watch:
    """Begins with its making. `stop()` gives the seconds, and the MB at the peak beyond what was there before."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
        self._before = psutil.Process().memory_info().rss
        self._began = time.perf_counter()

    def stop(self) -> tuple[float, float]:
        seconds = time.perf_counter() - self._began
        status = Path("/proc/self/status").read_text(encoding="ascii")
        peak = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024
        return seconds, max(peak - self._before, 2**20) / 2**20
