"""How much processor time a call takes, whatever else the machine and the test process are doing."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def least_seconds(call: Callable[[], object], *, runs: int = 3) -> float:
    """The least processor time of several runs, in seconds; collecting other tests' garbage is not counted.

    Noise only ever adds, so the least is the nearest to what the call costs.
    """
    return min(_seconds(call) for _ in range(runs))


def _seconds(call: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        call()
        return time.process_time() - start
    finally:
        gc.enable()
