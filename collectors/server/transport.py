"""What the local machine and SSH have in common: the command, the deadline, and what came back."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from collectors.server.reply import NotSeenError, one_line
from scanner.interfaces import Halt
from scanner.model import GapReason

TOTAL_CAP = 64 * 1024 * 1024
"""Bytes taken from one machine at most."""
STDERR_CAP = 16 * 1024
POLL_SECONDS = 0.2
"""How long a halt can go unnoticed."""

_SPEAKER = re.compile(r"^(sudo|selfaudit-probe): ")
PLAIN = "sh -s"
# sudo says 1 when it refuses, and has not touched standard input then. 126 and 127: sudo is not there.
SUDO = "sh -c 'sudo -n sh -s; case $? in 1|126|127) exec sh -s;; esac'"


def command(*, sudo: bool) -> str:
    """The one command that is executed; the probe follows on its standard input."""
    return SUDO if sudo else PLAIN


class LostError(NotSeenError):
    """The connection failed or broke, which may go better the next time."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point in monotonic time, in seconds, or the halt of the whole scan before it."""

    at: float
    seconds: float
    halt: Halt
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, halt: Halt) -> "Deadline":
        """From now on."""
        return cls(time.monotonic() + seconds, seconds, halt)

    def over(self) -> bool:
        """Whether there is no time left."""
        return self.halt.is_set() or self.at <= self.clock()

    def left(self) -> float:
        """Seconds left; raises NotSeenError when there are none."""
        left = self.at - self.clock()
        if left <= 0 or self.halt.is_set():
            raise self.passed()
        return left

    def passed(self) -> NotSeenError:
        """What to say when the time is over."""
        if self.halt.is_set():
            return NotSeenError(self.halt.reason, self.halt.detail)
        return NotSeenError(
            GapReason.TIMEOUT, f"no complete answer within {self.seconds:g} s (timeout_seconds)"
        )


def told_tries(why: NotSeenError, tries: int) -> NotSeenError:
    """The same with the number of tries, when there was more than one."""
    return why if tries == 1 else NotSeenError(why.reason, f"{why.detail} (tried {tries} times)")


@dataclass(slots=True)
class Intake:
    """Bytes as they come from the machine, up to the end frame."""

    nonce: str
    out: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    broken: NotSeenError | None = None
    tries: int = 1
    """How often the machine was asked before this was the best answer."""

    def take(self, data: bytes) -> None:
        """Adds standard output."""
        self.out += data
        if len(self.out) > TOTAL_CAP:
            self.broken = NotSeenError(
                GapReason.TRUNCATED, f"the answer is longer than {TOTAL_CAP >> 20} MiB"
            )

    def take_stderr(self, data: bytes) -> None:
        """Adds standard error, as far as it is kept."""
        self.stderr += data[: STDERR_CAP - len(self.stderr)]

    @property
    def ended(self) -> bool:
        """Whether the end frame came, or nothing more is wanted."""
        return self.broken is not None or self.complete

    @property
    def complete(self) -> bool:
        """Whether the end frame came."""
        return f"\n{self.nonce} done\n".encode() in self.out[-4096:]

    @property
    def begun(self) -> bool:
        """Whether the probe ran at all."""
        return f"{self.nonce} begin".encode() in self.out

    @property
    def sections(self) -> int:
        """How many sections came to their end."""
        return self.out.count(f"\n{self.nonce} end ".encode())

    def why_missing(self) -> NotSeenError:
        """Why sections are not there that should be."""
        return told_tries(self._why_missing(), self.tries)

    def _why_missing(self) -> NotSeenError:
        if self.broken is not None:
            return self.broken
        said = self.said()
        if self.begun:
            detail = "the connection ended before the probe did"
        else:
            said = said or one_line(self.out[:1000].decode("utf-8", "replace"), 150)
            detail = "the machine did not run the probe (is the login shell or a forced command in the way?)"
        return NotSeenError(GapReason.TRUNCATED, f"{detail}: {said}" if said else detail)

    def said(self) -> str:
        """Standard error on one line."""
        return one_line(self.stderr.decode("utf-8", "replace"), 200)

    def sudo_said(self) -> str:
        """Why sudo or the installed probe refused; remarks on name resolution are left out."""
        lines = self.stderr.decode("utf-8", "replace").splitlines()
        said = [line for line in lines if "sudo" in line or _SPEAKER.match(line)]
        named = [_SPEAKER.sub("", line) for line in said if "unable to resolve" not in line]
        return one_line("; ".join(named[-2:]) or "no message", 200)
