"""Judge registers by rules of controls: real files, the real collector, the real engine."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from collectors.registers import RegisterCollector
from scanner.engines.regorus import RegorusEngine
from scanner.evaluate import evaluate, evaluate_listings
from scanner.index import Index
from scanner.interfaces import Halt, Program
from scanner.model import Check, Enumerated, Evaluation, Event, Outcome, Resource, Target
from scanner.period import Calendar, parse_period, run_document
from scanner.pipeline import collect_snapshot
from scanner.policy_pack import Pack, load_packs
from scanner.selection import Options, select
from scanner.snapshot import Header, SnapshotWriter, open_snapshot

POLICIES = Path(__file__).parents[2] / "policies"
NOW = datetime(2027, 1, 5, 3, tzinfo=UTC)
PERIOD = "2026-Q4"
Parameters = Mapping[str, tuple[Any, str]]
"""Value and unit by name."""
KEY = "0123456789abcdef" * 4


def pack_of(folder: Path, rules: Sequence[Mapping[str, Any]], parameters: Parameters | None = None) -> Pack:
    """A pack with the record types and shapes of ours, and one control with these rules."""
    folder.mkdir(exist_ok=True)
    for name in ("lib/records", "lib/dates", "schemas"):
        shutil.copytree(POLICIES / name, folder / name)
    control = {
        "id": "some-control",
        "title": "Some control",
        "title_zh": "某项控制",
        "requirement": "What the control asks for, in a sentence.",
        "severity": "high",
        "frequency": "quarterly",
        "verify": [dict(rule) for rule in rules],
    }
    (folder / "controls").mkdir()
    text = yaml.safe_dump({"controls": [control]}, allow_unicode=True)
    (folder / "controls" / "domain.yaml").write_text(text)
    entries = {
        name: {"value": value, "unit": unit, "stricter": "lower", "basis": "ours", "title": name}
        for name, (value, unit) in (parameters or {}).items()
    }
    (folder / "parameters.yaml").write_text(yaml.safe_dump({"parameters": entries}))
    return load_packs([("test", folder)])


@dataclass
class Verdict:
    """What came out for one rule."""

    outcome: Outcome
    messages: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    evaluations: tuple[Evaluation, ...] = field(default=(), repr=False)

    @property
    def not_assessed(self) -> bool:
        """Undecided only because there was nothing to judge."""
        reasons = [reason for one in self.evaluations for reason in one.reasons]
        return bool(reasons) and all(reason.not_assessed for reason in reasons)


def judge(
    folder: Path,
    pack: Pack,
    registers: Mapping[str, str | bytes],
    live: Sequence[Resource] = (),
    now: datetime = NOW,
    zone: str = "UTC",
) -> Verdict:
    """Write the registers (by file name), collect, and evaluate the one control as of now."""
    files = folder / "registers"
    files.mkdir(exist_ok=True)
    for name, content in registers.items():
        (files / name).write_bytes(content.encode() if isinstance(content, str) else content)
    key = folder / "hmac.key"
    key.write_text(KEY)
    key.chmod(0o600)
    settings = {"folder": str(files), "hmac_key": str(key), "time_zone": zone}
    registers_of = Target("registers", "register", settings)
    targets: list[tuple[Target, Any]] = [(registers_of, RegisterCollector(lambda: now))]
    types = {resource.type for resource in live}
    if types:
        targets.append((Target("live", "live"), _Live(frozenset(types), live)))
    path = folder / "snapshot.zst"
    options = Options(records=True)
    with path.open("wb") as handle:
        collect_snapshot(
            lambda header: SnapshotWriter(handle, header),
            targets,
            pack,
            options,
            lambda infos: Header("test", now, infos, has_datasets=False),
            lambda *_: None,
            Halt(),
        )
    return _evaluated(path, pack, options, Calendar.of({"time_zone": zone}))


class _Live:
    """A collector of resources given beforehand."""

    settings_schema: Mapping[str, Any] = {}

    def __init__(self, types: frozenset[str], found: Sequence[Resource]) -> None:
        self.types = types
        self.found = found

    def check(self, _target: Target) -> Sequence[str]:
        return ()

    def collect(self, target: Target, _wanted: object) -> Iterator[Event]:
        for type_ in sorted(self.types):
            mine = [replace(one, target=target.id) for one in self.found if one.type == type_ and one.id]
            yield from mine
            yield Enumerated(target.id, type_, len(mine))


def _evaluated(path: Path, pack: Pack, options: Options, calendar: Calendar) -> Verdict:
    snapshot = open_snapshot(path)
    header = snapshot.header
    selection = select(pack, header.targets, options, has_datasets=False)
    assert not selection.not_assessed, selection.not_assessed
    index = Index.read(snapshot, selection)
    data = {
        "parameters": dict(pack.parameters),
        "run": run_document(parse_period(PERIOD, calendar), header.created_at),
        "inventory": {type_: join.document() for type_, join in index.joins.items()},
    }
    engine = RegorusEngine()
    with engine.load(Program(pack.modules, data)):
        resources = (event for event in snapshot.events() if isinstance(event, Resource))
        found = list(evaluate(engine, selection.checks, resources, index.gaps, index.joins))
    found += list(evaluate_listings(selection.checks, header.targets, index.gaps))
    return _worst(found, selection.checks)


_WORST = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE)


def _worst(found: Sequence[Evaluation], checks: Sequence[Check]) -> Verdict:
    assert {one.check for one in found} == {check.id for check in checks}
    worst = min((one.outcome for one in found), key=_WORST.index)
    return Verdict(
        worst,
        tuple(message.text for one in found for message in one.messages),
        tuple(reason.text for one in found for reason in one.reasons),
        tuple(found),
    )
