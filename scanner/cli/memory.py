"""Memory that is let go belongs to the system again."""

import ctypes
from contextlib import suppress

_MMAP_THRESHOLD = -3
_LARGE_BYTES = 128 * 1024


def give_back() -> None:
    """Have large blocks mapped one by one, and unmapped when they are let go, see mallopt(3).

    glibc begins so, but raises the limit up to 32 MiB with each block that it gets back, and keeps what is
    below for the thread that had it: registers are read by one thread and judged by another. Other C
    libraries do not know the call.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
