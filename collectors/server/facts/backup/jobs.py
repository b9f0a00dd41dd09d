"""Backup jobs from the configuration of the tools and from the commands that start them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from collectors.server.facts.backup.commands import (
    NO,
    SECTION,
    UNDETERMINED,
    YES,
    Command,
    Schedule,
    schedule,
)
from collectors.server.reply import NotSeenError, Reply, once
from collectors.server.texts import Texts, parse_texts
from scanner.model import GapReason

_DAYS = {"hourly": 1 / 24, "daily": 1, "weekly": 7, "monthly": 31, "yearly": 366}
_SPAN = {"h": 1 / 24, "D": 1, "d": 1, "W": 7, "w": 7, "M": 31, "m": 31, "Y": 366, "y": 366}


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `place` is an absolute path or `@KIND`; `encrypted` what the tool does, not the disk.

    `whole` is False when some of the sources could not be read from the command.
    """

    tool: str
    config: str
    origin: str
    place: str
    encrypted: str
    sources: Sequence[str]
    excludes: Sequence[str]
    scheduled: str
    whole: bool = True
    one_file_system: bool = False
    keep_days: float | None = None
    pruned: str = UNDETERMINED

    @property
    def kind(self) -> str:
        """Kind of place: local, or the protocol."""
        if self.place.startswith("/"):
            return "local"
        return UNDETERMINED if self.place in ("", "@?") else self.place[1:]


@once
def jobs(reply: Reply) -> Sequence[Job]:
    """All jobs; raises NotSeenError when a configuration is out of reach or not understood."""
    plan = schedule(reply)
    found = [
        *_borgmatic(reply, plan),
        *_rsnapshot(reply, plan),
        *_pgbackrest(reply, plan),
        *_duply(reply, plan),
        *_commanded(plan, reply),
    ]
    if not found and plan.hidden:
        raise reply.denied(f"{plan.hidden[0]} is not readable, and it may start a backup")
    return found


def _texts(reply: Reply, name: str) -> Texts:
    texts = parse_texts(reply.item(SECTION, name), reply)
    texts.demand_all()
    return texts


def longest(keeps: Mapping[str, int]) -> float | None:
    """Days after which the oldest backup goes, by the kept number of each interval."""
    spans = [number * _DAYS[name] for name, number in keeps.items() if name in _DAYS]
    return max(spans, default=None)


# --- tools with a configuration of their own ----------------------------------------------------------


def _borgmatic(reply: Reply, plan: Schedule) -> Iterator[Job]:
    texts = _texts(reply, "borgmatic")
    for path, lines in texts.files.items():
        pairs = [line.partition(" ")[::2] for line in lines]
        values: dict[str, list[str]] = {}
        for key, value in pairs:
            values.setdefault(key, []).append(value.strip())
        keeps = {
            key[5:]: int(v[-1]) for key, v in values.items() if key.startswith("keep_") and v[-1].isdigit()
        }
        secret = any(key.startswith("encryption_pass") for key in values)
        for place in values.get("repositories", ["@?"]):
            sources = [source for source in values.get("source_directories", ()) if source.startswith("/")]
            yield Job(
                tool="borgmatic",
                config=path,
                origin="",
                place=place,
                encrypted=YES if secret else _borg_key(reply, place),
                sources=sources,
                excludes=values.get("exclude_patterns", ()),
                scheduled=plan.tool("borgmatic"),
                whole=len(sources) == len(values.get("source_directories", ())) > 0,
                one_file_system=values.get("one_file_system", [""])[-1] == "true",
                keep_days=longest(keeps),
                pruned=YES if keeps else NO,
            )


def _borg_key(reply: Reply, place: str) -> str:
    """The key lies in a local repository, or in a key file; with neither nothing is encrypted."""
    if not place.startswith("/"):
        return UNDETERMINED
    notes = places(reply).get(place.rstrip("/"))
    if notes is None or "borg repository" not in notes.marks:
        return UNDETERMINED
    if "borg key" in notes.marks:
        return YES
    keyfiles = reply.output(SECTION, "keyfiles", "sh").text.strip()
    return NO if keyfiles == "0" else UNDETERMINED


def _rsnapshot(reply: Reply, plan: Schedule) -> Iterator[Job]:
    texts = _texts(reply, "rsnapshot")
    for path, lines in texts.files.items():
        rows = [[part for part in line.split("\t") if part] for line in lines]
        values: dict[str, list[str]] = {}
        for row in rows:
            values.setdefault(row[0], []).append(row[1] if len(row) > 1 else "")
        counts = (row[1:3] for row in rows if row[0] in ("retain", "interval") and len(row) > 2)
        keeps = {name: int(number) for name, number in counts if number.isdigit()}
        sources = [source for source in values.get("backup", ()) if source.startswith("/")]
        yield Job(
            tool="rsnapshot",
            config=path,
            origin="",
            place=values.get("snapshot_root", ["@?"])[-1],
            encrypted=NO,
            sources=sources,
            excludes=values.get("exclude", ()),
            scheduled=plan.tool("rsnapshot"),
            whole="include_conf" not in values,
            one_file_system=values.get("one_fs", ["0"])[-1] == "1",
            keep_days=longest(keeps),
            pruned=YES,
        )


def _pgbackrest(reply: Reply, plan: Schedule) -> Iterator[Job]:
    texts = _texts(reply, "pgbackrest")
    values: dict[str, str] = {}
    for lines in texts.files.values():
        for line in lines:
            key, equals, value = line.partition("=")
            if equals:
                values[key.strip()] = value.strip()
    numbers = sorted({match[1] for key in values if (match := re.match(r"repo(\d+)-", key))})
    clusters = [value for key, value in values.items() if re.fullmatch(r"pg\d*-path", key)]
    for number in numbers or (["1"] if clusters else []):
        kind = values.get(f"repo{number}-type", "posix")
        remote = kind not in ("posix", "cifs") or f"repo{number}-host" in values
        place = values.get(f"repo{number}-path", "/var/lib/pgbackrest")
        timed = values.get(f"repo{number}-retention-full-type") == "time"
        keep = values.get(f"repo{number}-retention-full", "")
        yield Job(
            tool="pgbackrest",
            config=next(iter(texts.files)),
            origin="",
            place=f"@{'ssh' if f'repo{number}-host' in values else kind}" if remote else place,
            encrypted=NO if values.get(f"repo{number}-cipher-type", "none") == "none" else YES,
            sources=clusters,
            excludes=(),
            scheduled=plan.tool("pgbackrest", "backup"),
            whole=True,
            keep_days=float(keep) if timed and keep.isdigit() else None,
            pruned=YES if keep else NO,
        )


def _duply(reply: Reply, plan: Schedule) -> Iterator[Job]:
    for path, lines in _texts(reply, "duply").files.items():
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        source = values.get("SOURCE", "")
        age = span_days(values.get("MAX_AGE", ""))
        yield Job(
            tool="duply",
            config=path,
            origin="",
            place=values.get("TARGET", "@?").removeprefix("file://"),
            encrypted=NO if values.get("GPG_KEY") == "disabled" else YES,
            sources=[source] if source.startswith("/") else [],
            excludes=(),
            scheduled=plan.tool("duply"),
            whole=source.startswith("/"),
            keep_days=age,
            pruned=UNDETERMINED,
        )


def span_days(text: str) -> float | None:
    """A time span such as 60D or 2M in days; None for anything else."""
    match = re.fullmatch(r"(\d{1,6})([hDdWwMmYy])", text)
    return int(match[1]) * _SPAN[match[2]] if match else None


# --- commands in cron tables, units and scripts -------------------------------------------------------


def _commanded(plan: Schedule, reply: Reply) -> Iterator[Job]:
    readers = {
        "borg": _borg,
        "restic": _restic,
        "duplicity": _duplicity,
        "rdiff-backup": _copier,
        "rsync": _copier,
        "tar": _tar,
    }
    for command in plan.commands:
        reader = readers.get(command.tool)
        job = reader(command) if reader is not None and not command.dry else None
        if job is None:
            continue
        keeps = _keeps(plan.commands, command)
        if command.tool == "borg" and job.encrypted != YES:
            job = replace(job, encrypted=_borg_key(reply, job.place))
        pruned = YES if keeps else UNDETERMINED
        yield replace(job, scheduled=plan.of(command.origin), keep_days=longest(keeps), pruned=pruned)


def _keeps(commands: Iterable[Command], job: Command) -> Mapping[str, int]:
    """--keep-daily and the like of `prune` or `forget` with the same origin."""
    found: dict[str, int] = {}
    for command in commands:
        if command.origin != job.origin or command.tool != job.tool or not command.has("prune", "forget"):
            continue
        for name in _DAYS:
            value = command.option(f"--keep-{name}") or ""
            if value.isdigit():
                found[name] = max(int(value), found.get(name, 0))
    return found


def _made(command: Command, place: str, encrypted: str, sources: Sequence[str]) -> Job:
    literal = [source for source in sources if source.startswith("/")]
    return Job(
        tool=command.tool,
        config=command.file,
        origin=command.origin,
        place=place,
        encrypted=encrypted,
        sources=literal,
        excludes=command.options("--exclude", "--iexclude", "-e"),
        scheduled=UNDETERMINED,
        whole=len(literal) == len(sources) > 0 and not command.has("--files-from", "--files-from-verbatim"),
        one_file_system=command.has("--one-file-system", "-x"),
    )


def _borg(command: Command) -> Job | None:
    if not command.has("create"):
        return None
    words = [
        word for word in command.positional(("-e", "--exclude", "--compression", "-C")) if word != "create"
    ]
    named = next((word for word in words if word.endswith("::")), "")
    place = named.removesuffix("::")
    if place in ("", "@?"):
        place = command.environment.get("BORG_REPO") or command.option("--repo", "-r") or "@?"
    secret = any(name in command.environment for name in ("BORG_PASSPHRASE", "BORG_PASSCOMMAND"))
    sources = words[words.index(named) + 1 :] if named in words else words[1:]
    return _made(command, place, YES if secret else UNDETERMINED, sources)


def _restic(command: Command) -> Job | None:
    if not command.has("backup"):
        return None
    place = command.option("-r", "--repo") or command.environment.get("RESTIC_REPOSITORY") or "@?"
    words = command.positional(("-r", "--repo", "-e", "--exclude", "--iexclude"))
    return _made(command, place, YES, [word for word in words if word != "backup"])


def _duplicity(command: Command) -> Job | None:
    words = [word for word in command.positional() if word not in ("full", "incremental", "incr", "backup")]
    if len(words) < 2 or not (words[0].startswith("/") or words[0] == "?"):
        return None
    return _made(command, words[-1], NO if command.has("--no-encryption") else YES, words[:-1])


def _copier(command: Command) -> Job | None:
    words = [word for word in command.positional(("-e", "--exclude")) if word != "backup"]
    # From elsewhere to here is no backup of this machine.
    if len(words) < 2 or words[0].startswith("@"):
        return None
    return _made(command, words[-1], NO, words[:-1])


def _tar(command: Command) -> Job | None:
    short = [word for word in command.words if re.fullmatch(r"-[A-Za-z]+", word)]
    if not command.has("--create") and not any("c" in word for word in short):
        return None
    words = command.positional(("--exclude", "-C"))
    if not command.has("--file") and not any("f" in word for word in short):
        # Into a pipe, behind which it may be encrypted.
        return _made(command, "@?", UNDETERMINED, words) if words else None
    if len(words) < 2:
        return None
    return _made(command, words[0].rpartition("/")[0] or "@?", NO, words[1:])


# --- the folders of repositories ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A local folder of a repository. `snapshot` in seconds since 1970; `denied` when it is out of reach."""

    path: str
    state: str
    mode: str = ""
    owner: str = ""
    device: int = 0
    real: str = ""
    snapshot: int | None = None
    unread: bool = False
    marks: tuple[str, ...] = ()


def places(reply: Reply) -> Mapping[str, Place]:
    """Path to what is known of it."""
    found: dict[str, Place] = {}
    path = ""
    for line in reply.output(SECTION, "folders", "sh").lines():
        key, _, rest = line.partition(" ")
        if key in ("absent", "denied"):
            path = rest
            found[path] = Place(path, key)
        elif key == "there":
            mode, owner, device, path = [*rest.split(" ", 3), "", "", ""][:4]
            found[path] = Place(path, "there", mode.zfill(4), owner, int(device) if device.isdigit() else 0)
        elif path in found:
            found[path] = _noted(found[path], key, rest)
        else:
            raise NotSeenError(GapReason.MALFORMED, "the folders of the backups came back garbled")
    return found


def _noted(place: Place, key: str, rest: str) -> Place:
    if key == "real":
        return replace(place, real=rest)
    if key == "snapshot":
        return replace(place, snapshot=int(rest) if rest.isdigit() else None)
    if key == "unread":
        return replace(place, unread=True)
    return replace(place, marks=(*place.marks, f"{key} {rest}"))
