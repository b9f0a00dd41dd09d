"""The facts of backups: jobs, coverage of dataset paths, last runs, secrets, and local folders."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from fnmatch import fnmatchcase

from collectors.server.facts.backup.commands import NO, SECTION, UNDETERMINED, YES
from collectors.server.facts.backup.jobs import Job, jobs, places
from collectors.server.facts.disks import Disks, read_disks
from collectors.server.reply import NotSeenError, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

CAP = 100


def job_rows(reply: Reply) -> Json:
    """The fact `jobs`."""
    disks = _disks(reply)
    return [
        {
            "tool": job.tool,
            "config": job.config,
            "repository": {"kind": job.kind, "path": job.place if job.kind == "local" else None},
            "encrypted": _encrypted(job, reply, disks),
            "scheduled": job.scheduled,
            "keep_days": job.keep_days,
            "pruned": job.pruned,
            "sources": list(job.sources)[:CAP],
            "sources_known": job.whole,
        }
        for job in jobs(reply)
    ][:CAP]


def agents(reply: Reply) -> Json:
    """Programs of other backup systems: what they copy is configured on their servers."""
    return sorted(set(reply.output(SECTION, "agents", "sh").lines()))


_WITHOUT = frozenset((GapReason.TOOL_ABSENT, GapReason.UNSUPPORTED))


def _disks(reply: Reply) -> Disks | None:
    """None on a machine that cannot tell; raises NotSeenError when it could have and its answer is lost."""
    try:
        return read_disks(reply)
    except NotSeenError as problem:
        if problem.reason not in _WITHOUT:
            raise
        return None


def _encrypted(job: Job, reply: Reply, disks: Disks | None) -> str:
    """By the tool, or else by the disk that a local repository lies on."""
    if job.encrypted != NO:
        return job.encrypted
    if job.kind != "local":
        # The tool sends it as it is; whether the other side encrypts is out of sight.
        return UNDETERMINED
    place = places(reply).get(job.place.rstrip("/"))
    if disks is None or place is None or not place.real:
        return UNDETERMINED
    return disks.file(place.real)


# --- what is covered ----------------------------------------------------------------------------------


def coverage(sections: Mapping[str, str]) -> Callable[[Reply], Json]:
    """The fact `coverage`: for each dataset path (with its section), whether a scheduled job copies it."""

    def value(reply: Reply) -> Json:
        found = jobs(reply)
        others = agents(reply)
        disks = _disks(reply)
        return [_covered(path, real, found, others, disks) for path, real in _real(reply, sections)]

    return value


def _real(reply: Reply, sections: Mapping[str, str]) -> list[tuple[str, str]]:
    """The dataset paths, and what they are without symlinks (themselves when they do not exist)."""
    found = ((path, reply.item(section, "real")) for path, section in sections.items())
    return [(path, item.text.removesuffix("\n") or path) for path, item in found]


def _covered(path: str, real: str, found: Sequence[Job], others: Sequence[str], disks: Disks | None) -> Json:
    states = [(job, _state(job, path, real, disks)) for job in found]
    mine = [job for job, state in states if state == YES]
    open_ = any(state == UNDETERMINED for _, state in states) or bool(others)
    keeps = [job.keep_days for job in mine if job.keep_days is not None]
    return {
        "path": path,
        "covered": YES if mine else UNDETERMINED if open_ else NO,
        "jobs": [job.config for job in mine],
        "keep_days": max(keeps, default=None),
    }


def _state(job: Job, path: str, real: str, disks: Disks | None) -> str:
    if job.scheduled == NO:
        return NO
    inside = [source for source in job.sources if _below(path, source) or _below(real, source)]
    cuts = [_cut(job, source, real, disks) for source in inside]
    if NO not in cuts:
        return UNDETERMINED if UNDETERMINED in cuts or not (job.whole or inside) else NO
    if any(_excluded(pattern, name) for pattern in job.excludes for name in (path, real)):
        return NO
    return job.scheduled


def _below(path: str, folder: str) -> bool:
    folder = folder.rstrip("/")
    return path == folder or path.startswith(folder + "/")


def _cut(job: Job, source: str, real: str, disks: Disks | None) -> str:
    """Whether the path is left out: a job that stays on one file system follows into none mounted below."""
    if not job.one_file_system:
        return NO
    ours = None if disks is None else disks.holding(real)
    theirs = None if disks is None else disks.holding(source.rstrip("/") or "/")
    if ours is None or theirs is None:
        return UNDETERMINED
    return YES if ours.path != theirs.path else NO


def _excluded(pattern: str, path: str) -> bool:
    """Whether a pattern leaves out the path or a folder above it; patterns for parts below do not count."""
    text = re.sub(r"^(fm|sh|pp|pf):", "", pattern).rstrip("/")
    if not text:
        return False
    if not text.startswith("/"):
        # A bare name or glob counts for each part of the path.
        return "/" not in text and any(fnmatchcase(part, text) for part in path.split("/") if part)
    text = text.removesuffix("/**").removesuffix("/*")
    return _below(path, text) or fnmatchcase(path, text)


# --- last runs ----------------------------------------------------------------------------------------


def runs(reply: Reply) -> Json:
    """The fact `runs`: per job the last success, null where nothing on the machine honestly tells it."""
    found = []
    for job in jobs(reply)[:CAP]:
        success, result, source = _run(job, reply)
        found.append(
            {
                "tool": job.tool,
                "config": job.config,
                "last_success": None if success is None else success.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "result": result,
                "source": source,
            }
        )
    return found


_Told = tuple[datetime | None, str, str]


def _run(job: Job, reply: Reply) -> _Told:
    if job.tool == "rsnapshot":
        return _rsnapshot(reply)
    if job.tool == "pgbackrest":
        return _pgbackrest(reply)
    place = places(reply).get(job.place.rstrip("/"))
    if job.tool == "restic" and place is not None and place.snapshot is not None:
        return _at(place.snapshot), "success", "newest snapshot in the repository"
    return _unit(job, reply)


def _at(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _unit(job: Job, reply: Reply) -> _Told:
    """systemd notes how a unit ended, since the machine started."""
    kind, _, name = job.origin.partition(":")
    if job.tool == "borgmatic":
        kind, name = "unit", "borgmatic.service"
    values = _results(reply).get(name, {}) if kind == "unit" else {}
    ended = re.fullmatch(
        r"\w{3} (\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) UTC", values.get("ExecMainExitTimestamp", "")
    )
    if ended is None:
        return None, "unknown", ""
    source = f"systemctl show {name}"
    if values.get("Result") != "success" or values.get("ExecMainStatus") != "0":
        return None, "failed", source
    return datetime.strptime(ended[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC), "success", source


def _results(reply: Reply) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for block in reply.item(SECTION, "results").text.split("\n\n"):
        values = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
        if "Id" in values:
            found[values["Id"]] = values
    return found


def _rsnapshot(reply: Reply) -> _Told:
    """rsnapshot(1) notes each run in its log, in local time."""
    lines = reply.output(SECTION, "rsnapshotlog", "sh").lines()
    if len(lines) < 3 or not re.fullmatch(r"[+-]\d{4}", lines[1]):
        return None, "unknown", ""
    sign, hours, minutes = lines[1][0], int(lines[1][1:3]), int(lines[1][3:5])
    shift = timedelta(hours=hours, minutes=minutes)
    zone = timezone(-shift if sign == "-" else shift)
    success, result = None, "unknown"
    for line in lines[2:]:
        match = re.fullmatch(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}) \S+ (completed|ERROR).*", line)
        if match is None:
            continue
        result = "success" if match[2] == "completed" else "failed"
        if result == "success":
            success = datetime.fromisoformat(match[1]).replace(tzinfo=zone).astimezone(UTC)
    return success, result, "the log of rsnapshot"


def _pgbackrest(reply: Reply) -> _Told:
    """`pgbackrest info --output=json`: stop times of backups without an error."""
    item = reply.item(SECTION, "pgbackrestinfo")
    if item.status != 0:
        return None, "unknown", ""
    try:
        stanzas = json.loads(item.text)
        stops = [
            [backup["timestamp"]["stop"] for backup in stanza["backup"] if not backup.get("error")]
            for stanza in stanzas
        ]
        newest = [max(stop) if stop else 0 for stop in stops]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotSeenError(GapReason.MALFORMED, "pgbackrest info is not the JSON that it should be") from None
    # The stanza that is worst off counts.
    oldest = min(newest, default=0)
    return (_at(oldest), "success", "pgbackrest info") if oldest else (None, "failed", "pgbackrest info")


# --- files and folders --------------------------------------------------------------------------------


def secrets(reply: Reply) -> Json:
    """The fact `secrets`: files that hold a passphrase or token of a backup, never what they hold."""
    found = []
    for line in reply.output(SECTION, "secrets", "sh").lines():
        match = re.fullmatch(r"(secret|unread) ([0-7]{1,4}) (\S+) (/.*)", line)
        if match is None:
            raise NotSeenError(GapReason.MALFORMED, "the files of the backups came back garbled")
        # What this account cannot read, others cannot either, unless an ACL says so.
        if match[1] == "secret":
            mode = match[2].zfill(4)
            found.append({"file": match[4], "mode": mode, "owner": match[3], "others": int(mode[-1]) >= 4})
    return found[:CAP]


def folders(sections: Mapping[str, str]) -> Callable[[Reply], Json]:
    """The fact `folders`: local folders of repositories that exist."""
    return lambda reply: _folders(reply, _real(reply, sections))


def _folders(reply: Reply, paths: Sequence[tuple[str, str]]) -> Json:
    disks = _disks(reply)
    data = [(path, _device_of(disks, real)) for path, real in paths]
    found = []
    for place in places(reply).values():
        if place.state == "denied":
            raise reply.denied(f"{place.path} is out of reach")
        if place.state != "there":
            continue
        mine = _device_of(disks, place.real)
        found.append(
            {
                "path": place.path,
                "mode": place.mode,
                "owner": place.owner,
                "others": int(place.mode[-1]) != 0,
                "beside": [path for path, device in data if device is not None and device == mine],
                "device_known": mine is not None and all(device is not None for _, device in data),
            }
        )
    return found[:CAP]


def _device_of(disks: Disks | None, path: str) -> str | None:
    mount = disks.holding(path) if disks is not None else None
    return None if mount is None else mount.device or mount.path
