"""What can and cannot be seen of each target, for the checks that are loaded."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scanner.interfaces import FactRequest
from scanner.model import Check, Enumerated, Gap, GapReason, Resource
from scanner.policy_pack import Pack
from scanner.selection import Options, Selection, select
from scanner.snapshot import Snapshot, TargetInfo


@dataclass(frozen=True, slots=True)
class Row:
    """Facts of one resource type that are seen alike; `facts` is empty for the listing as a whole.

    `reason` is None for what is seen, and the first reason where there are several. `gapped` of
    `resources` are those it concerns, none of them for a whole listing. `checks` are undecided by it.
    """

    type: str
    facts: tuple[str, ...]
    resources: int
    reason: GapReason | None = None
    gapped: int = 0
    checks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is not seen; `more` counts further details that differ only in what they name."""

    reason: GapReason
    detail: str
    more: int
    facts: Mapping[str, tuple[str, ...]]
    """By resource type; `everything` stands for a whole listing, or all facts of a resource."""
    checks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sight:
    """One target: what is seen of it, what is not, and why. `checks` are all that it concerns."""

    target: str
    kind: str
    rows: tuple[Row, ...]
    causes: tuple[Cause, ...]
    checks: frozenset[str]

    @property
    def undecided(self) -> frozenset[str]:
        """The checks that something is missing for."""
        return frozenset().union(*(cause.checks for cause in self.causes))


def examine(snapshot: Snapshot, pack: Pack, options: Options) -> list[Sight]:
    """Every target that takes part in the checks, in the order of the configuration."""
    header = snapshot.header
    selection = select(pack, header.targets, options, has_datasets=header.has_datasets)
    views = {info.id: _View(info, selection) for info in header.targets}
    for event in snapshot.events():
        views[event.target].add(event)
    return [view.sight() for view in views.values() if view.wanted.types]


@dataclass(slots=True)
class _View:
    """The events of one target."""

    info: TargetInfo
    selection: Selection
    wanted: FactRequest = field(init=False)
    gaps: dict[str, list[Gap]] = field(default_factory=dict)
    resources: Counter[str] = field(default_factory=Counter)
    listed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        types = frozenset(self.info.types)
        self.wanted = self.selection.wanted(types, evaluated=self.info.evaluated)

    def add(self, event: Resource | Gap | Enumerated) -> None:
        if isinstance(event, Resource):
            self.resources[event.type] += 1
        elif isinstance(event, Enumerated):
            self.listed.add(event.type)
        elif event.fact is None or event.fact in self.wanted.facts(event.type):
            self.gaps.setdefault(event.type, []).append(event)

    def sight(self) -> Sight:
        for type_ in self.wanted.types:
            if type_ not in self.listed and not any(map(_of_listing, self.gaps.get(type_, ()))):
                detail = "the collector gave neither a complete listing nor a reason"
                self.add(Gap(self.info.id, type_, GapReason.MALFORMED, detail))
        rows = tuple(row for type_ in sorted(self.wanted.types) for row in self._rows(type_))
        checks = frozenset[str]().union(*(self._checks(type_, None) for type_ in self.wanted.types))
        return Sight(self.info.id, self.info.kind, rows, tuple(self._causes()), checks)

    def _rows(self, type_: str) -> Iterator[Row]:
        count = self.resources[type_]
        listing = [gap for gap in self.gaps.get(type_, ()) if _of_listing(gap)]
        if listing:
            yield Row(type_, (), count, listing[0].reason, 0, self._checks(type_, None))
        if count == 0:
            if not listing:
                yield Row(type_, (), 0)
            return
        alike: dict[tuple[GapReason | None, int], list[str]] = {}
        for fact in sorted(self.wanted.facts(type_)):
            alike.setdefault(self._state(type_, fact, count), []).append(fact)
        for (reason, gapped), facts in sorted(alike.items(), key=lambda item: item[0][0] is not None):
            undecided = [self._checks(type_, fact) for fact in facts if reason is not None]
            yield Row(type_, tuple(facts), count, reason, gapped, frozenset().union(*undecided))
        if not alike and not listing:
            yield Row(type_, (), count)

    def _state(self, type_: str, fact: str, count: int) -> tuple[GapReason | None, int]:
        """Why a fact is missing, and on how many of `count` resources."""
        gaps = [gap for gap in self.gaps.get(type_, ()) if not _of_listing(gap) and gap.fact in (fact, None)]
        if not gaps:
            return None, 0
        everywhere = any(gap.resource is None for gap in gaps)
        return gaps[0].reason, count if everywhere else len({gap.resource for gap in gaps})

    def _causes(self) -> list[Cause]:
        """Gaps of one wording together; of the others one stands for all of its reason and fact."""
        details: dict[tuple[GapReason, str, str | None], dict[str, None]] = {}
        for gap in (gap for gaps in self.gaps.values() for gap in gaps):
            details.setdefault((gap.reason, gap.type, gap.fact), {})[gap.detail] = None
        merged: dict[tuple[GapReason, str, int], list[tuple[str, str | None]]] = {}
        for (reason, type_, fact), texts in details.items():
            merged.setdefault((reason, next(iter(texts)), len(texts) - 1), []).append((type_, fact))
        causes = [self._cause(*key, concerned) for key, concerned in merged.items()]
        return sorted(causes, key=lambda cause: (-len(cause.checks), cause.reason, cause.detail))

    def _cause(
        self, reason: GapReason, detail: str, more: int, concerned: Iterable[tuple[str, str | None]]
    ) -> Cause:
        facts: dict[str, tuple[str, ...]] = {}
        checks: frozenset[str] = frozenset()
        for type_, fact in sorted(concerned, key=str):
            facts[type_] = (*facts.get(type_, ()), fact or "everything")
            checks |= self._checks(type_, fact)
        return Cause(reason, detail, more, facts, checks)

    def _checks(self, type_: str, fact: str | None) -> frozenset[str]:
        """The checks that read a fact, or the type at all."""
        return frozenset(check.id for check in self.selection.checks if self._on(check, type_, fact))

    def _on(self, check: Check, type_: str, fact: str | None = None) -> bool:
        own = self.info.evaluated and check.resource == type_ and (fact is None or fact in check.reads.facts)
        need = check.needs.get(type_)
        return own or (need is not None and (fact is None or fact in need.facts))


def _of_listing(gap: Gap) -> bool:
    return gap.resource is None and gap.fact is None
