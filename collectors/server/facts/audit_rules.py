"""Rules of auditctl(8), as it prints them and as people write them."""

import errno
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason

LISTS = frozenset(("task", "exit", "user", "exclude", "filesystem", "io_uring"))
ACTIONS = frozenset(("always", "never"))
ALL_PERMISSIONS = "arwx"
"""What a watch without -p records, in the order in which permissions are kept here."""

_FIELD = re.compile(r"(\w+)(!=|>=|<=|&=|=|>|<|&)(.*)", re.DOTALL)
_OPTIONS_WITH_VALUE = frozenset(("-b", "-f", "-e", "-r", "--backlog_wait_time", "-q", "-t", "-m", "-R"))
_OPTIONS_ALONE = frozenset(("-D", "-i", "-c", "-s", "-l", "--loginuid-immutable", "--reset-lost"))
_IDS = frozenset(
    ("auid", "uid", "euid", "suid", "fsuid", "gid", "egid", "sgid", "fsgid", "obj_uid", "obj_gid", "loginuid")
)
_UNSET = frozenset(("unset", "4294967295", "-1"))
_ARCHITECTURES = {
    "x86_64": "b64",
    "aarch64": "b64",
    "ppc64le": "b64",
    "s390x": "b64",
    "i386": "b32",
    "i686": "b32",
    "arm": "b32",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `fields` hold what has no place of its own, each as text such as `auid>=1000`.

    `plain` tells that the text left nothing to look up (names of users, numbers of system calls), so that
    two rules can be held against each other.
    """

    list: str
    action: str
    path: str | None
    permissions: str | None
    arch: str | None
    syscalls: frozenset[str]
    fields: frozenset[str]
    keys: frozenset[str]
    plain: bool = True

    @property
    def watch(self) -> bool:
        """auditctl -l prints it as `-w`, whatever its action is."""
        alone = not self.fields and not self.syscalls and self.arch is None
        return self.list == "exit" and self.path is not None and self.permissions is not None and alone

    def json(self) -> Json:
        """The rule as a fact."""
        return {
            "list": self.list,
            "action": self.action,
            "path": self.path,
            "permissions": self.permissions,
            "arch": self.arch,
            "syscalls": sorted(self.syscalls),
            "filters": sorted(self.fields),
            "keys": sorted(self.keys),
        }


class _Draft:
    """A rule in the making."""

    def __init__(self) -> None:
        self.place: tuple[str, str] | None = None
        self.path: str | None = None
        self.permissions: str | None = None
        self.arch: str | None = None
        self.syscalls: set[str] = set()
        self.fields: set[str] = set()
        self.keys: set[str] = set()
        self.plain = True

    def option(self, option: str, value: str, line: str) -> None:
        """One option of the rule with its value."""
        if option in ("-a", "-A"):
            self.place = _place(value, line)
        elif option == "-w":
            self.place, self.path = ("exit", "always"), _path(value)
        elif option == "-p":
            self.permissions = _permissions(value, line)
        elif option == "-k":
            self.keys.add(value)
        elif option == "-S":
            self._calls(value)
        elif option == "-C":
            self.fields.add(_comparison(value))
        elif option == "-F":
            self._field(value, line)
        else:
            raise _garbled(line)

    def _calls(self, value: str) -> None:
        names = [name for name in value.split(",") if name and name != "all"]
        self.syscalls.update(names)
        self.plain = self.plain and not any(name.isdigit() for name in names)

    def _field(self, text: str, line: str) -> None:
        match = _FIELD.fullmatch(text)
        if match is None:
            raise _garbled(line)
        name, operator, value = match.groups()
        if operator == "=" and name in ("path", "dir"):
            self.path = _path(value)
        elif operator == "=" and name == "perm":
            self.permissions = _permissions(value, line)
        elif operator == "=" and name == "key":
            self.keys.add(value)
        elif operator == "=" and name == "arch":
            self.arch = _ARCHITECTURES.get(value, value)
        else:
            value, known = _value(name, value)
            self.fields.add(f"{name}{operator}{value}")
            self.plain = self.plain and known

    def rule(self, line: str) -> Rule:
        """The finished rule."""
        if self.place is None:
            raise _garbled(line)
        list_, action = self.place
        if self.path is not None and self.permissions is None and line.lstrip().startswith("-w"):
            self.permissions = ALL_PERMISSIONS
        # On this list both words mean the same, and the kernel's listing knows only one.
        action = "always" if list_ == "exclude" else action
        return Rule(
            list_,
            action,
            self.path,
            self.permissions,
            self.arch,
            frozenset(self.syscalls),
            frozenset(self.fields),
            frozenset(self.keys),
            self.plain,
        )


def rules(lines: Sequence[str]) -> Iterator[Rule]:
    """Rules among the lines of a rules file or of `auditctl -l`; raises NotSeenError at what is neither."""
    for line in lines:
        words = _words(line)
        if not words or words[0] in _OPTIONS_WITH_VALUE | _OPTIONS_ALONE:
            continue
        draft = _Draft()
        if len(words) % 2:
            raise _garbled(line)
        for option, value in zip(words[::2], words[1::2], strict=True):
            draft.option(option, value, line)
        yield draft.rule(line)


def control(lines: Sequence[str], option: str) -> str | None:
    """The value of an option such as -e; of several the last counts, as augenrules(8) puts it last."""
    found = None
    for line in lines:
        words = _words(line)
        if len(words) > 1 and words[0] == option:
            found = words[1]
    return found


def _words(line: str) -> list[str]:
    text = line.strip()
    if not text or text.startswith("#"):
        return []
    try:
        return shlex.split(text)
    except ValueError:
        raise _garbled(line) from None


def _place(value: str, line: str) -> tuple[str, str]:
    first, _, second = value.partition(",")
    list_, action = (first, second) if first in LISTS else (second, first)
    if list_ not in LISTS or action not in ACTIONS:
        raise _garbled(line)
    return list_, action


def _path(value: str) -> str:
    return value.rstrip("/") or "/"


def _permissions(value: str, line: str) -> str:
    if not re.fullmatch(r"[rwxa]+", value):
        raise _garbled(line)
    return "".join(sorted(set(value)))


def _comparison(value: str) -> str:
    """Both sides may stand in either order."""
    match = re.fullmatch(r"(\w+)(!=|=)(\w+)", value)
    if match is None:
        return value
    first, second = sorted((match[1], match[3]))
    return f"{first}{match[2]}{second}"


def _value(name: str, value: str) -> tuple[str, bool]:
    """A value as auditctl prints it, and whether that could be told."""
    if name in _IDS:
        return _id(value)
    if name == "exit":
        return _exit(value), True
    if name == "success":
        return {"yes": "1", "no": "0"}.get(value, value), True
    if re.fullmatch(r"a[0-3]", name):
        return _argument(value)
    return value, True


def _id(value: str) -> tuple[str, bool]:
    if value in _UNSET:
        return "-1", True
    if value == "root":
        return "0", True
    return value, re.fullmatch(r"-?\d+", value) is not None


def _exit(value: str) -> str:
    match = re.fullmatch(r"-(\d+)", value)
    return f"-{errno.errorcode.get(int(match[1]), match[1])}" if match else value


def _argument(value: str) -> tuple[str, bool]:
    if re.fullmatch(r"0[xX][0-9a-fA-F]+", value):
        return f"0x{int(value, 16):x}", True
    if re.fullmatch(r"0[0-7]*|[1-9]\d*", value):
        return f"0x{int(value, 8 if value.startswith('0') else 10):x}", True
    return value, False


def _garbled(line: str) -> NotSeenError:
    return NotSeenError(GapReason.UNSUPPORTED, f"an audit rule is not understood: {line.strip()}")
