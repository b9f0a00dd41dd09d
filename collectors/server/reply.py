"""What the probe said: sections of items, and what is missing of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Generic, TypeVar, cast

from scanner.model import GapReason

T = TypeVar("T")

NEEDS_ROOT = "needs root; selfaudit doctor tells how to allow just that"
SUDO_REFUSED = "sudo -n refused"
OUTDATED = "the installed probe is of another version or configuration; selfaudit doctor prints the new one"


class NotSeenError(Exception):
    """A fact could not be looked at; becomes a Gap."""

    def __init__(self, reason: GapReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = one_line(detail)


def one_line(text: str, limit: int = 400) -> str:
    """Text of foreign origin made fit for a detail: printable, one line, at most `limit` characters."""
    clean = " ".join(text.split())
    if not clean.isprintable():
        clean = " ".join("".join(char if char.isprintable() else " " for char in clean).split())
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Item:
    """Output of one command on the machine. `status` is its exit status, 127 when it is not installed."""

    out: bytes
    status: int
    error: str

    @property
    def text(self) -> str:
        """Standard output; bytes that are not UTF-8 become U+FFFD."""
        return self.out.decode("utf-8", "replace")

    def lines(self) -> list[str]:
        """Lines of the output, split at newlines only."""
        return self.text.removesuffix("\n").split("\n") if self.out else []


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one section by name, and why the section is not whole (None when it is)."""

    items: Mapping[str, Item]
    broken: NotSeenError | None = None
    kept: bool = False
    """Whole, and this very object stands for the section of every machine that says the same."""


@dataclass(frozen=True, slots=True)
class Reply:
    """All sections of one machine. `absent` is why a section that is not there is missing."""

    sections: dict[str, Section]
    absent: NotSeenError
    sudo_refused: str | None = None
    root: bool = field(default=False)
    _worked_out: "dict[_Work, _Answer]" = field(default_factory=dict, repr=False, compare=False)
    _reading: list[set[str]] = field(default_factory=list, repr=False, compare=False)
    """The names of the sections that each function under way has read, those of the innermost last."""

    def once(self, work: Callable[["Reply"], T]) -> T:
        """What a function makes of this reply, or the NotSeenError that it raises, worked out once."""
        return cast("T", self._answer(work).give())

    def alike(self, work: Callable[["Reply"], T]) -> T:
        """The same, worked out once for all machines that say the same in the sections that it reads.

        For functions that make data of a reply and nothing else: they are not run again.
        """
        if work not in self._worked_out:
            answer = next((known for known in _ALIKE.get(work, ()) if known.holds_for(self)), None)
            if answer is not None:
                self._worked_out[work] = answer
            elif self._answer(work).can_be_kept:
                _keep(work, self._worked_out[work])
        return self.once(work)

    def _answer(self, work: "_Work") -> "_Answer":
        if work not in self._worked_out:
            self._worked_out[work] = self._work_out(work)
        answer = self._worked_out[work]
        if self._reading:
            self._reading[-1].update(answer.read)
        return answer

    def _work_out(self, work: "_Work") -> "_Answer":
        self._reading.append(set())
        try:
            value = work(self)
        except NotSeenError as problem:
            value = problem
        finally:
            read = self._reading.pop()
            if self._reading:  # whoever asked for it went by the same, also when it ends in an error
                self._reading[-1].update(read)
        return _Answer(value, {name: self.sections.get(name) for name in read}, self.root, self.sudo_refused)

    def release(self) -> None:
        """Let go of all that was said: errors that facts keep hold their stack, and with it this reply."""
        self._worked_out.clear()
        self.sections.clear()

    def item(self, section: str, name: str) -> Item:
        """One item; raises NotSeenError when it did not arrive."""
        found = self.maybe(section, name)
        if found is None:
            raise NotSeenError(GapReason.MALFORMED, f"the probe's section {section} came without {name}")
        return found

    def maybe(self, section: str, name: str) -> Item | None:
        """One item, None when a whole section came without it; raises NotSeenError when it was cut."""
        if self._reading:
            self._reading[-1].add(section)
        part = self.sections.get(section)
        if part is None:
            raise self.absent
        if name in part.items:
            return part.items[name]
        if part.broken is not None:
            raise part.broken
        return None

    def output(self, section: str, name: str, tool: str) -> Item:
        """An item whose command must have worked; raises NotSeenError otherwise."""
        item = self.item(section, name)
        if item.status != 0:
            raise self.failed(item, tool)
        return item

    def failed(self, item: Item, tool: str) -> NotSeenError:
        """Why a command on the machine did not work."""
        if item.status in (126, 127):
            return NotSeenError(GapReason.TOOL_ABSENT, f"{tool} is not installed or not in PATH; install it")
        if _DENIED.search(item.error):
            return self.denied(f"{tool}: {item.error}")
        return NotSeenError(
            GapReason.UNSUPPORTED, f"{tool} failed with status {item.status}: {item.error or 'no message'}"
        )

    def denied(self, what: str) -> NotSeenError:
        """Something that needs more rights, with the way to give them."""
        if self.root:
            hint = "refused even to root"
        elif self.sudo_refused is not None:
            hint = f"{SUDO_REFUSED}: {self.sudo_refused}"
        else:
            hint = NEEDS_ROOT
        return NotSeenError(GapReason.DENIED, f"{what}; {hint}")


_Work = Callable[[Reply], object]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a function made of a reply, and all that it went by."""

    value: object
    """A NotSeenError stands for itself, raised."""
    read: Mapping[str, Section | None]
    root: bool
    sudo_refused: str | None

    def give(self) -> object:
        """The value; raises the NotSeenError."""
        if isinstance(self.value, NotSeenError):
            raise self.value.with_traceback(None)
        return self.value

    @property
    def can_be_kept(self) -> bool:
        """Not for errors, which hold their stack, nor for what is not whole."""
        whole = all(section is not None and section.kept for section in self.read.values())
        return whole and not isinstance(self.value, NotSeenError)

    def holds_for(self, reply: Reply) -> bool:
        """Whether the function would read the same in another reply."""
        same = all(reply.sections.get(name) is section for name, section in self.read.items())
        return same and (self.root, self.sudo_refused) == (reply.root, reply.sudo_refused)


_KEPT = 8
"""Answers of a function that are kept, the newest first: machines are of a few kinds."""
_FUNCTIONS = 512
"""As many functions at most have answers that are kept; of those for one set of paths there may be more."""
_ALIKE: dict[_Work, tuple[_Answer, ...]] = {}
_LOCK = Lock()


def _keep(work: _Work, answer: _Answer) -> None:
    with _LOCK:
        _ALIKE[work] = (answer, *_ALIKE.get(work, ())[: _KEPT - 1])
        if len(_ALIKE) > _FUNCTIONS:
            del _ALIKE[next(iter(_ALIKE))]


@dataclass(frozen=True, slots=True)
class Of(Generic[T]):
    """A function of a reply and a section's name as one of the reply alone."""

    work: Callable[[Reply, str], T]
    section: str

    def __call__(self, reply: Reply) -> T:
        """What it makes of the reply."""
        return self.work(reply, self.section)


def once(work: Callable[[Reply], T]) -> Callable[[Reply], T]:
    """Decorates a function that several facts share: its answer must not be changed by them."""

    @wraps(work)
    def remembered(reply: Reply) -> T:
        return reply.once(work)

    return remembered


def alike(work: Callable[[Reply], T]) -> Callable[[Reply], T]:
    """Decorates a function that makes data of a reply: one answer serves all machines that say the same."""

    @wraps(work)
    def remembered(reply: Reply) -> T:
        return reply.alike(work)

    return remembered


_DENIED = re.compile(r"permission denied|operation not permitted|must be root", re.IGNORECASE)
