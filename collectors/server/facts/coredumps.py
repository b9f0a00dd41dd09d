"""Whether memory images of crashed programs are kept: core(5), coredump.conf(5), systemd-system.conf(5)."""

import re
from collections.abc import Mapping

from collectors.server.facts.journald import FOLDERS
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

SECTION = "coredump"
YES, NO, UNDETERMINED = "yes", "no", "undetermined"
_DISCARDING = ("false", "true")
_KEEPING = ("apport", "abrt-hook-ccpp", "systemd-coredump")


def coredumps(reply: Reply) -> Json:
    """The fact; raises NotSeenError when the kernel's setting or a file cannot be read."""
    pattern = reply.output(SECTION, "pattern", "cat").text.strip()
    texts = parse_texts(reply.item(SECTION, "config"), reply)
    texts.demand_all()
    handler = pattern.lstrip("|").split(" ")[0].rpartition("/")[2] if pattern.startswith("|") else "file"
    storage = None
    if handler == "systemd-coredump":
        storage = _setting(texts, "coredump", "Coredump", "Storage") or "external"
        if storage not in ("external", "journal", "none"):
            raise NotSeenError(GapReason.MALFORMED, "coredump.conf: the value of Storage is not understood")
    return {
        "handler": handler,
        "storage": storage,
        "kept": _kept(handler, pattern, storage, texts, reply),
    }


def _kept(handler: str, pattern: str, storage: str | None, texts: Texts, reply: Reply) -> str:
    if storage is not None:
        return NO if storage == "none" else YES
    if handler == "file":
        return NO if not pattern else _files(texts, reply)
    if handler in _DISCARDING:
        return NO
    return YES if handler in _KEEPING else UNDETERMINED


def _files(texts: Texts, reply: Reply) -> str:
    """The kernel writes a file if the limit lets it; services inherit that of process 1."""
    limit = _setting(texts, "system", "Manager", "DefaultLimitCORE")
    soft = limit.split(":")[0] if limit else reply.output(SECTION, "limit", "awk").text.strip()
    if not soft:
        return UNDETERMINED
    return NO if soft == "0" else YES


def _setting(texts: Texts, name: str, section: str, key: str) -> str:
    """The value in force; drop-ins by their name come after the file, of several folders the first counts."""
    mains = (f"{folder}/systemd/{name}.conf" for folder in FOLDERS)
    main = next((path for path in mains if texts.states.get(path) == "F"), None)
    chosen: dict[str, str] = {}
    for folder in FOLDERS:
        prefix = f"{folder}/systemd/{name}.conf.d/"
        for path in texts.states:
            if path.startswith(prefix):
                chosen.setdefault(path.removeprefix(prefix), path)
    values: Mapping[str, str] = {}
    for path in [*([main] if main else []), *(chosen[drop_in] for drop_in in sorted(chosen))]:
        values = {**values, **_section(texts, path, section)}
    return values.get(key, "").lower()


def _section(texts: Texts, path: str, name: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    inside = False
    for line in texts.files.get(path, ()):
        if line.strip().startswith("["):
            inside = line.strip() == f"[{name}]"
        elif inside and (match := re.fullmatch(r"\s*(\w+)\s*=\s*(.*?)\s*", line)):
            found[match[1]] = match[2]
    return found
