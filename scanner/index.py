"""What must be known of a whole snapshot before its first resource is evaluated."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.gaps import GapIndex
from scanner.joins import JoinState
from scanner.model import Reason, Resource
from scanner.selection import Selection
from scanner.snapshot import Header, Snapshot


@dataclass(slots=True)
class Index:
    """What must be known of the whole snapshot before the first resource is evaluated."""

    gaps: GapIndex
    joins: dict[str, JoinState]
    resources: Counter[tuple[str, str]]
    """(target, type) to number of resources."""

    @classmethod
    def read(cls, snapshot: Snapshot, selection: Selection) -> "Index":
        index = cls(GapIndex(), {t: JoinState(facts) for t, facts in selection.needs.items()}, Counter())
        incomplete: dict[str, list[Reason]] = {}
        for event in snapshot.events():
            if not isinstance(event, Resource):
                index.gaps.add(event)
                continue
            index.resources[event.target, event.type] += 1
            if event.type in index.joins:
                join = index.joins[event.type]
                join.add(event)
                absent = sorted(join.facts - event.facts.keys())
                incomplete.setdefault(event.type, []).extend(
                    Reason(f"{event.name}: the fact '{fact}' was not collected", fact=fact) for fact in absent
                )
        for type_, join in index.joins.items():
            join.problems = index._join_problems(type_, snapshot.header, incomplete.get(type_, []))
        return index

    def _join_problems(self, type_: str, header: Header, absent: Sequence[Reason]) -> tuple[Reason, ...]:
        """Why the rows of a joined type may not be all there."""
        problems = [
            Reason(f"{type_}: {gap.reason.value}: {gap.detail}", gap.reason, gap.fact)
            for gap in self.gaps.gaps
            if gap.type == type_ and (gap.fact is None or gap.fact in self.joins[type_].facts)
        ]
        for info in header.targets:
            listed = (info.id, type_) in self.gaps.listed or self.gaps.listing(info.id, type_)
            if type_ in info.types and not listed:
                problems.append(Reason(f"{type_}: target '{info.id}' gave no complete listing"))
        return tuple(dict.fromkeys([*problems, *absent]))
