"""journald.conf(5) with its drop-ins."""

import re
from collections.abc import Sequence

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

FOLDERS = ("/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib")
_DAY = 86400.0
_UNITS = {
    "usec us µs": 1e-6,
    "msec ms": 1e-3,
    "seconds second sec s": 1.0,
    "minutes minute min m": 60.0,
    "hours hour hr h": 3600.0,
    "days day d": _DAY,
    "weeks week w": 7 * _DAY,
    "months month M": 30.44 * _DAY,
    "years year y": 365.25 * _DAY,
}
_SECONDS = {name: factor for names, factor in _UNITS.items() for name in names.split()}
_TRUE, _FALSE = ("1", "yes", "y", "true", "t", "on"), ("0", "no", "n", "false", "f", "off")


def journald(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when a file cannot be read or a value is not understood."""
    texts = parse_texts(reply.item("journald", "journald"), reply)
    texts.demand_all()
    places = reply.output("journald", "places", "sh").lines()
    if len(places) != 2:
        raise NotSeenError(GapReason.MALFORMED, "the folders of journald were not looked at")
    values, shown = effective(texts, "journald", "Journal")
    storage = (values.get("Storage") or "auto").lower()
    if storage not in ("volatile", "persistent", "auto", "none"):
        raise NotSeenError(GapReason.MALFORMED, "journald.conf: the value of Storage is not understood")
    return {
        "in_use": places[0][0] == "N",
        "storage": storage,
        "max_retention_days": retention_days(values.get("MaxRetentionSec", "")),
        "persistent_directory": places[1][0] in "ND",
        "forward_to_syslog": _boolean(values.get("ForwardToSyslog") or shown.get("ForwardToSyslog", "no")),
    }


def effective(texts: Texts, name: str, section: str) -> tuple[dict[str, str], dict[str, str]]:
    """Values in force of a NAME.conf of systemd, and the built-in defaults that its shipped file comments."""
    mains = (f"{folder}/systemd/{name}.conf" for folder in FOLDERS)
    main = next((path for path in mains if texts.states.get(path) in ("F", "N")), None)
    values: dict[str, str] = {}
    shown: dict[str, str] = {}
    for path in ([main] if main else []) + _drop_ins(texts, name):
        values.update(_section(texts.files.get(path, ()), section, r"\s*"))
    if main:
        shown = _section(texts.files.get(main, ()), section, r"#\s*")
    return values, shown


def _drop_ins(texts: Texts, name: str) -> list[str]:
    """Sorted by name; of files with the same name the first folder's counts, /dev/null hides it."""
    chosen: dict[str, str] = {}
    for folder in FOLDERS:
        prefix = f"{folder}/systemd/{name}.conf.d/"
        for path in texts.states:
            if path.startswith(prefix):
                chosen.setdefault(path.removeprefix(prefix), path)
    return [chosen[drop_in] for drop_in in sorted(chosen)]


def _section(lines: Sequence[str], section: str, prefix: str) -> dict[str, str]:
    found: dict[str, str] = {}
    inside = False
    for line in lines:
        if line.strip().startswith("["):
            inside = line.strip() == f"[{section}]"
        elif inside and (match := re.fullmatch(prefix + r"(\w+)\s*=\s*(.*?)\s*", line)):
            found[match[1]] = match[2]
    return found


def retention_days(span: str) -> float | None:
    """A time span of systemd.time(7) in days; None for no limit."""
    if span in ("", "0", "infinity"):
        return None
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([A-Za-zµ]*)", span)
    rest = re.sub(r"(\d+(?:\.\d+)?)\s*([A-Za-zµ]*)", "", span).strip()
    if not parts or rest or any(unit and unit not in _SECONDS for _, unit in parts):
        raise NotSeenError(GapReason.MALFORMED, "journald.conf: MaxRetentionSec is not a time span")
    seconds = sum(float(number) * _SECONDS.get(unit, 1.0) for number, unit in parts)
    return round(seconds / _DAY, 6) or None


def _boolean(value: str) -> bool:
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise NotSeenError(GapReason.MALFORMED, "journald.conf: ForwardToSyslog is neither yes nor no")
