"""The workspace of the company: its registers as files, and what an audit makes of them.

Files, collector, rules and engine are the real ones. What a change touches is collected and judged anew, the
rest is kept.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors.registers import RegisterCollector
from scanner.engines.regorus import RegorusEngine
from scanner.evaluate import evaluate, evaluate_listings
from scanner.index import Index
from scanner.interfaces import FactRequest, Program
from scanner.model import Check, Evaluation, Event, Outcome, Resource, Target
from scanner.period import Calendar, parse_period, run_document
from scanner.policy_pack import Pack
from scanner.selection import Selection
from scanner.snapshot import Header, TargetInfo
from tests.company.customers import CUSTOMER_RECORDS
from tests.company.governance import GOVERNANCE_RECORDS
from tests.company.incidents import INCIDENT_RECORDS
from tests.company.people import PEOPLE, Rows
from tests.company.systems import SYSTEM_RECORDS

NOW = datetime(2027, 1, 5, 3, tzinfo=UTC)
PERIOD = "2026-Q4"
ZONE = "Asia/Shanghai"
CALENDAR = Calendar.of({"time_zone": ZONE})
KEY = "0123456789abcdef" * 4
RECORDS: Mapping[str, Rows] = {
    **PEOPLE,
    **SYSTEM_RECORDS,
    **CUSTOMER_RECORDS,
    **INCIDENT_RECORDS,
    **GOVERNANCE_RECORDS,
}
NOT_KEPT = ("account_owners",)
"""Registers whose files may be missing, and that the company has no need of."""
_WORST = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules of one control say together."""

    outcome: Outcome
    nothing_to_judge: bool
    text: str


@dataclass(frozen=True, slots=True)
class Collected:
    """A snapshot in memory."""

    header: Header
    found: Mapping[Any, tuple[Event, ...]]

    def events(self) -> Iterator[Event]:
        return (event for events in self.found.values() for event in events)


@dataclass
class Workspace:
    """The registers in a folder."""

    folder: Path
    pack: Pack
    found: dict[str, tuple[Event, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "registers").mkdir()
        key = self.folder / "hmac.key"
        key.write_text(KEY)
        key.chmod(0o600)
        self.collector = RegisterCollector(lambda: NOW)
        self.collector.learn(self.pack.schemas)
        settings = {"folder": str(self.folder / "registers"), "hmac_key": str(key), "time_zone": ZONE}
        self.target = Target("registers", "register", settings)
        self.rules = [check for check in self.pack.checks.values() if check.dated]
        for name, rows in RECORDS.items():
            self._write(name, rows)
        self.found = self._collect((*RECORDS, *NOT_KEPT))

    def judge(self, changed: Mapping[str, Rows | None]) -> dict[str, Said]:
        """What each control whose rules read a changed register says; None removes the file."""
        found = {**self.found, **self.collected(changed)}
        types = {f"register.{name}" for name in changed}
        return self.say([check for check in self.rules if types & {check.resource, *check.needs}], found)

    def collected(self, changed: Mapping[str, Rows | None]) -> dict[str, tuple[Event, ...]]:
        """What the collector makes of changed registers, by resource type."""
        with self.changed(changed):
            return self._collect(changed)

    @contextmanager
    def changed(self, changed: Mapping[str, Rows | None]) -> Iterator[None]:
        """In here the registers are changed; None removes the file."""
        for name, rows in changed.items():
            self._write(name, rows)
        try:
            yield
        finally:
            for name in changed:
                self._write(name, RECORDS[name])

    def all(self) -> dict[str, Said]:
        """What every control with rules says of the registers as they are."""
        return self.say(self.rules, self.found)

    def say(self, checks: Iterable[Check], found: Mapping[str, tuple[Event, ...]]) -> dict[str, Said]:
        """What the controls of these checks say."""
        return judged(self.pack, tuple(checks), [self.info], found, "lib.records.")

    @property
    def info(self) -> TargetInfo:
        """The registers as a snapshot has them."""
        return TargetInfo("registers", "register", tuple(sorted(self.collector.types)), {})

    # --- the steps --------------------------------------------------------------------------------

    def _write(self, name: str, rows: Rows | None) -> None:
        path = self.folder / "registers" / f"{name}.csv"
        if rows is None:
            path.unlink()
            return
        columns = list(self.pack.schemas[f"register.{name}"]["x-row"]["properties"])
        unknown = {column for row in rows for column in row} - set(columns)
        assert not unknown, (name, unknown)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns)
            writer.writeheader()
            writer.writerows({column: _text(value) for column, value in row.items()} for row in rows)

    def _collect(self, names: Iterable[str]) -> dict[str, tuple[Event, ...]]:
        columns = {type_: frozenset(self.pack.schemas[type_]["properties"]) for type_ in self.collector.types}
        return {
            type_: tuple(self.collector.collect(self.target, FactRequest({type_: columns[type_]})))
            for type_ in (f"register.{name}" for name in names)
        }


def judged(
    pack: Pack,
    checks: tuple[Check, ...],
    infos: Sequence[TargetInfo],
    found: Mapping[Any, tuple[Event, ...]],
    libraries: str,
) -> dict[str, Said]:
    """What controls say of what some targets gave; `libraries` begins the packages that the checks use."""
    by_control: dict[str, list[Evaluation]] = {}
    for evaluation in _evaluate(pack, checks, infos, found, libraries):
        for control in pack.checks[evaluation.check].controls:
            by_control.setdefault(control, []).append(evaluation)
    return {control: _together(evaluations) for control, evaluations in by_control.items()}


def _evaluate(
    pack: Pack,
    checks: tuple[Check, ...],
    infos: Sequence[TargetInfo],
    found: Mapping[Any, tuple[Event, ...]],
    libraries: str,
) -> Iterator[Evaluation]:
    snapshot: Any = Collected(Header("test", NOW, tuple(infos), has_datasets=True, calendar=CALENDAR), found)
    index = Index.read(snapshot, Selection(checks))
    packages = {check.package for check in checks}
    modules = [
        module
        for module in pack.modules
        if module.package.startswith((libraries, *(f"{package}." for package in packages)))
        or module.package in packages
    ]
    data = {
        "parameters": dict(pack.parameters),
        "run": run_document(parse_period(PERIOD, CALENDAR), NOW),
        "inventory": {type_: join.document() for type_, join in index.joins.items()},
    }
    engine = RegorusEngine()
    resources = (event for event in snapshot.events() if isinstance(event, Resource))
    with engine.load(Program(modules, data)):
        yield from evaluate(engine, checks, resources, index.gaps, index.joins)
    yield from evaluate_listings(checks, infos, index.gaps)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return str(value)


def _together(evaluations: list[Evaluation]) -> Said:
    outcome = min((one.outcome for one in evaluations), key=_WORST.index)
    mine = [one for one in evaluations if one.outcome is outcome]
    reasons = [reason for one in mine for reason in one.reasons]
    texts = [f"{one.check}: {message.text}" for one in mine for message in one.messages]
    texts += [f"{one.check}: {reason.text}" for one in mine for reason in one.reasons]
    nothing = bool(reasons) and all(reason.not_assessed for reason in reasons)
    return Said(outcome, nothing, "; ".join(texts))
