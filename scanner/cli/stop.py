"""How a run ends before its end: the first Ctrl-C stops with a report, the second at once."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

from scanner.interfaces import Halt
from scanner.model import GapReason


class StoppedError(Exception):
    """The user ended the scan at once, so there is no report."""


@dataclass(slots=True)
class Interrupt:
    """What the first Ctrl-C brings to its end: the step that the scan is at."""

    halt: Halt = field(default_factory=Halt)


@contextmanager
def stop_on_interrupt() -> Iterator[Interrupt]:
    """The first Ctrl-C (or SIGTERM) ends the scan with a report of what is there, the second one at once."""
    interrupt = Interrupt()
    signals = (signal.SIGINT, signal.SIGTERM)

    def first(_signal: int, _frame: FrameType | None) -> None:
        for number in signals:
            signal.signal(number, signal.default_int_handler)
        # Not print, which may be at work right now; with room for the two lines that are drawn anew.
        with suppress(OSError):
            os.write(2, b"\nselfaudit: stopping with what was collected (Ctrl-C again ends at once)\n\n")
        interrupt.halt.set(GapReason.CANCELLED, "the scan was stopped")

    before = {number: signal.signal(number, first) for number in signals}
    try:
        yield interrupt
    except KeyboardInterrupt:
        raise StoppedError("stopped before anything was reported") from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_at_once(code: int) -> NoReturn:
    """Exit without waiting for threads that hang in the network."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
