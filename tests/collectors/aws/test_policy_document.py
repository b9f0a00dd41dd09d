"""Bucket policies: one shape for every way to write them, and no part lost in silence."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from collectors.aws.policy_document import IDENTITY_BASED, MAX_BYTES, TRUST, Kind, statements
from collectors.aws.troubles import MalformedAnswerError
from tests.collectors.aws.conftest import schema

SHAPE = Draft7Validator(schema("s3.bucket")["properties"]["policy"])
BARE = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
words = st.text(min_size=1, max_size=8).filter(lambda text: text.isprintable())
lists = st.lists(words, min_size=1, max_size=3)
kinds = st.sampled_from(["AWS", "Service", "Federated", "CanonicalUser"])
conditions = st.dictionaries(
    words, st.dictionaries(words.map(str.lower), lists, min_size=1, max_size=2), max_size=2
)


@st.composite
def normal(draw: st.DrawFn) -> dict[str, Any]:
    """A statement as the facts hold it."""
    principals = draw(st.one_of(st.just({"*": ["*"]}), st.dictionaries(kinds, lists, min_size=1)))
    sides = [draw(st.booleans()) for _ in range(3)]
    actions, resources = draw(lists), draw(lists)
    return {
        "sid": draw(st.text(alphabet="abc", max_size=3)),
        "effect": draw(st.sampled_from(["Allow", "Deny"])),
        "principals": {} if sides[0] else principals,
        "not_principals": principals if sides[0] else {},
        "actions": [] if sides[1] else actions,
        "not_actions": actions if sides[1] else [],
        "resources": [] if sides[2] else resources,
        "not_resources": resources if sides[2] else [],
        "conditions": draw(conditions),
    }


def written(statement: dict[str, Any], scalar: bool) -> dict[str, Any]:
    """A statement as somebody could have written it."""

    def values(items: list[str]) -> Any:
        return items[0] if scalar and len(items) == 1 else items

    def principal(map_: dict[str, list[str]]) -> Any:
        return "*" if map_ == {"*": ["*"]} else {kind: values(items) for kind, items in map_.items()}

    found: dict[str, Any] = {"Effect": statement["effect"]}
    if statement["sid"]:
        found["Sid"] = statement["sid"]
    for name, key in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        if statement[key]:
            found[name] = principal(statement[key])
    for name, key in (
        ("Action", "actions"),
        ("NotAction", "not_actions"),
        ("Resource", "resources"),
        ("NotResource", "not_resources"),
    ):
        if statement[key]:
            found[name] = values(statement[key])
    if statement["conditions"]:
        found["Condition"] = {
            operator: {key: values(items) for key, items in keys.items()}
            for operator, keys in statement["conditions"].items()
        }
    return found


@settings(deadline=None)
@given(st.lists(normal(), min_size=1, max_size=3), st.booleans())
def test_every_way_to_write_it_is_the_same_policy(expected: list[dict[str, Any]], scalar: bool) -> None:
    given_ = [written(statement, scalar) for statement in expected]
    document = {"Version": "2012-10-17", "Statement": given_[0] if scalar and len(given_) == 1 else given_}
    found = statements(json.dumps(document))
    assert found == expected
    SHAPE.validate({"statements": found})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
elements = st.sampled_from(
    ["Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "Condition", "Sid", "Extra"]
)


@settings(deadline=None)
@given(st.dictionaries(elements, json_values))
def test_anything_else_is_refused_as_a_whole(changes: dict[str, Any]) -> None:
    document = json.dumps({"Statement": [BARE | changes]})
    try:
        found = statements(document)
    except MalformedAnswerError:
        return
    SHAPE.validate({"statements": found})
    json.dumps(found, ensure_ascii=False).encode()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_text_that_is_no_policy(text: str) -> None:
    with pytest.raises(MalformedAnswerError):
        statements(text)


def policy(**changes: Any) -> str:
    """A policy with one statement that differs from a good one."""
    return json.dumps({"Statement": BARE | changes})


def test_condition_keys_are_lower_case_and_operators_as_written() -> None:
    condition = {
        "ForAnyValue:StringLike": {"aws:SourceVPCE": ["vpce-A"]},
        "Bool": {"AWS:SecureTransport": True},
    }
    assert statements(policy(Condition=condition))[0]["conditions"] == {
        "ForAnyValue:StringLike": {"aws:sourcevpce": ["vpce-A"]},
        "Bool": {"aws:securetransport": ["true"]},
    }


def test_numbers_keep_the_way_they_are_written() -> None:
    document = policy(Condition={"NumericLessThan": {"s3:TlsVersion": "X"}})
    (statement,) = statements(document.replace('"X"', "[1.20, 100, 1e3]"))
    assert statement["conditions"] == {"NumericLessThan": {"s3:tlsversion": ["1.20", "100", "1e3"]}}


def test_everyone_in_two_ways() -> None:
    assert statements(policy(Principal="*"))[0]["principals"] == {"*": ["*"]}
    assert statements(policy(Principal={"AWS": "*"}))[0]["principals"] == {"AWS": ["*"]}


@pytest.mark.parametrize(
    "document",
    [
        '{"Statement": [], "Statement": []}',
        '{"Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}}',
        policy(Condition={"Bool": {"aws:SecureTransport": "true", "aws:securetransport": "false"}}),
        "{}",
        "[]",
        '{"Statement": [[]]}',
        '{"Version": "2099-01-01", "Statement": []}',
        '{"statement": []}',
        policy(Effect="allow"),
        policy(NotAction="s3:*"),
        policy(NotResource="*"),
        policy(Principal="*", NotPrincipal="*"),
        policy(Principal="everyone"),
        policy(Principal={}),
        policy(Principal={"Aliens": "*"}),
        policy(Action=[]),
        policy(Action=5),
        policy(Action=["s3:*", None]),
        policy(Condition={"Bool": {}}),
        policy(Condition={"Bool": {"k": {"deeper": "x"}}}),
        policy(Condition={"Bool": {"k": None}}),
        policy(Condition=[]),
        policy(Sid="\ud800"),
        policy(Sid=1),
        policy(Unknown="x"),
        policy(Condition={"NumericLessThan": {"k": float("nan")}}),
        "[" * 100_000,
        " " * MAX_BYTES + policy(),
        "",
    ],
)
def test_outside_the_grammar(document: str) -> None:
    with pytest.raises(MalformedAnswerError, match="policy: "):
        statements(document)


TRUSTED = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}


def test_an_identity_policy_has_no_principals() -> None:
    (statement,) = statements(policy(), IDENTITY_BASED)
    assert (statement["principals"], statement["resources"]) == ({}, ["*"])


def test_a_trust_policy_has_no_resources() -> None:
    (statement,) = statements(json.dumps({"Statement": TRUSTED}), TRUST)
    assert statement["principals"] == {"Service": ["ec2.amazonaws.com"]}
    assert (statement["resources"], statement["not_resources"]) == ([], [])


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        (IDENTITY_BASED, BARE | {"Principal": "*"}),
        (IDENTITY_BASED, BARE | {"NotPrincipal": "*"}),
        (IDENTITY_BASED, {"Effect": "Allow", "Action": "s3:*"}),
        (TRUST, BARE),
        (TRUST, TRUSTED | {"Resource": "*"}),
        (TRUST, TRUSTED | {"NotResource": "*"}),
        (TRUST, TRUSTED | {"NotPrincipal": "*"}),
        (TRUST, {"Effect": "Allow", "Action": "sts:AssumeRole"}),
    ],
)
def test_each_kind_of_policy_has_its_elements(kind: Kind, statement: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError, match="policy: "):
        statements(json.dumps({"Statement": statement}), kind)


@settings(deadline=None)
@given(normal(), st.sampled_from([IDENTITY_BASED, TRUST]))
def test_every_kind_is_read_in_full_or_refused(expected: dict[str, Any], kind: Kind) -> None:
    given_ = written(expected, scalar=False)
    if kind is TRUST:
        given_ = {key: value for key, value in given_.items() if not key.endswith("Resource")}
        expected = expected | {"resources": [], "not_resources": []}
    else:
        given_ = {key: value for key, value in given_.items() if not key.endswith("Principal")}
        expected = expected | {"principals": {}, "not_principals": {}}
    assert statements(json.dumps({"Statement": [given_]}), kind) == [expected]
