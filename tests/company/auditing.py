"""The audit of the company: one checklist in which every control has a status."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from collectors.attestations import AttestationsCollector
from scanner.audit import Request
from scanner.engines.regorus import RegorusEngine
from scanner.interfaces import FactRequest, Halt
from scanner.model import Event, Status
from scanner.period import parse_period
from scanner.pipeline import evaluate_snapshot
from scanner.policy_pack import Pack
from scanner.selection import Options
from scanner.snapshot import Header, SnapshotWriter, TargetInfo, open_snapshot
from scanner.statements import FACTS
from tests.company.signing import Statements
from tests.company.workspace import CALENDAR, NOW, PERIOD


def audited(
    folder: Path,
    pack: Pack,
    infos: Sequence[TargetInfo],
    found: Mapping[Any, tuple[Event, ...]],
    statements: Statements,
) -> dict[str, Status]:
    """The status of every control, of what was collected and of the statements."""
    collector = AttestationsCollector(lambda: NOW)
    types = {
        **FACTS,
        "attestation.completeness": frozenset(pack.schemas["attestation.completeness"]["properties"]),
    }
    said = tuple(collector.collect(statements.target, FactRequest(types)))
    info = TargetInfo(statements.target.id, "attestations", tuple(sorted(collector.types)), {})
    header = Header("test", NOW, (*infos, info), has_datasets=len(infos) > 1, calendar=CALENDAR)
    path = folder / "snapshot"
    with path.open("wb") as handle, SnapshotWriter(handle, header) as writer:
        for events in (*found.values(), said):
            for event in events:
                writer.add(event)
    report = evaluate_snapshot(
        open_snapshot(path),
        pack,
        RegorusEngine(),
        Options(records=True),
        lambda: NOW,
        Halt(),
        lambda *_: None,
        audit=Request(parse_period(PERIOD, CALENDAR)),
    )
    assert report.audit is not None
    return {item.control.id: item.status for item in report.audit.items}
