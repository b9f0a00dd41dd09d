"""What apt(8) says: its package indexes and its configuration."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.server.reply import Item, NotSeenError, Reply
from scanner.model import GapReason

_SECURITY = re.compile(r"security", re.IGNORECASE)
_SETTING = re.compile(r'^(\S+) "(.*)";$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Index:
    """One package index of `apt-cache policy`; `line` is how version tables name it."""

    line: str
    release: Mapping[str, str]

    def security(self, codename: str) -> bool:
        """Whether it brings security updates of this release (of any when the codename is empty)."""
        if not any(_SECURITY.search(self.release.get(key, "")) for key in "aln"):
            return False
        other = self.release.get("n", "")
        return not codename or not other or other.startswith(codename)


def indexes(item: Item, reply: Reply) -> Sequence[Index]:
    """The package indexes that apt knows; raises NotSeenError when it does not tell."""
    if item.status != 0:
        raise reply.failed(item, "apt-cache")
    found: list[Index] = []
    for text in item.lines():
        if text.startswith("Pinned packages"):
            return found
        if match := re.fullmatch(r" *-?\d+ (\S.*)", text):
            found.append(Index(match[1], {}))
        elif found and (match := re.fullmatch(r" +release (.*)", text)):
            pairs = (part.split("=", 1) for part in match[1].split(",") if "=" in part)
            found[-1] = Index(found[-1].line, dict(pairs))
    raise NotSeenError(GapReason.TRUNCATED, "apt-cache policy ended before its last heading")


def configuration(item: Item, reply: Reply) -> Mapping[str, Sequence[str]]:
    """`apt-config dump`: lower-case key to its values; a list `A::B::` comes under `a::b`."""
    if item.status != 0:
        raise reply.failed(item, "apt-config")
    found = _settings(item.out)
    if not found:
        raise NotSeenError(GapReason.MALFORMED, "apt-config dump told nothing")
    return found


@lru_cache(8)  # two facts ask for it, and most machines have the same
def _settings(out: bytes) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for key, value in _SETTING.findall(out.decode("utf-8", "replace")):
        found.setdefault(key.lower().rstrip(":"), []).append(value)
    return found


def on(values: Sequence[str]) -> bool:
    """A truth value of apt.conf(5), of the last setting; not set is off."""
    return bool(values) and values[-1].lower() in ("1", "true", "yes", "on", "with", "enable")
