"""Lifecycle rules in every form the API has."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from collectors.aws.s3.lifecycle import rules
from collectors.aws.troubles import MalformedAnswerError
from tests.collectors.aws.conftest import schema

SHAPE = Draft7Validator(schema("s3.bucket")["properties"]["lifecycle"])
days = st.integers(min_value=1, max_value=4000)
sizes = st.integers(min_value=0, max_value=2**40)
prefixes = st.text(max_size=5)
pairs = st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=4), max_size=3)


def tag_set(tags: dict[str, str]) -> list[dict[str, str]]:
    """Tags as the API has them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


@st.composite
def coverages(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a rule covers: as the API has it, and as a fact."""
    prefix, tags = draw(prefixes), draw(pairs)
    low, high = draw(sizes), draw(sizes)
    nothing: dict[str, Any] = {"prefix": "", "tags": {}, "min_size": None, "max_size": None}
    both = {"Prefix": prefix, "Tags": tag_set(tags), "ObjectSizeGreaterThan": low, "ObjectSizeLessThan": high}
    forms: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"Filter": {}}, nothing),
        ({"Prefix": prefix}, nothing | {"prefix": prefix}),
        ({"Filter": {"Prefix": prefix}}, nothing | {"prefix": prefix}),
        ({"Filter": {"Prefix": prefix}, "Prefix": ""}, nothing | {"prefix": prefix}),
        ({"Filter": {"Tag": {"Key": "k", "Value": prefix}}}, nothing | {"tags": {"k": prefix}}),
        ({"Filter": {"ObjectSizeGreaterThan": low}}, nothing | {"min_size": low}),
        ({"Filter": {"ObjectSizeLessThan": high}}, nothing | {"max_size": high}),
        ({"Filter": {"And": both}}, {"prefix": prefix, "tags": tags, "min_size": low, "max_size": high}),
    ]
    form: tuple[dict[str, Any], dict[str, Any]] = draw(st.sampled_from(forms))
    return form


@settings(deadline=None)
@given(coverages(), st.booleans(), st.none() | days, st.none() | days)
def test_every_form_of_a_rule(
    coverage: tuple[dict[str, Any], dict[str, Any]],
    enabled: bool,
    expiration: int | None,
    noncurrent: int | None,
) -> None:
    written, expected = coverage
    rule = {"Status": "Enabled" if enabled else "Disabled"} | written
    if expiration:
        rule["Expiration"] = {"Days": expiration}
    if noncurrent:
        rule["NoncurrentVersionExpiration"] = {"NoncurrentDays": noncurrent, "NewerNoncurrentVersions": 3}
    found = rules({"Rules": [rule]})
    SHAPE.validate(found)
    (only,) = found["rules"]
    assert only.items() >= expected.items()
    assert only["enabled"] is enabled
    assert only["expiration_days"] == expiration
    assert only["noncurrent_days"] == noncurrent
    assert only["noncurrent_keep"] == (3 if noncurrent else None)


def test_dates_are_in_utc() -> None:
    east = datetime(2027, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    rule = {
        "Status": "Enabled",
        "Filter": {},
        "Expiration": {"Date": datetime(2028, 1, 1, tzinfo=UTC)},
        "Transitions": [{"Date": east, "StorageClass": "GLACIER"}],
    }
    (only,) = rules({"Rules": [rule]})["rules"]
    assert only["expiration_date"] == "2028-01-01T00:00:00Z"
    assert only["transitions"][0]["date"] == "2027-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"Rules": []},
        {"Rules": [{"Status": "Enabled"}]},
        {"Rules": [{"Filter": {}}]},
        {"Rules": [{"Status": "enabled", "Filter": {}}]},
        {"Rules": [{"Status": "Enabled", "Filter": {"Prefix": "a"}, "Prefix": "b"}]},
        {"Rules": [{"Status": "Enabled", "Filter": {"Prefix": "a", "ObjectSizeLessThan": 5}}]},
        {"Rules": [{"Status": "Enabled", "Filter": {"Tag": {"Key": "a"}}}]},
        {"Rules": [{"Status": "Enabled", "Filter": {"And": {"Tags": tag_set({"a": "b"}) * 2}}}]},
        {"Rules": [{"Status": "Enabled", "Filter": {}, "Transitions": [{"Days": 1}]}]},
    ],
)
def test_what_is_no_rule(answer: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        rules(answer)
