"""What the tests of the server collector share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastjsonschema

from collectors.server.types import ALL
from scanner.interfaces import Collector, FactRequest
from scanner.model import Classification, Dataset, Enumerated, Event, Gap, GapReason, Resource, Store, Target
from scanner.policy_pack.fact_schema import read_fact_schema

ROOT = Path(__file__).parents[3]

DATASET = Dataset("customers", Classification.SENSITIVE, "Ann Lee", 365)


def schema(type_: str) -> Any:
    """The contract of a resource type."""
    return read_fact_schema(ROOT / "policies" / "schemas" / f"{type_}.json")


TYPES = tuple(ALL)
SCHEMAS = {type_: schema(type_) for type_ in TYPES}
VALIDATORS = {type_: fastjsonschema.compile(SCHEMAS[type_]) for type_ in TYPES}
EVERYTHING = FactRequest({type_: frozenset(SCHEMAS[type_]["properties"]) for type_ in TYPES})


def want(**types: str) -> FactRequest:
    """`want(account="uid groups")`; an empty text wants all facts of the type."""
    return FactRequest(
        {
            f"server.{name}": frozenset(facts.split() or SCHEMAS[f"server.{name}"]["properties"])
            for name, facts in types.items()
        }
    )


def target(settings: Mapping[str, Any] | None = None, *paths: str) -> Target:
    """A target with paths that hold a dataset."""
    return Target("t", "ssh", settings or {}, {}, tuple(Store(DATASET, "path", path) for path in paths))


@dataclass(frozen=True)
class Scan:
    """The events of one scan, by kind. Making one checks the contract between collector and scanner."""

    events: list[Event]

    @property
    def gaps(self) -> list[Gap]:
        """All gaps."""
        return [event for event in self.events if isinstance(event, Gap)]

    def resources(self, type_: str) -> list[Resource]:
        """All resources of a type (without `server.`)."""
        return [e for e in self.events if isinstance(e, Resource) and e.type == f"server.{type_}"]

    def one(self, type_: str, name: str | None = None) -> Resource:
        """The only resource of a type, or the one with a name."""
        (found,) = [r for r in self.resources(type_) if name in (None, r.name)]
        return found

    def count(self, type_: str) -> int | None:
        """What a complete listing announced, None when there was none."""
        found = [e for e in self.events if isinstance(e, Enumerated) and e.type == f"server.{type_}"]
        return found[0].count if found else None

    def gap(self, type_: str, fact: str | None = None, name: str | None = None) -> Gap:
        """The only gap of a fact, or of a listing when no fact is given."""
        id_ = self.one(type_, name).id if name is not None else None
        found = [
            gap
            for gap in self.gaps
            if gap.type == f"server.{type_}"
            and gap.fact == fact
            and (id_ is None or gap.resource == id_)
            and (fact is not None or gap.resource is None)
        ]
        assert len(found) == 1, self.gaps
        return found[0]


def unexplained(found: Scan) -> list[Gap]:
    """Gaps of root that the machine of the tests does not explain by what it lacks, and by its processes."""
    lacking = {GapReason.TOOL_ABSENT, GapReason.UNSUPPORTED}
    return [gap for gap in found.gaps if gap.reason not in lacking and "(hidepid)" not in gap.detail]


def scan(collector: Collector, where: Target, wanted: FactRequest = EVERYTHING) -> Scan:
    """Collects, and holds the events against the contract."""
    found = Scan(list(collector.collect(where, wanted)))
    hold_to_contract(found, wanted)
    return found


def hold_to_contract(found: Scan, wanted: FactRequest) -> None:
    """Each wanted type is listed or gapped; each wanted fact is there and valid, or gapped before."""
    for type_ in wanted.types:
        short = type_.removeprefix("server.")
        listing_gaps = [g for g in found.gaps if g.type == type_ and g.resource is None and g.fact is None]
        assert listing_gaps or found.count(short) == len(found.resources(short)), type_
    explained: set[tuple[str, str | None, str | None]] = set()
    for event in found.events:
        if isinstance(event, Gap):
            assert "\n" not in event.detail
            assert event.detail
            explained.add((event.type, event.resource, event.fact))
        elif isinstance(event, Resource):
            VALIDATORS[event.type](dict(event.facts))
            for fact in wanted.facts(event.type) - event.facts.keys():
                keys = {(event.type, event.id, fact), (event.type, event.id, None), (event.type, None, fact)}
                assert keys & explained, f"{event.id} has neither {fact} nor a gap"
    ids = [event.id for event in found.events if isinstance(event, Resource)]
    assert len(ids) == len(set(ids))


def reasons(gaps: Iterable[Gap]) -> set[GapReason]:
    """The reasons that occur."""
    return {gap.reason for gap in gaps}


def open_way(folder: Path) -> None:
    """Lets every account reach a folder of pytest's, however deep it lies below /tmp."""
    while folder != folder.parent and folder.name != "tmp":
        folder.chmod(0o755)
        folder = folder.parent
