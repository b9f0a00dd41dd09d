"""Overridden parameters: what is accepted, and what asks less than the documents."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.interfaces import ConfigurationError
from scanner.model import Check, EntryPoint, Reads, Severity
from scanner.parameters import overridden, overrides
from scanner.policy_pack import Pack


def pack_of(**entry: Any) -> Pack:
    """A pack with the parameter `p`, which one check reads."""
    values = {
        "value": 24,
        "unit": "hours",
        "stricter": "lower",
        "basis": "documents",
        "title": "Hours",
        **entry,
    }
    reads = Reads(parameters=frozenset({"p"}))
    point = EntryPoint("d.c.deny", reads)
    texts = ("c", "d.c", "c.rego", "box.thing", Severity.HIGH, ("x", "y"), "Title", "Why", "How", ())
    return Pack({"c": Check(*texts, reads, point)}, (), (), {}, {"p": values["value"]}, {"p": values}, {}, ())


@pytest.mark.parametrize(
    ("entry", "value", "looser"),
    [
        ({}, 25, True),
        ({}, 24, False),
        ({}, 23, False),
        ({"stricter": "higher", "value": 90}, 89, True),
        ({"stricter": "higher", "value": 90}, 91, False),
        ({"basis": "ours"}, 1000, False),
        ({"value": 12, "bound": 24}, 24, False),  # our default is stricter than what the documents allow
        ({"value": 12, "bound": 24}, 25, True),
        ({"stricter": "none", "value": ["a"]}, ["a", "b"], True),  # nobody can tell
        ({"stricter": "none", "value": ["a"]}, ["a"], False),
        ({"value": {"high": 7, "low": 90}}, {"high": 7, "low": 91}, True),
        ({"value": {"high": 7, "low": 90}}, {"high": 6, "low": 90}, False),
    ],
)
def test_what_asks_less_than_the_documents_is_looser(entry: dict[str, Any], value: Any, looser: bool) -> None:
    (found,) = overrides(pack_of(**entry), {"p": value})
    assert (found.looser, found.value, found.default) == (looser, value, entry.get("value", 24))
    assert found.controls == ("x", "y")


@given(st.floats(0, 1000), st.sampled_from(["lower", "higher"]))
def test_a_value_is_looser_exactly_on_the_other_side_of_the_bound(value: float, stricter: str) -> None:
    (found,) = overrides(pack_of(stricter=stricter, value=500), {"p": value})
    assert found.looser is (value > 500 if stricter == "lower" else value < 500)


def test_policies_see_the_value_and_nothing_else_changes() -> None:
    pack = pack_of()
    assert overridden(pack, {"p": 30}).parameters == {"p": 30}
    assert pack.parameters == {"p": 24}


@pytest.mark.parametrize(
    ("entry", "value", "problem"),
    [
        ({}, "24", "must be a number, as the default 24"),
        ({}, True, "must be a number"),
        ({}, [24], "must be a number"),
        ({"value": "027"}, 27, "must be text, as the default 027"),
        ({"value": ["a"]}, "a", "must be a list, as the default a"),
        ({"value": {"high": 7}}, {"low": 7}, "must have the keys high"),
    ],
)
def test_a_value_of_another_kind_is_refused(entry: dict[str, Any], value: Any, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        overridden(pack_of(**entry), {"p": value})
