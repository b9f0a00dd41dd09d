"""Conditions of IAM statements about the principal, as far as they can be decided without a request.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Global condition context keys".
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from scanner.access.patterns import matches

Conditions = Mapping[str, Mapping[str, Sequence[str]]]
"""Operator to key (lower case) to values."""


class Holds(Enum):
    """Whether a condition holds for a principal; MAYBE when that depends on the request."""

    NO = 0
    MAYBE = 1
    YES = 2


def _equals(value: str, given: str) -> bool:
    return value == given


def _equals_in_any_case(value: str, given: str) -> bool:
    return value.lower() == given.lower()


_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "stringequals": _equals,
    "stringequalsignorecase": _equals_in_any_case,
    "stringlike": matches,
    "arnequals": matches,
    "arnlike": matches,
}
_OPPOSITES = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
}


def holds(conditions: Conditions, known: Mapping[str, str]) -> Holds:
    """Whether all conditions hold; `known` are the keys of the request that are certain, in lower case."""
    found = [
        _one(operator, values, known.get(key))
        for operator, keys in conditions.items()
        for key, values in keys.items()
    ]
    return min(found, key=lambda answer: answer.value, default=Holds.YES)


def _one(operator: str, values: Sequence[str], given: str | None) -> Holds:
    name = operator.lower().removesuffix("ifexists")
    test = _TESTS.get(_OPPOSITES.get(name, name))
    if given is None or test is None or any("${" in value for value in values):
        return Holds.MAYBE
    found = any(test(value, given) for value in values)
    return Holds.YES if found is (name not in _OPPOSITES) else Holds.NO
