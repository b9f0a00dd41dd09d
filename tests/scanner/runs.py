"""Whole runs over given events, with the real embedded engine, without a collector."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from scanner.engines.regorus import RegorusEngine
from scanner.interfaces import Halt
from scanner.model import Event, Report
from scanner.pipeline import evaluate_snapshot
from scanner.policy_pack import load_packs
from scanner.selection import Options
from scanner.snapshot import Header, SnapshotWriter, TargetInfo, open_snapshot

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def target(id_: str, types: tuple[str, ...] = ("box.thing",)) -> TargetInfo:
    return TargetInfo(id_, "box", types, {})


def run(
    pack: Path,
    events: Iterable[Event],
    options: Options | None = None,
    targets: Iterable[TargetInfo] = (target("t1"),),
    now: datetime = NOW,
) -> Report:
    """The report on these events, as if they had been collected `now`."""
    path = pack.parent / "snapshot"
    header = Header("0", now, tuple(targets), has_datasets=False)
    with path.open("wb") as handle, SnapshotWriter(handle, header) as writer:
        for event in events:
            writer.add(event)
    return evaluate_snapshot(
        open_snapshot(path),
        load_packs([("pack", pack)]),
        RegorusEngine(),
        options or Options(),
        lambda: now,
        Halt(),
        lambda _done, _total: None,
    )
