"""What every collector promises, checked on the events of a scan."""

from collections.abc import Mapping, Sequence
from typing import Any

from jsonschema import Draft7Validator

from scanner.interfaces import FactRequest
from scanner.model import Enumerated, Event, Gap, Resource


def keeps_contract(events: Sequence[Event], wanted: FactRequest, schemas: Mapping[str, Any]) -> None:
    """Fail unless facts are delivered and valid, or gapped beforehand, and listings are accounted for."""
    for event in events:
        assert wanted.wants(event.type)
        if isinstance(event, Gap):
            assert event.detail
            assert event.detail.isprintable()
    for position, event in enumerate(events):
        if isinstance(event, Resource):
            _complete(event, events[:position], events[position:], wanted)
            Draft7Validator(schemas[event.type]).validate(dict(event.facts))
    for type_ in wanted.types:
        _accounted(type_, events)


def _complete(
    resource: Resource, before: Sequence[Event], after: Sequence[Event], wanted: FactRequest
) -> None:
    gaps = [gap for gap in before if isinstance(gap, Gap) and gap.type == resource.type and gap.fact]
    gapped = {gap.fact for gap in gaps if gap.resource in (None, resource.id)}
    assert gapped | resource.facts.keys() >= wanted.facts(resource.type)
    assert not gapped & resource.facts.keys()
    late = [gap for gap in after if isinstance(gap, Gap) and gap.resource == resource.id]
    assert not late


def _accounted(type_: str, events: Sequence[Event]) -> None:
    marks = [event for event in events if isinstance(event, Enumerated) and event.type == type_]
    holes = [gap for gap in events if isinstance(gap, Gap) and gap.type == type_]
    incomplete = {gap.scope for gap in holes if gap.resource is None and gap.fact is None}
    scopes = [mark.scope for mark in marks]
    assert len(set(scopes)) == len(scopes)
    assert not incomplete & set(scopes)
    assert marks or incomplete
    found = [event for event in events if isinstance(event, Resource) and event.type == type_]
    assert incomplete or sum(mark.count for mark in marks) == len(found)
    assert len({resource.id for resource in found}) == len(found)


def resources(events: Sequence[Event], type_: str = "s3.bucket") -> dict[str, Resource]:
    """The resources of a type by name."""
    return {e.name: e for e in events if isinstance(e, Resource) and e.type == type_}


def gaps(events: Sequence[Event]) -> list[Gap]:
    """The gaps, in order."""
    return [event for event in events if isinstance(event, Gap)]


def enumerated(events: Sequence[Event]) -> dict[str, int]:
    """The complete listings: type to count."""
    return {event.type: event.count for event in events if isinstance(event, Enumerated)}
