"""Which events a trail records, in one shape for both forms of event selectors.

Source: EventSelector and AdvancedFieldSelector in the CloudTrail API reference. A trail records what any of
its selectors selects. A selector that is limited in a way not told here counts as recording a part only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collectors.aws.troubles import MalformedAnswerError

Given = Mapping[str, Any]
_DIRECTIONS = {"All": ("read", "write"), "ReadOnly": ("read",), "WriteOnly": ("write",)}
_OPERATORS = frozenset({"Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith"})
_S3_OBJECTS = "AWS::S3::Object"
_ALL_BUCKETS = "arn:"


@dataclass(frozen=True, slots=True)
class _Management:
    """Management events of some directions; `whole` unless limited by more than `excluded` sources."""

    directions: Sequence[str]
    excluded: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Objects:
    """Events of S3 objects whose ARNs begin with `prefix`, but with none of `excepted`."""

    directions: Sequence[str]
    prefix: str
    excepted: tuple[str, ...]


def selectors(answer: Given) -> dict[str, Any]:
    """Management events and those of S3 objects, reading and writing apart. Raises MalformedAnswerError."""
    # Of the two forms AWS sends the one in use; a trail that was never configured has the default selector.
    found = [part for one in answer.get("EventSelectors") or () for part in _classic(one)]
    found += [part for one in answer.get("AdvancedEventSelectors") or () for part in _advanced(one)]
    if not answer.get("EventSelectors") and not answer.get("AdvancedEventSelectors"):
        raise MalformedAnswerError("GetEventSelectors: an answer without selectors")
    management = [part for part in found if isinstance(part, _Management)]
    objects = [part for part in found if isinstance(part, _Objects)]
    return {
        "management_read": _recorded(management, "read"),
        "management_write": _recorded(management, "write"),
        "s3_read": _prefixes(objects, "read"),
        "s3_write": _prefixes(objects, "write"),
    }


def _recorded(parts: Sequence[_Management], direction: str) -> dict[str, Any]:
    """`all`, `some` or `none`; what every selector of all events leaves out is left out."""
    meant = [part for part in parts if direction in part.directions]
    whole = [part.excluded for part in meant if part.whole]
    if whole:
        return {"events": "all", "excluded_sources": sorted(frozenset.intersection(*whole))}
    return {"events": "some" if meant else "none", "excluded_sources": []}


def _prefixes(parts: Sequence[_Objects], direction: str) -> list[dict[str, Any]]:
    return [
        {"prefix": part.prefix, "except": list(part.excepted)}
        for part in parts
        if direction in part.directions
    ]


def _classic(given: Given) -> Iterator[_Management | _Objects]:
    if given.get("ReadWriteType") not in _DIRECTIONS:
        raise MalformedAnswerError("event selector: unknown ReadWriteType")
    directions = _DIRECTIONS[given["ReadWriteType"]]
    if given["IncludeManagementEvents"]:
        # Left out when nothing is excluded; so are the data resources when there are none.
        excluded = frozenset(given.get("ExcludeManagementEventSources") or ())
        yield _Management(directions, excluded, whole=True)
    for resource in given.get("DataResources") or ():
        if resource["Type"] == _S3_OBJECTS:
            for value in resource["Values"]:
                # "arn:aws:s3" stands for all buckets, as "arn:aws:s3:::" does.
                yield _Objects(directions, value, ())


def _advanced(given: Given) -> Iterator[_Management | _Objects]:
    fields = _fields(given["FieldSelectors"])
    category = fields.pop("eventCategory", {}).get("Equals")
    if category == ["Management"]:
        yield _management(fields)
    elif category == ["Data"]:
        yield from _objects(fields)
    elif not category:
        raise MalformedAnswerError("event selector: no eventCategory")


def _fields(given: Sequence[Given]) -> dict[str, Given]:
    """The conditions by field; all of them must hold."""
    fields: dict[str, Given] = {}
    for selector in given:
        conditions = {key: values for key, values in selector.items() if key != "Field" and values}
        if selector["Field"] in fields or not conditions or not conditions.keys() <= _OPERATORS:
            raise MalformedAnswerError("event selector: a field is there twice or has an unknown condition")
        fields[selector["Field"]] = conditions
    return fields


def _management(fields: dict[str, Given]) -> _Management:
    directions, whole = _directions(fields)
    sources = fields.pop("eventSource", {})
    excluded = frozenset(sources.get("NotEquals", ()))
    return _Management(directions, excluded, whole=whole and not fields and sources.keys() <= {"NotEquals"})


def _objects(fields: dict[str, Given]) -> Iterator[_Objects]:
    """Selectors with further conditions select a part of the events of a bucket, and are left out."""
    types = fields.pop("resources.type", {}).get("Equals", ())
    directions, whole = _directions(fields)
    arns = fields.pop("resources.ARN", {})
    if _S3_OBJECTS not in types or not whole or fields or not arns.keys() <= {"StartsWith", "NotStartsWith"}:
        return
    for prefix in arns.get("StartsWith", (_ALL_BUCKETS,)):
        yield _Objects(directions, prefix, tuple(arns.get("NotStartsWith", ())))


def _directions(fields: dict[str, Given]) -> tuple[Sequence[str], bool]:
    """Reading, writing or both by the field readOnly, which is taken out; and whether it was understood."""
    known = {("true",): ("read",), ("false",): ("write",)}
    given = fields.pop("readOnly", None)
    if given is None:
        return _DIRECTIONS["All"], True
    values = tuple(given.get("Equals", ()))
    if given.keys() != {"Equals"} or values not in known:
        return _DIRECTIONS["All"], False
    return known[values], True
