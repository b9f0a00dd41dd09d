"""What must be known of a whole snapshot before its first resource is evaluated."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scanner.gaps import GapIndex, reason_of
from scanner.joins import JoinProblem, JoinState
from scanner.model import Reason, Resource
from scanner.selection import Selection
from scanner.snapshot import Snapshot


@dataclass(slots=True)
class Index:
    """What must be known of the whole snapshot before the first resource is evaluated."""

    gaps: GapIndex
    joins: dict[str, JoinState]
    resources: Counter[tuple[str, str]]
    """(target, type) to number of resources."""

    @classmethod
    def read(cls, snapshot: Snapshot, selection: Selection) -> "Index":
        listed = {info.id: frozenset(info.types) for info in snapshot.header.targets}
        joins = {
            type_: JoinState(facts, frozenset(id_ for id_, types in listed.items() if type_ in types))
            for type_, facts in selection.needs.items()
        }
        index = cls(GapIndex(), joins, Counter())
        absent: dict[str, list[JoinProblem]] = {}
        for event in snapshot.events():
            if not isinstance(event, Resource):
                index.gaps.add(event)
                continue
            index.resources[event.target, event.type] += 1
            if event.type in joins:
                joins[event.type].add(event)
                explained = {gap.fact for gap in index.gaps.of_resource(event)}
                if None not in explained:
                    wanted = joins[event.type].facts - explained
                    absent.setdefault(event.type, []).extend(_absent(event, wanted))
        for type_, join in joins.items():
            problems = [*index._gapped(type_), *index._unlisted(type_, join), *absent.get(type_, [])]
            join.problems = tuple(dict.fromkeys(problems))
        return index

    def _gapped(self, type_: str) -> Iterator[JoinProblem]:
        for gap in self.gaps.gaps:
            if gap.type == type_:
                own = reason_of(gap)
                told = replace(own, text=f"{type_}: {own.text}", zh=f"{type_}：{own.zh}")
                yield JoinProblem(gap.target, gap.fact, told)

    def _unlisted(self, type_: str, join: JoinState) -> Iterator[JoinProblem]:
        for id_ in sorted(join.listed):
            if (id_, type_) not in self.gaps.listed and not self.gaps.listing(id_, type_):
                text = f"{type_}: target '{id_}' gave no complete listing"
                yield JoinProblem(id_, None, Reason(text, zh=f"{type_}：目标 {id_} 未给出完整清单"))


def _absent(resource: Resource, facts: frozenset[str]) -> Iterator[JoinProblem]:
    for fact in sorted(facts - resource.facts.keys()):
        text = f"{resource.name}: the fact '{fact}' was not collected"
        zh = f"{resource.name}：未采集事实“{fact}”"
        yield JoinProblem(resource.target, fact, Reason(text, fact=fact, zh=zh))
