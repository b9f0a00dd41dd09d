"""What one library says of statements of buckets, keys, secrets, trusts and identities alike.

A table of statement by question, with statements as AWS takes them, and laws that hold for all of them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, collapse_addresses
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.aws.policy_document import IDENTITY_BASED, RESOURCE_BASED, TRUST, Kind, statements
from tests.policies.rego import Rego

LIBRARIES = Path(__file__).parents[2] / "policies" / "lib"
ASK = """package ask
import data.lib.iam_access
import data.lib.iam_policy
import data.lib.iam_trust

s := input.statement

answers contains "action" if iam_policy.covers_action(s, input.action)
answers contains "all actions" if iam_policy.covers_all_actions(s, input.service)
answers contains "resource" if iam_policy.covers_resource(s, input.resource)
answers contains "all objects" if iam_policy.covers_all_objects(s, input.resource)
answers contains "everyone" if iam_policy.principal_any(s)
answers contains "narrowed" if iam_policy.narrowed(s)
answers contains "keeps strangers out" if iam_policy.denies_strangers(s, input.service)
answers contains "demands TLS" if iam_policy.denies_plaintext(s, input.service)
answers contains "foreign" if "999911112222" in iam_policy.named_accounts(s)
answers contains "foreign" if "999911112222" in iam_policy.narrowed_to_accounts(s)
answers contains "proves" if iam_trust.expects_the_caller(s)
answers contains "open" if iam_trust.open_to_everyone(s)

allowed if iam_access.allowed(input.statements, input.boundary, input.action, input.resource)

who := {"arn": "arn:aws:iam::111122223333:user/ann", "bounded": false, "groups": [], "attached": []}

rights contains "administrator" if iam_access.administrator(input.statements, input.boundary, who)
rights contains "objects" if iam_access.on_all_objects(input.statements, input.boundary, who, "s3:GetObject")
rights contains "keys" if iam_access.on_all_keys(input.statements, input.boundary, who, "kms:Decrypt")
rights contains way if some way in iam_access.escalations(input.statements, input.boundary, who)
"""
Answers = frozenset[str]


@pytest.fixture(scope="module")
def engine() -> Iterator[Rego]:
    names = ("wildcard", "reachability", "iam_policy", "iam_access", "iam_trust")
    libraries = [(name, (LIBRARIES / name / f"{name}.rego").read_text()) for name in names]
    with Rego.of([*libraries, ("ask", ASK)]) as found:
        yield found


def ask(engine: Rego, rule: str, given_: Any) -> Any:
    engine.input(json.dumps(given_))
    found = json.loads(engine.ask(f"ask.{rule}"))
    return frozenset(found) if isinstance(found, list) else found is True


def normal(statement: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """A statement as the collector gives it."""
    (found,) = statements(json.dumps({"Version": "2012-10-17", "Statement": statement}), kind)
    return found


# --- the table --------------------------------------------------------------------------------------

TABLE = yaml.safe_load((Path(__file__).parent / "statements.yaml").read_text())
ABOUT = {
    "s3": {"service": "s3", "action": "s3:GetObject", "resource": "arn:aws:s3:::b"},
    "kms": {
        "service": "kms",
        "action": "kms:Decrypt",
        "resource": "arn:aws:kms:eu-west-1:111122223333:key/k",
    },
    "sts": {"service": "sts", "action": "sts:AssumeRole", "resource": ""},
}


@pytest.mark.parametrize("row", TABLE, ids=[row["name"] for row in TABLE])
def test_statement_by_question(row: Mapping[str, Any], engine: Rego) -> None:
    kind = TRUST if row["about"] == "sts" else RESOURCE_BASED
    question = {**ABOUT[row["about"]], "statement": normal(row["statement"], kind)}
    assert ask(engine, "answers", question) == set(row["answers"])


# --- laws -------------------------------------------------------------------------------------------

ACTIONS = [
    "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject",
    "kms:Decrypt", "kms:Encrypt", "iam:PassRole", "iam:PutUserPolicy", "ec2:RunInstances", "sts:AssumeRole",
]  # fmt: skip
RESOURCES = ["arn:aws:s3:::b/k", "arn:aws:s3:::c/k", "arn:aws:kms:eu-west-1:111122223333:key/k"]
patterns = st.one_of(
    st.sampled_from([*ACTIONS, "*", "s3:*", "s3:Get*", "s3:*Object", "iam:P*", "kms:?ecrypt", "*:*", "?3:*"]),
    st.from_regex(r"\A(s3|kms|iam|\*):[GPD*?a-z]{0,6}\Z"),
)
arns = st.sampled_from([*RESOURCES, "*", "arn:aws:s3:::*", "arn:aws:s3:::b/*", "arn:aws:s3:::?/k"])
conditions = st.sampled_from(
    [
        {},
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        {"StringEquals": {"aws:ResourceTag/team": "crm"}},
        {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}},
        {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
    ]
)


@st.composite
def identity_statements(draw: st.DrawFn, effect: str | None = None) -> dict[str, Any]:
    """A statement of an identity's policy, normalised."""
    action = draw(st.sampled_from(["Action", "NotAction"]))
    resource = draw(st.sampled_from(["Resource", "NotResource"]))
    given_ = {
        "Effect": effect or draw(st.sampled_from(["Allow", "Deny"])),
        action: draw(st.lists(patterns, min_size=1, max_size=3)),
        resource: draw(st.lists(arns, min_size=1, max_size=2)),
        "Condition": draw(conditions),
    }
    return normal(given_, IDENTITY_BASED)


policies = st.lists(identity_statements(), max_size=4)


def rights(engine: Rego, found: list[dict[str, Any]], boundary: Any = None) -> Answers:
    """All that the library says of an identity with these statements."""
    known: Answers = ask(engine, "rights", {"statements": found, "boundary": boundary})
    calls = {
        f"{action} on {resource}"
        for action in ACTIONS
        for resource in RESOURCES
        if ask(
            engine,
            "allowed",
            {"statements": found, "boundary": boundary, "action": action, "resource": resource},
        )
    }
    return known | calls


@settings(deadline=None, max_examples=60)
@given(found=policies, more=identity_statements(effect="Deny"))
def test_a_denial_never_widens(engine: Rego, found: Any, more: Any) -> None:
    assert rights(engine, [*found, more]) <= rights(engine, found)


@settings(deadline=None, max_examples=60)
@given(found=policies, more=identity_statements(effect="Allow"))
def test_an_allowance_never_narrows(engine: Rego, found: Any, more: Any) -> None:
    assert rights(engine, [*found, more]) >= rights(engine, found)


@settings(deadline=None, max_examples=60)
@given(found=policies, boundary=policies)
def test_a_boundary_never_widens(engine: Rego, found: Any, boundary: Any) -> None:
    assert rights(engine, found, boundary) <= rights(engine, found)


@settings(deadline=None, max_examples=40)
@given(found=policies)
def test_the_order_of_statements_does_not_matter(engine: Rego, found: Any) -> None:
    assert rights(engine, found[::-1]) == rights(engine, found)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of IAM matches an action, by the words of the user guide."""
    expression = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(expression, text, re.IGNORECASE | re.DOTALL) is not None


@settings(deadline=None)
@given(found=st.lists(patterns, min_size=1, max_size=3), data=st.data())
def test_patterns_are_their_expansion_in_any_case(
    engine: Rego, found: list[str], data: st.DataObject
) -> None:
    cased = ["".join(data.draw(st.sampled_from([c.upper(), c.lower()])) for c in each) for each in found]
    expansion = [action for action in ACTIONS if any(matches(each, action) for each in found)]
    for action in ACTIONS:
        covered = action in expansion
        for form in (found, cased):
            for key in ("Action", "NotAction"):
                statement = normal({"Effect": "Allow", key: form, "Resource": "*"}, IDENTITY_BASED)
                answers = ask(engine, "answers", {**ABOUT["s3"], "action": action, "statement": statement})
                assert ("action" in answers) == (covered if key == "Action" else not covered)


LIMITS = [
    ("StringEquals", "aws:SourceVpce", "vpce-1"),
    ("StringLike", "aws:SourceVpce", "vpce-*"),
    ("StringEquals", "aws:PrincipalOrgID", "o-abc1234567"),
    ("StringEqualsIfExists", "aws:PrincipalOrgID", "o-abc1234567"),
    ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"),
    ("IpAddress", "aws:SourceIp", "192.0.2.0/24"),
    ("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
    ("Bool", "aws:SecureTransport", "true"),
    ("StringNotEquals", "aws:SourceVpc", "vpc-1"),
]


def public(block: Mapping[str, Any]) -> dict[str, Any]:
    """A statement for everyone with conditions."""
    return normal(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b/*",
            "Condition": block,
        },
        RESOURCE_BASED,
    )


def narrowed(engine: Rego, block: Mapping[str, Any]) -> bool:
    return "narrowed" in ask(engine, "answers", {**ABOUT["s3"], "statement": public(block)})


@settings(deadline=None)
@given(one=st.sampled_from(LIMITS), more=st.sampled_from(LIMITS))
def test_a_condition_more_never_opens_and_a_value_more_never_closes(
    engine: Rego, one: tuple[str, str, str], more: tuple[str, str, str]
) -> None:
    block = {one[0]: {one[1]: [one[2]]}}
    if narrowed(engine, block) and (one[0], one[1]) != (more[0], more[1]):
        both = {**block, more[0]: {**block.get(more[0], {}), more[1]: [more[2]]}}
        assert narrowed(engine, both)
    if not narrowed(engine, block):
        assert not narrowed(engine, {one[0]: {one[1]: [one[2], "192.0.2.7", "vpce-2"]}})


networks = st.builds(
    lambda address, length: IPv4Network((address, length), strict=False),
    st.integers(0, 2**32 - 1),
    st.integers(0, 32),
)


@settings(deadline=None)
@given(found=st.lists(networks, min_size=1, max_size=6))
def test_networks_that_are_half_of_all_addresses_limit_nothing(
    engine: Rego, found: list[IPv4Network]
) -> None:
    block = {"IpAddress": {"aws:SourceIp": [str(each) for each in found]}}
    if sum(each.num_addresses for each in collapse_addresses(found)) >= 2**31:
        assert not narrowed(engine, block)
    if all(each.prefixlen >= 16 for each in found):
        assert narrowed(engine, block)
