"""Jobs that purge files by age; those of cron are in server.cron_job."""

import hashlib
from collections.abc import Iterator

from collectors.server.facts import retention
from collectors.server.machine import Machine, ServerType, constant
from scanner.model import Enumerated, Event

NAME = "server.retention_job"


def _listing(machine: Machine) -> Iterator[Event]:
    found: dict[str, retention.Purge] = {}
    for purge in retention.purges(machine.reply):
        key = hashlib.sha256(f"{purge.kind}\0{purge.file}\0{purge.path}".encode()).hexdigest()[:16]
        # The same line twice: the shorter age is the one that deletes.
        if key not in found or (purge.age_days or 0) < (found[key].age_days or 0):
            found[key] = purge
    for key, purge in found.items():
        facts = {
            "kind": purge.kind,
            "file": purge.file,
            "path": purge.path,
            "age_days": purge.age_days,
            "runs": purge.runs,
            "datasets": purge.datasets(machine.paths),
        }
        functions = {fact: constant(value) for fact, value in facts.items()}
        id_ = f"{machine.identity.id}/retention_job/{key}"
        yield from machine.resource(NAME, id_, f"{purge.path} ({purge.file})", functions)
    yield Enumerated(machine.target, NAME, len(found))


TYPE = ServerType(NAME, _listing, sections=("retention_jobs",), library="backup")
"""The library of backups reads units, scripts and timers."""
