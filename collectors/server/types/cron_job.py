"""Jobs of cron: one section of the probe, which knows the dataset paths."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from collectors.server.facts import access, cron
from collectors.server.machine import Machine, Made, ServerType, constant
from collectors.server.probe import quote, text
from scanner.interfaces import Json
from scanner.model import Enumerated, Event, Gap

NAME = "server.cron_job"


def _section(paths: Sequence[str]) -> str:
    """Named after the paths: the installed probe may have others."""
    names = "\0".join(sorted(paths)).encode("utf-8", "surrogateescape")
    return f"cron.{hashlib.sha256(names).hexdigest()[:16]}"


def _made(facts: frozenset[str] | None, paths: Sequence[str]) -> Sequence[Made]:  # noqa: ARG001 (one for all facts)
    # A path with a line break cannot stand in a crontab.
    known = "\n".join(path for path in sorted(paths) if "\n" not in path)
    return [Made(_section(paths), f"datasets={quote(known)}\n{text('cron')}")]


def _listing(machine: Machine) -> Iterator[Event]:
    listing = cron.listing(machine.reply, _section(machine.paths))
    problems = cron.problems(listing, machine.reply)
    for problem in problems:
        yield Gap(machine.target, NAME, problem.reason, problem.detail)
    shared: Mapping[str, Json] = {}
    if listing.jobs:
        sources = dict.fromkeys(("programs", "file_writers"), access.everybody)
        shared = yield from machine.shared(NAME, sources)
    seen: dict[str, int] = {}
    for job in listing.jobs:
        seen[job.key] = seen.get(job.key, 0) + 1
        suffix = f"/{seen[job.key]}" if seen[job.key] > 1 else ""
        yield from _job(machine, job, f"{machine.identity.id}/cron_job/{job.key}{suffix}", shared)
    if not problems:
        yield Enumerated(machine.target, NAME, len(listing.jobs))


def _job(machine: Machine, job: cron.Job, id_: str, shared: Mapping[str, Json]) -> Iterator[Event]:
    functions = {fact: constant(value) for fact, value in job.facts().items()}
    functions["file"] = job.file.stat
    if "programs" in shared:
        functions["programs"] = lambda reply: job.run(reply, shared["programs"])
    if "file_writers" in shared:
        functions["file_writers"] = lambda reply: job.file_writers(reply, shared["file_writers"])
    program = job.programs[0].path if job.programs else "a command"
    name = f"{program} ({job.schedule}, {job.user}, {job.file.path})"
    yield from machine.resource(NAME, id_, name, functions)


_ACCOUNTS = ("accounts", "directories")
TYPE = ServerType(
    NAME,
    _listing,
    of_fact={"programs": _ACCOUNTS, "file_writers": _ACCOUNTS},
    made=_made,
    library="path",
)
"""Jobs of crontabs, of folders of scripts, and of anacron."""
