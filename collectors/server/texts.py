"""Text files of the machine, as the probe's `texts` sends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.server.reply import Item, NotSeenError, Reply
from scanner.model import GapReason


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
    current: list[str] | None = None
    pattern: list[str] | None = None
    for line in item.lines():
        kind, rest = line[:1], line[1:]
        if kind in ("F", "N", "A", "D"):
            # A path named twice keeps the worse state.
            states[rest] = "D" if "D" in (kind, states.get(rest)) else kind
        elif kind == "=":
            current = files[rest] = []
        elif kind == "\t" and current is not None:
            current.append(rest)
        elif kind == "I":
            pattern = includes[rest] = []
        elif kind == ">" and pattern is not None:
            pattern.append(rest)
        else:
            raise NotSeenError(GapReason.MALFORMED, "a configuration file's text came back garbled")
    return Texts(states, files, includes, reply)


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
