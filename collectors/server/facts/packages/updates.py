"""Security updates that are missing, as the package manager knows them without asking the network."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from collectors.server.facts.packages import apt, held
from collectors.server.facts.packages.manager import APK, APT, ZYPPER, instant, manager, release, section
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

FACT = "security_updates"
CAP = 50
"""Updates that are named; the count is of all."""

_SEVERITIES = ("critical", "important", "moderate", "low")
_FAMILIES = {"critical": "critical", "important": "important", "moderate": "moderate", "low": "low"}
_NEVRA = re.compile(r"(?P<name>.+)-(?P<version>(?:\d+:)?[^-]+-[^-]+?)(?:\.(?P<arch>[A-Za-z0-9_]+))?")


_KERNEL_NOTE = "Security: "
"""Begins dnf's remark on a kernel that is installed but does not run; see the fact `reboot`."""


@dataclass(frozen=True, slots=True)
class Update:
    """One package or patch with a newer version; `issued` as RFC 3339."""

    name: str
    version: str
    severity: str | None = None
    issued: str | None = None
    advisory: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a manager told. `basis` says what made an update count; `unclassified` could be of either kind."""

    basis: str
    updates: Sequence[Update]
    unclassified: Sequence[str] = ()


ADVISORIES, REPOSITORY, EVERY = "advisories", "security_repository", "every_update"


def security_updates(reply: Reply) -> Json:
    """The fact; raises NotSeenError when the package manager cannot tell."""
    name = manager(reply, FACT)
    found = _READERS.get(name, _dnf)(reply)
    holds = held.patterns(reply, FACT)
    rows = [_row(update, holds) for update in sorted(found.updates, key=_worst_first)]
    return {
        "manager": name,
        "basis": found.basis,
        "count": len(rows),
        "critical": sum(row["severity"] == "critical" for row in rows),
        "held": sorted({row["name"] for row in rows if row["held"]})[:CAP],
        "updates": rows[:CAP],
        "unclassified_count": len(found.unclassified),
        "unclassified": sorted(found.unclassified)[:CAP],
    }


def _worst_first(update: Update) -> tuple[int, str, str]:
    rank = _SEVERITIES.index(update.severity) if update.severity in _SEVERITIES else len(_SEVERITIES)
    return rank, update.name, update.version


def _row(update: Update, holds: Iterable[tuple[str, str]]) -> dict[str, Json]:
    return {
        "name": update.name,
        "version": update.version,
        "severity": update.severity,
        "issued": update.issued,
        "advisory": update.advisory,
        "held": any(held.matches(pattern, update.name) for pattern, _ in holds),
    }


# --- apt ----------------------------------------------------------------------------------------------


def _apt(reply: Reply) -> Found:
    """`apt-cache policy` of all installed packages: a version above the installed one, from where."""
    rows = _newer(reply)
    values = release(reply, FACT)
    codename = values.get("VERSION_CODENAME", "")
    known = apt.indexes(reply.item(section(FACT), "indexes"), reply)
    lines = {index.line for index in known if index.security(codename)}
    if lines:
        chosen = {(name, version) for name, version, source in rows if source in lines}
        return Found(REPOSITORY, _newest(chosen))
    if values.get("ID") in ("debian", "ubuntu"):
        detail = (
            "no security repository is configured, or its list is not there; nothing tells security updates"
            " apart. Add it to the sources of apt and run apt-get update"
        )
        raise NotSeenError(GapReason.NOT_IN_SOURCE, detail)
    # A derivative whose one archive brings everything.
    return Found(EVERY, _newest({(name, version) for name, version, _ in rows}))


def _newest(pairs: Iterable[tuple[str, str]]) -> list[Update]:
    """One update per package; of several versions any serves."""
    return [Update(name, version) for name, version in sorted(dict(sorted(pairs)).items())]


def _newer(reply: Reply) -> list[tuple[str, str, str]]:
    lines = reply.output(section(FACT), "newer", "apt-cache").lines()
    first, last = (lines[0].split(), lines[-1].split()) if len(lines) > 1 else ([], [])
    if first[:1] != ["installed"] or last[:1] != ["packages"]:
        raise NotSeenError(GapReason.MALFORMED, "apt-cache policy was not understood")
    if first[1] != last[1] or last[1] == "0":
        detail = f"apt-cache told of {last[1]} of {first[1]} installed packages"
        raise NotSeenError(GapReason.TRUNCATED, detail)
    rows = [line.split(" ", 3) for line in lines[1:-1]]
    if any(len(row) != 4 for row in rows):
        raise NotSeenError(GapReason.MALFORMED, "apt-cache policy was not understood")
    return [(row[0], row[2], row[3]) for row in rows]


# --- zypper -------------------------------------------------------------------------------------------


def _zypper(reply: Reply) -> Found:
    """`zypper --xmlout list-patches`; with --xmlout it ignores --category, so bug fixes are left out here."""
    if not any(repository.advisories for repository in repositories(reply, FACT, "advisories")):
        raise NotSeenError(
            GapReason.NOT_IN_SOURCE,
            "no repository in zypper's cache tells patches: it says 'no updates' then; run zypper refresh",
        )
    lines = reply.output(section(FACT), "patches", "zypper").lines()
    if lines[-1:] != ["</update-status>"]:
        raise NotSeenError(GapReason.TRUNCATED, "zypper list-patches ended before its last line")
    found: list[Update] = []
    wanted = False
    for line in lines[:-1]:
        values = dict(re.findall(r'([a-z_-]+)="([^"]*)"', line))
        if line.startswith("<update "):
            wanted = values.get("category") == "security" and values.get("status") == "needed"
            if wanted:
                found.append(_patch(values))
        elif wanted and "time_t" in values:
            patch = found.pop()
            issued = instant(values["time_t"])
            found.append(Update(patch.name, patch.version, patch.severity, issued, patch.advisory))
    return Found(ADVISORIES, found)


def _patch(values: Mapping[str, str]) -> Update:
    name = values.get("name", "")
    severity = _FAMILIES.get(values.get("severity", "").lower())
    return Update(name, values.get("edition", ""), severity, None, name)


# --- dnf and yum --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository in the cache: its folder, when it was refreshed (seconds), whether it has advisories."""

    folder: str
    refreshed: int
    advisories: bool

    def serves(self, name: str) -> bool:
        """Whether the folder belongs to the repository of this id or alias."""
        return (
            self.folder == name or re.fullmatch(re.escape(name) + r"-[0-9a-f]{16}", self.folder) is not None
        )


def repositories(reply: Reply, fact: str, item: str) -> list[Repository]:
    """What lies in the cache of dnf, yum or zypper; raises NotSeenError when it cannot be read."""
    found = []
    for line in reply.output(section(fact), item, "sh").lines():
        if line.startswith("denied "):
            raise reply.denied(f"{line[7:]} is not readable")
        match = re.fullmatch(r"(\d{1,12}) (yes|no) (\S+)", line)
        if match is None:
            raise NotSeenError(GapReason.MALFORMED, "the cached repositories came back garbled")
        found.append(Repository(match[3], int(match[1]), match[2] == "yes"))
    return found


def _dnf(reply: Reply) -> Found:
    """`updateinfo list --security`; what comes from a repository without advisories could be anything."""
    cached = repositories(reply, FACT, "advisories")
    other = _available(reply)
    if not any(repository.advisories for repository in cached):
        if not cached:
            raise NotSeenError(GapReason.NOT_IN_SOURCE, "no repository is in the cache; run dnf makecache")
        return Found(EVERY, [update for update, _ in other])
    found = _advisories(reply)
    silent = [repository for repository in cached if not repository.advisories]
    known = {update.name for update in found}
    unclassified = {
        update.name
        for update, source in other
        if update.name not in known and any(repository.serves(source) for repository in silent)
    }
    return Found(ADVISORIES, found, sorted(unclassified))


def _advisories(reply: Reply) -> list[Update]:
    item = reply.output(section(FACT), "updates", "dnf updateinfo")
    dates = _dates(reply)
    found: dict[tuple[str, str], Update] = {}
    for line in item.lines():
        words = line.split()
        if not words or words[0] == "Name" or line.startswith(_KERNEL_NOTE):
            continue
        update = _advisory(words, dates)
        if update is None:
            raise NotSeenError(GapReason.MALFORMED, "a line of dnf updateinfo list was not understood")
        found.setdefault((update.name, update.version), update)
    return list(found.values())


def _advisory(words: Sequence[str], dates: Mapping[str, str]) -> Update | None:
    """`ID Severity/Sec. NEVRA` of dnf 4 and yum, `ID security Severity NEVRA date time` of dnf 5."""
    if len(words) == 3 and words[1].endswith("/Sec."):
        severity, nevra, issued = words[1].removesuffix("/Sec."), words[2], dates.get(words[0])
    elif len(words) == 6 and words[1] == "security":
        severity, nevra, issued = words[2], words[3], _issued(f"{words[4]} {words[5]}")
    else:
        return None
    match = _NEVRA.fullmatch(nevra)
    if match is None:
        return None
    return Update(match["name"], match["version"], _FAMILIES.get(severity.lower()), issued, words[0])


def _dates(reply: Reply) -> Mapping[str, str]:
    """Advisory to the instant of its last change; empty for dnf 5, which tells it in the list."""
    item = reply.maybe(section(FACT), "dates")
    if item is None or item.status != 0:
        return {}
    found: dict[str, str] = {}
    advisory = ""
    for line in item.lines():
        key, _, value = (part.strip() for part in line.partition(" : " if " : " in line else ":"))
        if key == "Update ID":
            advisory = value
        elif key == "Updated" and (issued := _issued(value)):
            found[advisory] = issued
    return found


def _issued(text: str) -> str | None:
    try:
        at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _available(reply: Reply) -> list[tuple[Update, str]]:
    """`check-update`: status 100 when there is something; each update with the repository that has it.

    dnf 5 puts a heading above them.
    """
    item = reply.item(section(FACT), "all")
    if item.status not in (0, 100):
        raise reply.failed(item, "dnf check-update")
    words: list[str] = []
    for line in item.lines():
        if line.startswith("Obsoleting "):
            break
        if not line.startswith(_KERNEL_NOTE) and line != "Upgrades":
            # A long name pushes its version to the next line.
            words += line.split()
    rows = list(zip(words[::3], words[1::3], words[2::3], strict=False))
    if len(words) % 3 or not all("." in name for name, _, _ in rows) or (item.status == 100 and not rows):
        raise NotSeenError(GapReason.MALFORMED, "dnf check-update was not understood")
    return [(Update(name.rpartition(".")[0], version), source) for name, version, source in rows]


# --- apk ----------------------------------------------------------------------------------------------


def _apk(reply: Reply) -> Found:
    """`apk version -l '<'`. Alpine does not tell security updates apart: every one counts."""
    item = reply.output(section(FACT), "all", "apk")
    # Without an index apk compares with nothing and is content.
    if "WARNING" in item.error:
        raise NotSeenError(GapReason.NOT_IN_SOURCE, f"apk: {item.error}; run apk update")
    lines = item.lines()
    if not lines or not lines[0].startswith("Installed:"):
        raise NotSeenError(GapReason.MALFORMED, "apk version has no heading")
    found = []
    for line in lines[1:]:
        match = re.fullmatch(r"(\S+?)-(\d\S*-r\d+)\s+<\s+(\S+)\s*(@\S+)?", line)
        if match is None:
            raise NotSeenError(GapReason.MALFORMED, "a line of apk version was not understood")
        found.append(Update(match[1], match[3]))
    return Found(EVERY, found)


_READERS: Mapping[str, Callable[[Reply], Found]] = {APT: _apt, ZYPPER: _zypper, APK: _apk}
