"""The scanner's part: from jobs to a snapshot file, without evaluation."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from scanner.cli.policy import load
from scanner.collect import FactSchemas, Job, collect
from scanner.interfaces import FactRequest, Halt
from scanner.model import Gap
from scanner.policy_pack import Pack
from scanner.selection import Options, select
from scanner.snapshot import Header, SnapshotWriter, TargetInfo


@cache
def pack() -> Pack:
    """The default policies, loaded once."""
    return load(None)


def wanted(types: frozenset[str], kind: str) -> FactRequest:
    """What the default checks read of targets that have these types."""
    info = TargetInfo(kind, kind, tuple(types), {})
    registers = frozenset(type_ for type_ in pack().schemas if type_.startswith("register."))
    register = TargetInfo("register", "register", tuple(registers), {})
    selection = select(pack(), [info, register], Options(), has_datasets=True)
    return selection.wanted(types, evaluated=True)


def collect_all(jobs: Sequence[Job]) -> int:
    """Collect into a snapshot; its size in bytes. Ends the process when a listing has a gap."""
    infos = tuple(TargetInfo(j.target.id, j.target.kind, tuple(sorted(j.collector.types)), {}) for j in jobs)
    missed = []
    with tempfile.TemporaryFile() as handle:
        with SnapshotWriter(handle, Header("bench", datetime.now(UTC), infos, has_datasets=True)) as writer:
            for event in collect(jobs, FactSchemas(pack().schemas), lambda *_: None, Halt()):
                writer.add(event)
                if isinstance(event, Gap) and event.resource is None and event.fact is None:
                    missed.append(event)
        if missed:
            raise SystemExit(f"not everything was reached: {missed[0]}")
        return handle.tell()
