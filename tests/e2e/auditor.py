"""A scan step by step and without processes for it: to collect a part anew, and to see what passes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scanner.collect import FactSchemas, Job, collect
from scanner.datasets import with_dataset_facts
from scanner.engines.regorus import RegorusEngine
from scanner.evaluate import evaluate, evaluate_listings
from scanner.index import Index
from scanner.interfaces import Collector, FactRequest, Halt, Module, Program
from scanner.inventory import Inventory
from scanner.model import Check, Event, Resource, Target
from scanner.policy_pack import Pack
from scanner.selection import Options, Selection, select
from scanner.snapshot import Header, SnapshotWriter, TargetInfo, open_snapshot

NOW = datetime.now(UTC)
Outcomes = dict[tuple[str, str], str]
"""(check, name of the resource or scope of a whole listing) to outcome, passes included."""


@dataclass
class Auditor:
    """The only target of an inventory and some checks."""

    inventory: Inventory
    pack: Pack
    checks: frozenset[str]
    folder: Path

    @property
    def target(self) -> Target:
        """What is audited."""
        (found,) = self.inventory.targets
        return found

    @property
    def collector(self) -> Collector:
        """What collects from it."""
        return self.inventory.collectors[self.target.kind]

    @property
    def _info(self) -> TargetInfo:
        return TargetInfo(self.target.id, self.target.kind, tuple(sorted(self.collector.types)), {})

    def selection(self, checks: frozenset[str] | None = None) -> Selection:
        """The checks that can be evaluated, all of them unless some are named."""
        return select(self.pack, [self._info], Options(checks=checks or self.checks), has_datasets=True)

    def collect(self, types: Iterable[str] | None = None) -> list[Event]:
        """What the checks read, of all types unless some are named."""
        wanted = with_dataset_facts(
            self.selection().wanted(self.collector.types, evaluated=True), self.target
        )
        if types is not None:
            some = frozenset(types)
            wanted = FactRequest({name: facts for name, facts in wanted.types.items() if name in some})
        job = Job(self.target, self.collector, wanted)
        return list(collect([job], FactSchemas(self.pack.schemas), lambda _target, _what: None, Halt()))

    def outcomes(self, events: Sequence[Event], checks: frozenset[str] | None = None) -> Outcomes:
        """How the checks end on what was collected."""
        path = self.folder / "taken.zst"
        with (
            path.open("wb") as handle,
            SnapshotWriter(handle, Header("test", NOW, (self._info,), has_datasets=True)) as writer,
        ):
            for event in events:
                writer.add(event)
        snapshot = open_snapshot(path)
        selection = self.selection(checks)
        index = Index.read(snapshot, selection)
        data = {
            "parameters": dict(self.pack.parameters),
            "run": {"now": NOW.isoformat().replace("+00:00", "Z")},
            "inventory": {type_: join.document() for type_, join in index.joins.items()},
        }
        engine = RegorusEngine()
        resources = (event for event in snapshot.events() if isinstance(event, Resource))
        with engine.load(Program(self._modules(selection.checks), data)):
            found = [
                *evaluate(engine, selection.checks, resources, index.gaps, index.joins),
                *evaluate_listings(selection.checks, [self._info], index.gaps),
            ]
        return {(each.check, each.subject.name or each.subject.scope): each.outcome.value for each in found}

    def _modules(self, checks: Sequence[Check]) -> list[Module]:
        """Only what these checks need: the others take a second to load."""
        points = [point for check in checks for point in (check.deny, *check.deny_parts)]
        packages = {point.ref.rpartition(".")[0] for point in points}
        return [module for module in self.pack.modules if module.library or module.package in packages]


def only(pack: Pack, types: Iterable[str]) -> frozenset[str]:
    """The checks on some types, but for those that need what no cloud has."""
    some = frozenset(types)
    return frozenset(
        check.id
        for check in pack.checks.values()
        if check.resource in some and not any(need.startswith("register.") for need in check.needs)
    )
