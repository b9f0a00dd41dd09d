"""The OpenSSH server, sshd_config(5): `sshd -T` for effective values, the files for Match blocks."""

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
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
FACTS = NUMBERS | SECONDS | LISTS | WORDS | {"match_blocks"}

_ALIASES = {
    "challengeresponseauthentication": "kbdinteractiveauthentication",
    "skeyauthentication": "kbdinteractiveauthentication",
    "dsaauthentication": "pubkeyauthentication",
}
_OLD_NAMES = {"without-password": "prohibit-password"}
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_MAX_DEPTH = 16


def installed(reply: Reply) -> bool:
    """Whether sshd is there; raises NotSeenError when an SSH server runs that is not found in its place."""
    if reply.item("sshd", "sshd").status == 0:
        return True
    running = reply.output("sshd", "running", "sh").lines()
    if "hidden" in running:
        raise reply.denied("sshd was not found in the usual places and running processes are hidden")
    if running:
        server = running[0].split()[0]
        detail = f"{server} runs, but OpenSSH's sshd was not found in the usual places"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    return False


def read(reply: Reply) -> Callable[[str], Json]:
    """A function from fact to value, which raises NotSeenError for what is not known."""
    config = Config()
    try:
        _parse_files(parse_texts(reply.item("sshd", "files"), reply), config)
    except NotSeenError as problem:
        config.hidden = problem
    effective, why_not = _effective(reply)

    def value(fact: str) -> Json:
        if fact == "match_blocks":
            return config.blocks()
        if effective is not None:
            return typed(fact, _effective_value(effective, fact))
        return typed(fact, config.value(fact, why_not), why_not)

    return value


def _effective_value(effective: dict[str, str], fact: str) -> str:
    # Before OpenSSH 8.7 the keyword had its older name.
    name = fact if fact in effective else "challengeresponseauthentication"
    if fact in effective or (fact == "kbdinteractiveauthentication" and name in effective):
        return effective[name]
    raise NotSeenError(GapReason.UNSUPPORTED, f"sshd -T of this version does not tell {fact}")


def _effective(reply: Reply) -> tuple[dict[str, str] | None, NotSeenError]:
    item = reply.maybe("sshd", "effective")
    if item is None:
        return None, reply.denied("sshd -T needs root; no configuration file sets this")
    if item.status == 0 and item.out:
        pairs = (line.split(" ", 1) for line in item.lines())
        return {pair[0].lower(): pair[1] for pair in pairs if len(pair) == 2}, reply.failed(item, "sshd -T")
    if re.search(r" line \d+|bad configuration|terminating", item.error, re.IGNORECASE):
        raise NotSeenError(GapReason.MALFORMED, f"sshd -T refuses the configuration: {item.error}")
    return None, reply.failed(item, "sshd -T")


@dataclass(slots=True)
class Block:
    """One Match block."""

    criteria: str
    file: str
    line: int
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Config:
    """What the files set. `hidden` is the first file out of reach: what comes after it is not certain."""

    globals: dict[str, str] = field(default_factory=dict)
    matches: list[Block] = field(default_factory=list)
    hidden: NotSeenError | None = None

    def value(self, keyword: str, default_unknown: NotSeenError) -> str:
        """The first value set, which is the one that counts; raises NotSeenError when there is none."""
        if keyword in self.globals:
            return self.globals[keyword]
        raise self.hidden or default_unknown

    def blocks(self) -> Json:
        """All Match blocks in order."""
        if self.hidden is not None:
            raise self.hidden
        return [
            {"criteria": b.criteria, "file": b.file, "line": b.line, "settings": b.settings}
            for b in self.matches
        ]


def _parse_files(texts: Texts, config: Config) -> None:
    if texts.states.get(MAIN) == "A":
        return
    for path, state in texts.states.items():
        if state == "D" and not path.startswith("/"):
            raise NotSeenError(GapReason.TRUNCATED, f"sshd_config: {path}")
    _parse_file(texts, MAIN, None, config, 0)


def _parse_file(texts: Texts, path: str, block: Block | None, config: Config, depth: int) -> None:
    """Include is followed in place; a Match inside an included file ends with that file."""
    lines = texts.read(path)
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
            for included in _included(texts, value):
                _parse_file(texts, included, block, config, depth + 1)
        else:
            keyword = _ALIASES.get(keyword, keyword)
            settings = config.globals if block is None else block.settings
            settings.setdefault(keyword, written(keyword, value))


def _included(texts: Texts, value: str) -> Iterator[str]:
    for pattern in _words(value):
        full = pattern if pattern.startswith("/") else f"/etc/ssh/{pattern}"
        if full not in texts.includes:
            raise NotSeenError(GapReason.MALFORMED, f"Include {pattern} was not followed")
        if texts.states.get(full) == "D":
            raise texts.out_of_reach(full)
        yield from texts.includes[full]


def _words(value: str) -> list[str]:
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
    if keyword in WORDS:
        return _OLD_NAMES.get(bare.lower(), bare.lower())
    return bare.lower() if bare.lower() in ("yes", "no", "none", "any") else bare


def typed(fact: str, value: str, default_unknown: NotSeenError | None = None) -> Json:
    """A value in the type of the schema; raises NotSeenError for lists that only change the default."""
    if fact in WORDS:
        return written(fact, value)
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
