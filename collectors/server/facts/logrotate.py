"""logrotate.conf(5): the global section and what each log block sets."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

MAIN = ("/etc/logrotate.conf", "/usr/etc/logrotate.conf")
INTERVALS = frozenset(("hourly", "daily", "weekly", "monthly", "yearly"))
TABOO_ENDS = [
    ",v",
    ".bak",
    ".cfsaved",
    ".disabled",
    ".dpkg-bak",
    ".dpkg-del",
    ".dpkg-dist",
    ".dpkg-new",
    ".dpkg-old",
    ".dpkg-tmp",
    ".rhn-cfg-tmp-*",
    ".rpmnew",
    ".rpmorig",
    ".rpmsave",
    ".swp",
    ".ucf-dist",
    ".ucf-new",
    ".ucf-old",
    "~",
]
"""The default tabooext list: files with these endings are not read by an include of a folder."""


@dataclass(slots=True)
class Settings:
    """What one section sets; None where it sets nothing."""

    frequency: str | None = None
    rotate: int | None = None
    maxage: int | None = None
    create: str | None = None
    limited: bool = False
    """By `maxsize`: whoever writes much shortens the time."""

    def take(self, key: str, value: str) -> None:
        """Applies one directive; the last of several wins."""
        if key in INTERVALS:
            self.frequency = key
        elif key == "size":
            self.frequency = "size_only"
        elif key == "maxsize":
            self.limited = True
        elif key == "rotate":
            self.rotate = _number(key, value)
        elif key == "maxage":
            self.maxage = _number(key, value)
        elif key == "create":
            mode = re.match(r"0*([0-7]{1,4})(?=\s|$)", value)
            self.create = mode[1].zfill(4) if mode else None


@dataclass(slots=True)
class Block:
    """One `logs { … }` section."""

    file: str
    line: int
    logs: list[str]
    settings: Settings = field(default_factory=Settings)


@dataclass(slots=True)
class Config:
    """All that was read, in the order of logrotate."""

    settings: Settings = field(default_factory=Settings)
    blocks: list[Block] = field(default_factory=list)


def logrotate(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when a file cannot be read or is not understood."""
    texts = parse_texts(reply.item("logrotate", "logrotate"), reply)
    main = next((path for path in MAIN if texts.states.get(path) not in (None, "A")), None)
    config = Config()
    if main is not None:
        texts.demand_all()
        _read(texts, main, config, 0)
    return {
        "installed": main is not None,
        "frequency": _frequency(config.settings, limited=config.settings.limited) or "size_only",
        "rotate": config.settings.rotate or 0,
        "maxage_days": config.settings.maxage,
        "create_mode": config.settings.create,
        "overrides": [_override(block, limited=config.settings.limited) for block in config.blocks],
    }


def _frequency(settings: Settings, *, limited: bool) -> str | None:
    return "size_only" if limited or settings.limited else settings.frequency


def _override(block: Block, *, limited: bool) -> Json:
    return {
        "file": block.file,
        "line": block.line,
        "logs": block.logs,
        "frequency": _frequency(block.settings, limited=limited),
        "rotate": block.settings.rotate,
        "maxage_days": block.settings.maxage,
        "create_mode": block.settings.create,
    }


def _read(texts: Texts, path: str, config: Config, depth: int) -> None:
    lines = texts.read(path)
    if lines is None or depth > 2:
        raise NotSeenError(
            GapReason.UNSUPPORTED, f"logrotate: {path} is included in a way that is not followed"
        )
    block: Block | None = None
    logs: list[str] = []
    for number, text in _statements(lines):
        if text == "{":
            block = Block(path, number, logs)
            config.blocks.append(block)
            logs = []
        elif text == "}":
            block = None
        elif block is None and text[:1] in "/\"'~*":
            logs.extend(_names(text, path))
        else:
            _directive(text, block, texts, config, depth)
    if block is not None or logs:
        raise NotSeenError(GapReason.MALFORMED, f"logrotate: {path} ends inside of a log block")


def _statements(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines without comments, with braces on their own."""
    for number, line in enumerate(lines, 1):
        text = re.sub(r"(^|\s)#.*$", "", line)
        for part in re.split(r"(?:(?<=\s)|^)([{}])(?=\s|$)|(\{)\s*$", text):
            if part and part.strip():
                yield number, part.strip()


def _directive(text: str, block: Block | None, texts: Texts, config: Config, depth: int) -> None:
    key, value = [*re.split(r"\s*=\s*|\s+", text, maxsplit=1), ""][:2]
    if key == "include" and block is None:
        for path in _included(texts, value.strip('"')):
            _read(texts, path, config, depth + 1)
        return
    (config.settings if block is None else block.settings).take(key, value)


def _included(texts: Texts, path: str) -> list[str]:
    state = texts.states.get(path)
    if state == "N":
        inside = [name for name in texts.files if name.startswith(path.rstrip("/") + "/")]
        return sorted(name for name in inside if not name.endswith(tuple(TABOO_ENDS)))
    return [] if state == "A" else [path]


def _names(text: str, path: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise NotSeenError(GapReason.MALFORMED, f"logrotate: {path} has unbalanced quotes") from None


def _number(key: str, value: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", value):
        raise NotSeenError(GapReason.MALFORMED, f"logrotate: the value of {key} is not a number")
    return int(value)
