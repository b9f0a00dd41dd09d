"""Jobs that purge files by their age: tmpfiles.d(5), and `find -mtime` started by timers of systemd."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.facts.journald import retention_days
from collectors.server.reply import NotSeenError, Reply, alike
from collectors.server.texts import Texts, parse_texts
from scanner.model import GapReason

SECTION = "retention_jobs"
_FOLDERS = ("/etc/tmpfiles.d", "/run/tmpfiles.d", "/usr/local/lib/tmpfiles.d", "/usr/lib/tmpfiles.d")


@dataclass(frozen=True, slots=True)
class Purge:
    """One purge. `age_days` is None when it is not told in days; `runs` says whether something starts it."""

    kind: str
    file: str
    path: str
    age_days: float | None
    runs: bool

    def datasets(self, paths: Sequence[str]) -> list[str]:
        """Dataset paths that lie in what is purged; of one that has a part which is, the rest stays."""
        mine = re.sub(r"/\*?$", "", self.path)
        return [path for path in paths if _within(path, mine)]


def _within(path: str, folder: str) -> bool:
    folder = folder.rstrip("/")
    return path.rstrip("/") == folder or path.startswith(folder + "/")


@alike
def purges(reply: Reply) -> list[Purge]:
    """All purges of the machine; raises NotSeenError when a file is out of reach or not understood."""
    return [*_tmpfiles(reply), *_finds(reply)]


def _tmpfiles(reply: Reply) -> Iterator[Purge]:
    texts = parse_texts(reply.item(SECTION, "tmpfiles"), reply)
    texts.demand_all()
    runs = reply.item(SECTION, "clean").text.strip() in ("enabled", "static", "enabled-runtime")
    for file in _in_force(texts):
        for line in texts.files.get(file, ()):
            parts = line.split("\t")
            age = _age(parts[2], file) if len(parts) == 3 else None
            if age is not None:
                yield Purge("tmpfiles", file, parts[1].strip("\"'"), age, runs)


def _in_force(texts: Texts) -> list[str]:
    """Of files with the same name the first folder's counts."""
    chosen: dict[str, str] = {}
    for folder in _FOLDERS:
        for path in texts.states:
            if path.startswith(folder + "/"):
                chosen.setdefault(path.removeprefix(folder + "/"), path)
    return [chosen[name] for name in sorted(chosen)]


def _age(text: str, file: str) -> float | None:
    """`30d`, `m:30d`, `~30d`; None for no age."""
    span = re.sub(r"^~?([aAbBcCmM]+:)?", "", text)
    if span in ("", "-"):
        return None
    try:
        return retention_days(span) or 0.0
    except NotSeenError:
        raise NotSeenError(GapReason.MALFORMED, f"{file}: the age {text!r} is no time span") from None


def _finds(reply: Reply) -> Iterator[Purge]:
    timers = _timers(reply)
    for line in reply.output(SECTION, "finds", "awk").lines():
        parts = line.split("\t")
        if len(parts) != 4:
            raise NotSeenError(GapReason.MALFORMED, "the purges of the timers came back garbled")
        age = float(parts[3]) if re.fullmatch(r"\d{1,6}", parts[3]) else None
        yield Purge("timer", parts[1], parts[2], age, timers.get(parts[0], False))


def _timers(reply: Reply) -> Mapping[str, bool]:
    rows = [line.split(" ") for line in reply.output(SECTION, "timers", "sh").lines()]
    return {row[1]: row[2] in ("enabled", "static", "enabled-runtime") for row in rows if len(row) == 3}
