"""Command lines of backup tools as the probe reduces them: known words, options, absolute paths, numbers.

`?` stands for a word that did not leave the machine (a variable, a name), `@KIND` for a place elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.server.reply import NotSeenError, Reply
from scanner.model import GapReason

SECTION = "backup"
YES, NO, UNDETERMINED = "yes", "no", "undetermined"

# Options without a value, so that what follows them is a source.
_FLAGS = frozenset(
    [
        *("-n", "-q", "-v", "-x", "-s", "-p", "--archive", "--compress", "--create", "--debug", "--delete"),
        *("--dry-run", "--exclude-caches", "--gzip", "--json", "--list", "--no-encryption", "--no-scan"),
        *("--noatime", "--numeric-ids", "--one-file-system", "--progress", "--quiet", "--show-rc", "--stats"),
        "--verbose",
    ]
)
_DRY = frozenset(("-n", "--dry-run"))


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `origin` is `cron:FILE`, `idle:FILE` (cron passes over that file) or `unit:NAME`.

    `file` is where it stands (a script, maybe).
    """

    origin: str
    file: str
    tool: str
    words: Sequence[str]
    environment: Mapping[str, str]

    @property
    def dry(self) -> bool:
        """Whether it only shows what it would do."""
        return any(word in _DRY for word in self.words)

    def has(self, *wanted: str) -> bool:
        """Whether one of these words occurs."""
        return any(word in self.words for word in wanted)

    def option(self, *names: str) -> str | None:
        """The value of an option, as `--name=value` or in two words."""
        for index, word in enumerate(self.words):
            name, equals, value = word.partition("=")
            if name in names:
                follows = self.words[index + 1 : index + 2]
                return value if equals else (follows[0] if follows else None)
        return None

    def options(self, *names: str) -> list[str]:
        """All values of an option that may come several times."""
        found = []
        for index, word in enumerate(self.words):
            name, equals, value = word.partition("=")
            if name in names and equals:
                found.append(value)
            elif name in names:
                found += self.words[index + 1 : index + 2]
        return found

    def positional(self, valued: Sequence[str] = ()) -> list[str]:
        """Words that are neither an option nor (as far as can be told) the value of one."""
        found: list[str] = []
        before = ""
        for word in self.words:
            if not word.startswith("-") and not self._is_value(word, before, valued):
                found.append(word)
            before = word
        return found

    def _is_value(self, word: str, before: str, valued: Sequence[str]) -> bool:
        if not before.startswith("-") or "=" in before or before in _FLAGS:
            return False
        # An option that is not known here: a path after it is rather a source, anything else its value.
        return before in valued or not word.startswith(("/", "@"))


@dataclass(frozen=True, slots=True)
class Schedule:
    """All commands, what starts them, and the files that were out of reach.

    `cron` tells whether a cron runs at all.
    """

    commands: Sequence[Command]
    timers: Mapping[str, bool]
    hidden: Sequence[str]
    cron: str

    def of(self, origin: str) -> str:
        """Whether something starts what has this origin."""
        kind, _, name = origin.partition(":")
        if kind == "cron":
            return self.cron
        return YES if self.timers.get(name) else NO

    def tool(self, name: str, *words: str) -> str:
        """Whether something starts this tool (with one of the words, if any are given)."""
        mine = [c for c in self.commands if c.tool == name and not c.dry and (not words or c.has(*words))]
        starts = {self.of(command.origin) for command in mine}
        if YES in starts:
            return YES
        return UNDETERMINED if self.hidden or UNDETERMINED in starts else NO


def schedule(reply: Reply) -> Schedule:
    """Raises NotSeenError when the commands did not arrive or were not understood."""
    rows: list[tuple[str, str, list[str]]] = []
    hidden = []
    for line in reply.output(SECTION, "commands", "awk").lines():
        parts = line.split("\t")
        if len(parts) != 3:
            raise NotSeenError(GapReason.MALFORMED, "the commands of the backups came back garbled")
        if parts[0] == "denied":
            hidden.append(parts[1])
        else:
            rows.append((parts[0], parts[1], parts[2].split()))
    environments: dict[str, dict[str, str]] = {}
    for origin, _, words in rows:
        environments.setdefault(origin, {}).update(_environment(words))
    commands = [
        Command(origin, file, *_tool(words), environment=environments[origin])
        for origin, file, words in rows
        if any("=" not in word for word in words)
    ]
    return Schedule(commands, _timers(reply), hidden, _cron(reply))


_CRON = {"running": YES, "absent": NO, "hidden": UNDETERMINED}


def _cron(reply: Reply) -> str:
    said = reply.output(SECTION, "cron", "sh").text.strip()
    if said not in _CRON:
        raise NotSeenError(GapReason.MALFORMED, "whether cron runs came back garbled")
    return _CRON[said]


def _environment(words: Sequence[str]) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.replace("_", "").isalnum():
            break
        found[name] = value
    return found


def _tool(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    rest = list(words)
    while rest and "=" in rest[0]:
        rest.pop(0)
    return (rest[0], rest[1:]) if rest else ("", ())


def _timers(reply: Reply) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for line in reply.output(SECTION, "timers", "sh").lines():
        words = line.split(" ")
        if len(words) == 3:
            on = words[2] in ("enabled", "enabled-runtime", "static")
            found[words[1]] = found.get(words[1], False) or on
    return found
