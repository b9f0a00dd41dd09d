"""Text files of the machine, as the probe's `texts` sends them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from collectors.server.reply import Item, NotSeenError, Reply
from scanner.model import GapReason


class Files(Protocol):
    """Configuration files by absolute path, of a machine or of a source that describes one."""

    def read(self, path: str) -> Sequence[str] | None:
        """Lines of a file, None when there is no such file; raises NotSeenError when it cannot be read."""
        ...

    def included(self, pattern: str) -> Sequence[str] | None:
        """The files of a pattern, in order; None when it was not followed. Raises NotSeenError, as above."""
        ...

    def absent(self, path: str) -> bool:
        """Whether it is certain that there is no such file."""
        ...


@dataclass(frozen=True, slots=True)
class Texts:
    """Files by path. `states`: F read, N there but no regular file, A absent, D out of reach.

    `includes` holds, for each pattern that was expanded on the machine, the paths it gave, in order.
    """

    states: Mapping[str, str]
    files: Mapping[str, Sequence[str]]
    includes: Mapping[str, Sequence[str]]
    reply: Reply

    def read(self, path: str) -> Sequence[str] | None:
        """Lines of a file, None when there is no such file; raises NotSeenError when it cannot be read."""
        state = self.states.get(path)
        if state == "F":
            return self.files.get(path, ())
        if state in ("A", "N"):
            return None
        raise self.out_of_reach(path)

    def included(self, pattern: str) -> Sequence[str] | None:
        """The files of a pattern, in order; None when it was not followed. Raises NotSeenError, as above."""
        if self.states.get(pattern) == "D":
            raise self.out_of_reach(pattern)
        return self.includes.get(pattern)

    def absent(self, path: str) -> bool:
        """Whether it is certain that there is no such file."""
        return self.states.get(path) == "A"

    def out_of_reach(self, path: str) -> NotSeenError:
        """Why a path was not read."""
        if self.states.get(path) == "D":
            return self.reply.denied(f"{path} is not readable")
        return NotSeenError(GapReason.MALFORMED, f"{path} was not read")

    def demand_all(self) -> None:
        """Raises NotSeenError when any path is out of reach."""
        for path, state in self.states.items():
            if state == "D":
                raise self.out_of_reach(path)


def parse_texts(item: Item, reply: Reply) -> Texts:
    """Reads the probe's format; raises NotSeenError when it is not that."""
    if item.status != 0:
        raise reply.failed(item, "awk")
    states: dict[str, str] = {}
    files: dict[str, list[str]] = {}
    includes: dict[str, list[str]] = {}
    pattern: list[str] | None = None
    head, *parts = ("\n" + item.text.removesuffix("\n")).split("\n=")
    remarks = head[1:].split("\n") if head and item.out else []
    for part in parts:
        path, *below = part.split("\n", 1)
        files[path], more = _own_lines(*below)
        remarks += more
    for line in remarks:
        kind, rest = line[:1], line[1:]
        if kind in ("F", "N", "A", "D"):
            # A path named twice keeps the worse state.
            states[rest] = "D" if "D" in (kind, states.get(rest)) else kind
        elif kind == "I":
            pattern = includes[rest] = []
        elif kind == ">" and pattern is not None:
            pattern.append(rest)
        else:
            raise NotSeenError(GapReason.MALFORMED, "a configuration file's text came back garbled")
    return Texts(states, files, includes, reply)


def _own_lines(text: str | None = None) -> tuple[list[str], list[str]]:
    """Lines of a file, which come after a tab, and the other lines that stand below its name."""
    if text is None:
        return [], []
    if text.startswith("\t") and text.count("\n") == text.count("\n\t"):
        return text[1:].split("\n\t"), []
    lines = text.split("\n")
    return [line[1:] for line in lines if line[:1] == "\t"], [line for line in lines if line[:1] != "\t"]


def settings(lines: Sequence[str], separator: str | None = None) -> dict[str, str]:
    """`key value` or `key = value` lines; the last one wins, comments are dropped."""
    found: dict[str, str] = {}
    for line in lines:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        key, *value = text.split(separator, 1)
        found[key.strip()] = value[0].strip() if value else ""
    return found


def joined_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines with those that a backslash at the end continues, each with the number of its first, from 1."""
    held, start = "", 0
    for number, line in enumerate(lines, 1):
        start = start or number
        if line.endswith("\\"):
            held += line[:-1]
            continue
        yield start, held + line
        held, start = "", 0
    if held:
        yield start, held
