"""Backups that are set up on the machine."""

import hashlib
from collections.abc import Iterator, Sequence

from collectors.server.facts.backup import summary
from collectors.server.machine import Facts, Machine, Made, ServerType
from collectors.server.probe import quote
from collectors.server.reply import alike
from scanner.model import Enumerated, Event

NAME = "server.backup"
_FIXED: Facts = {
    "jobs": alike(summary.job_rows),
    "agents": alike(summary.agents),
    "runs": alike(summary.runs),
    "secrets": alike(summary.secrets),
}
_BODY = """bk_gather
run folders bk_folders
run secrets bk_secrets
run keyfiles bk_keyfiles
run rsnapshotlog bk_rsnapshot_log
run pgbackrestinfo bk_pgbackrest"""


def _section(path: str) -> str:
    """Named after the path: the installed probe may have other paths."""
    return f"backup_path.{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def _made(facts: frozenset[str] | None, paths: Sequence[str]) -> Sequence[Made]:  # noqa: ARG001 (all share one)
    real = (Made(_section(path), f"run real readlink -f -- {quote(path)}") for path in paths)
    return [Made("backup", _BODY), *real]


def _listing(machine: Machine) -> Iterator[Event]:
    sections = {path: _section(path) for path in machine.paths}
    functions = {
        **_FIXED,
        "coverage": summary.coverage(sections),
        "folders": summary.folders(sections),
    }
    id_ = f"{machine.identity.id}/backup"
    yield from machine.resource(NAME, id_, machine.identity.hostname, functions)
    yield Enumerated(machine.target, NAME, 1)


TYPE = ServerType(
    NAME,
    _listing,
    of_fact=dict.fromkeys(("jobs", "coverage", "folders"), ("mounts",)),
    made=_made,
    seconds=60,
    library="backup",
)
