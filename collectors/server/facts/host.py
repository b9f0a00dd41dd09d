"""Operating system and login defaults."""

import re
import shlex
from collections.abc import Sequence

from collectors.server.reply import NotSeenError, Reply, once
from collectors.server.texts import parse_texts, settings
from scanner.interfaces import Json
from scanner.model import GapReason

UID_MIN = 1000
"""What login.defs(5) means when it sets no UID_MIN."""


def operating_system(reply: Reply) -> Json:
    """os-release(5) and uname(1)."""
    texts = parse_texts(reply.item("os", "release"), reply)
    lines = texts.read("/etc/os-release")
    if lines is None:
        lines = texts.read("/usr/lib/os-release")
    if lines is None:
        raise NotSeenError(GapReason.UNSUPPORTED, "the machine has no os-release file")
    values = {key: _unquote(value) for key, value in settings(lines, "=").items()}
    return {
        # The defaults are those of os-release(5).
        "id": values.get("ID") or "linux",
        "version_id": values.get("VERSION_ID", ""),
        "pretty_name": values.get("PRETTY_NAME") or values.get("NAME") or "Linux",
        "kernel": reply.output("os", "kernel", "uname").text.strip(),
    }


_SIMPLE = re.compile(r'"([^"\\$`]*)"|([\w.:/+@%-]*)')


def _unquote(value: str) -> str:
    simple = _SIMPLE.fullmatch(value)
    if simple is not None:
        return simple[1] if simple[1] is not None else simple[2]
    try:
        return "".join(shlex.split(value))
    except ValueError:
        return value


def login_defs(reply: Reply) -> Json:
    """login.defs(5)."""
    values = _login_defs(reply)
    umask = values.get("UMASK") or None
    if umask is not None and not re.fullmatch(r"0?[0-7]{1,4}", umask):
        raise NotSeenError(GapReason.MALFORMED, "login.defs: UMASK is not an octal number")
    method = values.get("ENCRYPT_METHOD") or None
    return {
        "pass_max_days": _number(values, "PASS_MAX_DAYS"),
        "pass_min_days": _number(values, "PASS_MIN_DAYS"),
        "pass_warn_age": _number(values, "PASS_WARN_AGE"),
        "encrypt_method": method.upper() if method else None,
        "umask": umask,
        "uid_min": uid_min(reply),
    }


def uid_min(reply: Reply) -> int:
    """First uid of ordinary accounts."""
    number = _number(_login_defs(reply), "UID_MIN")
    return UID_MIN if number is None else number


@once
def _login_defs(reply: Reply) -> dict[str, str]:
    texts = parse_texts(reply.item("login_defs", "login_defs"), reply)
    texts.demand_all()
    found: dict[str, str] = {}
    # /etc/login.defs.d comes last in the listing and wins.
    for lines in (texts.files[path] for path in texts.states if path in texts.files):
        found.update(_unquoted(lines))
    return found


def _unquoted(lines: Sequence[str]) -> dict[str, str]:
    return {key: value.strip('"') for key, value in settings(lines).items()}


def _number(values: dict[str, str], key: str) -> int | None:
    value = values.get(key)
    if not value:
        return None
    if not re.fullmatch(r"-?\d{1,9}", value):
        raise NotSeenError(GapReason.MALFORMED, f"login.defs: {key} is not a number")
    return int(value)
