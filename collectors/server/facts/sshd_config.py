"""The files of the OpenSSH server, sshd_config(5)."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from collectors.server.reply import NotSeenError
from collectors.server.texts import Files
from scanner.interfaces import Json
from scanner.model import GapReason

MAIN = "/etc/ssh/sshd_config"
NUMBERS = frozenset(("maxauthtries", "clientalivecountmax"))
SECONDS = frozenset(("logingracetime", "clientaliveinterval"))
LISTS = frozenset(("ciphers", "macs", "kexalgorithms", "hostkeyalgorithms"))
WORDS = frozenset(
    [
        "permitrootlogin",
        "passwordauthentication",
        "permitemptypasswords",
        "pubkeyauthentication",
        "kbdinteractiveauthentication",
        "hostbasedauthentication",
        "ignorerhosts",
        "x11forwarding",
        "allowtcpforwarding",
        "allowagentforwarding",
        "permituserenvironment",
        "usepam",
        "loglevel",
        "gatewayports",
        "strictmodes",
        "permittunnel",
    ]
)
ADDED_UP = frozenset(("allowusers", "allowgroups", "denyusers", "denygroups"))
"""Every line of these keywords counts, not the first alone."""
DEFAULTS = {
    **dict.fromkeys(ADDED_UP, ""),
    "authenticationmethods": "any",
    "authorizedkeysfile": ".ssh/authorized_keys .ssh/authorized_keys2",
    "authorizedkeyscommand": "none",
    "trustedusercakeys": "none",
}
"""What holds without a line, the same in every build of OpenSSH since 5.9 (sshd_config(5))."""
FACTS = NUMBERS | SECONDS | LISTS | WORDS | DEFAULTS.keys() | {"match_blocks"}

ALIASES = {
    "challengeresponseauthentication": "kbdinteractiveauthentication",
    "skeyauthentication": "kbdinteractiveauthentication",
    "dsaauthentication": "pubkeyauthentication",
}
_OLD_NAMES = {"without-password": "prohibit-password"}
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_MAX_DEPTH = 16


@dataclass(slots=True)
class Block:
    """One Match block."""

    criteria: str
    file: str
    line: int
    settings: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """By keyword, the line that counts."""


@dataclass(slots=True)
class Config:
    """What the files set. `hidden` is the first file out of reach: what comes after it is not certain.

    `places` are file and line of what counts of the global settings.
    """

    globals: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    matches: list[Block] = field(default_factory=list)
    hidden: NotSeenError | None = None

    def take(self, block: Block | None, keyword: str, value: str, place: tuple[str, int]) -> None:
        """Take in one line of a Match block, or of none."""
        keyword = ALIASES.get(keyword, keyword)
        settings = self.globals if block is None else block.settings
        if keyword in ADDED_UP and keyword in settings:
            settings[keyword] += f" {value}"
        settings.setdefault(keyword, written(keyword, value))
        if block is None:
            self.places.setdefault(keyword, place)
        else:
            block.lines.setdefault(keyword, place[1])

    def value(self, keyword: str, default_unknown: NotSeenError) -> str:
        """The first value set, which is the one that counts; raises NotSeenError when there is none."""
        if keyword in ADDED_UP and self.hidden is not None:
            raise self.hidden
        if keyword in self.globals:
            return self.globals[keyword]
        if keyword in DEFAULTS and self.hidden is None:
            return DEFAULTS[keyword]
        raise self.hidden or default_unknown

    def blocks(self) -> Json:
        """All Match blocks in order."""
        if self.hidden is not None:
            raise self.hidden
        return [
            {"criteria": b.criteria, "file": b.file, "line": b.line, "settings": b.settings}
            for b in self.matches
        ]


def config_of(files: Files, main: str) -> "Config":
    """What a file and those that it includes set, up to the first that is out of reach."""
    config = Config()
    try:
        if not files.absent(main):
            _parse_file(files, main, None, config, 0)
    except NotSeenError as problem:
        config.hidden = problem
    return config


def _parse_file(files: Files, path: str, block: Block | None, config: Config, depth: int) -> None:
    """Include is followed in place; a Match inside an included file ends with that file."""
    lines = files.read(path)
    if lines is None or depth > _MAX_DEPTH:
        raise NotSeenError(GapReason.MALFORMED, f"{path} was not read")
    outer = block
    for number, line in enumerate(lines, 1):
        keyword, value = split_line(line)
        if not keyword:
            continue
        if keyword == "match":
            block = Block(value, path, number)
            if outer is not None:
                block.criteria = f"{outer.criteria} {value}"
            config.matches.append(block)
        elif keyword == "include":
            for included in _included(files, value):
                _parse_file(files, included, block, config, depth + 1)
        else:
            config.take(block, keyword, value, (path, number))


def _included(files: Files, value: str) -> Iterator[str]:
    for pattern in words(value):
        full = pattern if pattern.startswith("/") else f"/etc/ssh/{pattern}"
        found = files.included(full)
        if found is None:
            raise NotSeenError(GapReason.MALFORMED, f"Include {pattern} was not followed")
        yield from found


def words(value: str) -> list[str]:
    """The words of a value, some in quotes; raises NotSeenError when a quote is not closed."""
    if not set(value) & set("\"'\\#"):
        return value.split()
    try:
        return shlex.split(value, comments=True)
    except ValueError:
        raise NotSeenError(GapReason.MALFORMED, "sshd_config has unbalanced quotes") from None


def split_line(line: str) -> tuple[str, str]:
    """Keyword in lower case and value of one line; both empty for blanks and comments."""
    match = re.match(r'\s*"?([A-Za-z0-9]+)"?(?:\s*=\s*|\s+)(.*?)\s*$', line)
    if match is None:
        return "", ""
    return match[1].lower(), re.sub(r"\s#.*$", "", match[2]).strip()


def written(keyword: str, value: str) -> str:
    """A value as the schema has it: enumerations in lower case, lists and paths as written."""
    bare = value.strip('"')
    if keyword in ADDED_UP:
        return value
    if keyword in WORDS:
        return _OLD_NAMES.get(bare.lower(), bare.lower())
    return bare.lower() if bare.lower() in ("yes", "no", "none", "any") else bare


def typed(fact: str, value: str, default_unknown: NotSeenError | None = None) -> Json:
    """A value in the type of the schema; raises NotSeenError for lists that only change the default."""
    if fact in WORDS or fact in ("authorizedkeyscommand", "trustedusercakeys"):
        return written(fact, value)
    if fact in DEFAULTS:
        return words(value)
    if fact in LISTS:
        if value[:1] in "+-^" and default_unknown is not None:
            detail = f"{default_unknown.detail}; the files only change the compiled-in list of {fact}"
            raise NotSeenError(default_unknown.reason, detail)
        return [name for name in value.split(",") if name]
    seconds = (
        _seconds(value) if fact in SECONDS else (int(value) if re.fullmatch(r"\d{1,9}", value) else None)
    )
    if seconds is None:
        raise NotSeenError(GapReason.MALFORMED, f"sshd_config: the value of {fact} is not understood")
    return seconds


def _seconds(value: str) -> int | None:
    """TIME FORMATS of sshd_config(5)."""
    if not re.fullmatch(r"(\d{1,9}[smhdwSMHDW]?)+", value):
        return None
    return sum(int(n) * _UNITS[unit.lower()] for n, unit in re.findall(r"(\d+)([a-zA-Z]?)", value))
