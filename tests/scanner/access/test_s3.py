"""Who gets at a bucket: one situation of AWS's documentation after the other."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from scanner.access.buckets import Bucket
from scanner.access.model import Access, Kind, Place, Right, Way
from scanner.access.s3 import S3Access
from scanner.model import Resource

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OURS, THEIRS = "111111111111", "222222222222"
ARN = "arn:aws:s3:::crm"
OPEN = dict.fromkeys(
    ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"), False
)
KEY = f"arn:aws:kms:eu-west-1:{OURS}:key/k1"
READ = {"s3:GetObject"}


def statement(actions: Iterable[str], resources: Iterable[str] = ("*",), **more: Any) -> dict[str, Any]:
    return {
        "sid": "",
        "effect": "Allow",
        "principals": {},
        "not_principals": {},
        "actions": sorted(actions),
        "not_actions": [],
        "resources": sorted(resources),
        "not_resources": [],
        "conditions": {},
        **more,
    }


def identity(
    name: str, *statements: Mapping[str, Any], account: str = OURS, group: str | None = None, **facts: Any
) -> Resource:
    kind = "role" if "trust" in facts else "user"
    policy = {"name": "p", "arn": None, "group": group, "statements": list(statements)}
    own = {"policies": [policy], "boundary": None, **facts}
    return Resource(f"arn:aws:iam::{account}:{kind}/{name}", f"iam.{kind}", name, "aws", own, NOW)


def bucket(*statements: Mapping[str, Any], prefix: str = "", arn: str = ARN, **facts: Any) -> Bucket:
    own = {
        "account": OURS,
        "acl": {"grants": []},
        "account_public_access_block": OPEN,
        "public_access_block": OPEN,
        "encryption": {"algorithm": "AES256", "kms_key_id": None, "bucket_key": False},
        "ownership": "BucketOwnerEnforced",
        "policy": {"statements": list(statements)} if statements else None,
        "policy_public": False,
        **facts,
    }
    name = arn.rpartition(":")[2]
    return Bucket(Place(arn, name, "s3.bucket"), Resource(arn, "s3.bucket", name, "aws", own, NOW), prefix)


def found(held: Bucket, *people: Resource, keys: Sequence[Resource] = ()) -> list[Access]:
    return [access for _, access in S3Access([held], people, keys).accesses()]


def rights(held: Bucket, *people: Resource, keys: Sequence[Resource] = ()) -> dict[str, set[str]]:
    by_name: dict[str, set[str]] = {}
    for access in found(held, *people, keys=keys):
        by_name.setdefault(access.principal.name, set()).update(access.rights)
    return by_name


def deny(actions: Iterable[str], **more: Any) -> dict[str, Any]:
    return statement(actions, effect="Deny", **more)


BY_ARN = {"AWS": [f"arn:aws:iam::{OURS}:user/ann"]}
EVERYBODY = {"*": ["*"]}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([statement({"s3:*"})], {"read", "write", "delete", "export", "administer"}),
        ([statement({"*"})], {"read", "write", "delete", "export", "administer"}),
        ([statement({"S3:getobject"})], {"read"}),
        ([statement({"s3:Get*"}, {f"{ARN}/*"})], {"read"}),
        ([statement({"s3:GetObject"}, {ARN})], set()),
        ([statement({"s3:GetObject"}, {"arn:aws:s3:::c*/*"})], {"read"}),
        ([statement({"s3:GetObject"}, {"arn:aws:s3:::crm-old/*"})], set()),
        ([statement({"s3:GetObject", "s3:ListBucket"}, {ARN, f"{ARN}/*"})], {"read", "export"}),
        ([statement({"s3:ListBucket"}, {ARN})], set()),
        ([statement((), not_actions=["s3:Delete*", "s3:Put*"])], {"read", "export"}),
        ([statement(READ, (), not_resources=[f"{ARN}/*"])], set()),
        ([statement(READ, (), not_resources=[f"{ARN}/logs/*"])], {"read"}),
        ([statement({"*"}), deny({"*"})], set()),
        ([statement({"s3:*"}), deny({"s3:DeleteObject*"})], {"read", "write", "export", "administer"}),
        ([statement(READ), deny(READ, resources=[f"{ARN}/secret/*"])], {"read"}),
        (
            [statement(READ), deny({"s3:*"}, conditions={"Bool": {"aws:securetransport": ["false"]}})],
            {"read"},
        ),
        ([statement(READ, conditions={"StringEquals": {"aws:username": ["bob"]}})], set()),
        ([statement(READ, conditions={"StringEquals": {"aws:username": ["ann"]}})], {"read"}),
        ([statement(READ, {f"{ARN}/home/${{aws:username}}/*"})], {"read"}),
    ],
)
def test_policies_of_an_identity(statements: list[Mapping[str, Any]], expected: set[str]) -> None:
    assert rights(bucket(), identity("ann", *statements)).get("ann", set()) == expected


@pytest.mark.parametrize(
    ("prefix", "resource", "expected"),
    [
        ("customers/", f"{ARN}/customers/*", True),
        ("customers/", f"{ARN}/customers/2026/*", True),
        ("customers/", f"{ARN}/*", True),
        ("customers/", f"{ARN}/logs/*", False),
        ("customers/", f"{ARN}/customers-old/*", False),
    ],
)
def test_a_dataset_below_a_prefix(prefix: str, resource: str, *, expected: bool) -> None:
    given = rights(bucket(prefix=prefix), identity("ann", statement(READ, {resource})))
    assert bool(given) is expected


def boundary(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"boundary": {"arn": "arn:b", "statements": list(statements)}}


def test_a_boundary_limits_own_policies_but_not_a_grant_of_the_bucket() -> None:
    ann = identity("ann", statement({"s3:*"}), **boundary(statement(READ)))
    assert rights(bucket(), ann) == {"ann": {"read"}}
    granted = bucket(statement({"s3:PutObject"}, {f"{ARN}/*"}, principals=BY_ARN))
    assert rights(granted, ann) == {"ann": {"read", "write"}}


def test_the_bucket_can_grant_by_itself_in_its_own_account_only() -> None:
    policy = statement(READ, {f"{ARN}/*"}, principals={"AWS": [f"arn:aws:iam::{THEIRS}:user/ann"]})
    alone = identity("ann", account=THEIRS)
    assert rights(bucket(policy), alone) == {}
    both = identity("ann", statement(READ), account=THEIRS)
    assert rights(bucket(policy), both) == {"ann": {"read"}}
    assert rights(bucket(), both) == {}
    assert rights(bucket(statement(READ, {f"{ARN}/*"}, principals=BY_ARN)), identity("ann")) == {
        "ann": {"read"}
    }


def test_an_account_that_is_not_audited_is_listed_as_such() -> None:
    policy = statement(READ, {f"{ARN}/*"}, principals={"AWS": [f"arn:aws:iam::{THEIRS}:root", THEIRS]})
    (one, other) = found(bucket(policy))
    assert {one.principal.kind, other.principal.kind} == {Kind.AWS_ACCOUNT}
    assert other.principal.name == f"AWS account {THEIRS}"


def test_a_session_of_a_role_that_the_bucket_names_is_listed() -> None:
    session = f"arn:aws:sts::{OURS}:assumed-role/reader/ann"
    root = f"arn:aws:iam::{OURS}:root"
    policy = statement(READ, {f"{ARN}/*"}, principals={"AWS": [session, root]})
    assert rights(bucket(policy)) == {session: {"read"}}


@pytest.mark.parametrize(
    ("effect", "conditions", "expected"),
    [
        ({}, {}, {}),
        ({"principals": EVERYBODY}, {}, {}),
        ({"principals": BY_ARN}, {}, {}),
        ({"not_principals": BY_ARN}, {}, {"ann": {"read"}}),
        (
            {"principals": EVERYBODY},
            {"ArnNotEquals": {"aws:principalarn": [BY_ARN["AWS"][0]]}},
            {"ann": {"read"}},
        ),
        ({"principals": EVERYBODY}, {"ArnNotLike": {"aws:principalarn": ["arn:aws:iam::*:user/bob"]}}, {}),
        ({"principals": EVERYBODY}, {"StringNotEquals": {"aws:sourcevpce": ["vpce-1"]}}, {"ann": {"read"}}),
    ],
)
def test_denies_of_the_bucket(
    effect: Mapping[str, Any], conditions: Mapping[str, Any], expected: Mapping[str, set[str]]
) -> None:
    ann = identity("ann", statement(READ))
    if not effect:
        assert rights(bucket(), ann) == {"ann": {"read"}}
        return
    line = deny({"s3:*"}, resources=[f"{ARN}/*"], conditions=conditions, **effect)
    assert rights(bucket(line), ann) == expected


PUBLIC = statement(READ, {f"{ARN}/*"}, principals=EVERYBODY)
RESTRICTED = {**OPEN, "restrict_public_buckets": True}
IGNORED = {**OPEN, "ignore_public_acls": True}
ALL_USERS = {
    "grantee_type": "Group",
    "grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
    "permission": "READ",
    "owner": False,
}


@pytest.mark.parametrize(
    ("facts", "open_"),
    [
        ({"policy_public": True}, True),
        ({"policy_public": True, "public_access_block": RESTRICTED}, False),
        ({"policy_public": True, "account_public_access_block": RESTRICTED}, False),
        ({"policy_public": True, "public_access_block": IGNORED}, True),
    ],
)
def test_a_public_policy_and_the_access_block(facts: Mapping[str, Any], *, open_: bool) -> None:
    given = found(bucket(PUBLIC, **facts))
    assert [access.principal.kind for access in given] == [Kind.ANONYMOUS] * open_


@pytest.mark.parametrize(
    ("facts", "open_"),
    [
        ({"ownership": "ObjectWriter"}, True),
        ({"ownership": "BucketOwnerEnforced"}, False),
        ({"ownership": "ObjectWriter", "public_access_block": IGNORED}, False),
        ({"ownership": "ObjectWriter", "account_public_access_block": IGNORED}, False),
        ({"ownership": "ObjectWriter", "public_access_block": RESTRICTED}, True),
    ],
)
def test_a_public_acl(facts: Mapping[str, Any], *, open_: bool) -> None:
    given = found(bucket(acl={"grants": [ALL_USERS]}, **facts))
    assert [access.rights for access in given] == [{Right.READ}] * open_


def test_everybody_under_a_condition_is_not_anonymous() -> None:
    narrowed = {**PUBLIC, "conditions": {"StringEquals": {"aws:sourcevpce": ["vpce-1"]}}}
    (given,) = found(bucket(narrowed))
    assert given.principal.kind is Kind.CONDITIONAL
    assert given.principal.name == "anybody for whom aws:sourcevpce StringEquals vpce-1"
    assert given.conditional


def test_everybody_of_an_arn_is_the_identity_behind_it() -> None:
    named = {**PUBLIC, "conditions": {"ArnEquals": {"aws:principalarn": BY_ARN["AWS"]}}}
    assert rights(bucket(named), identity("ann"), identity("bob")) == {"ann": {"read"}}


# --- keys -------------------------------------------------------------------------------------------

KMS: dict[str, Any] = {"encryption": {"algorithm": "aws:kms", "kms_key_id": KEY, "bucket_key": True}}
ROOT = {"AWS": [f"arn:aws:iam::{OURS}:root"]}


def key(*statements: Mapping[str, Any], grants: Sequence[Mapping[str, Any]] = ()) -> Resource:
    facts = {"policy": {"statements": list(statements)}, "grants": list(grants), "aliases": ["alias/crm"]}
    return Resource(KEY, "kms.key", "k1", "aws", facts, NOW)


@pytest.mark.parametrize(
    ("given", "extra", "expected"),
    [
        (key(statement({"kms:*"}, principals=ROOT)), (), set()),
        (key(statement({"kms:*"}, principals=ROOT)), ({"kms:Decrypt"},), {"read"}),
        (key(statement({"kms:*"}, principals=ROOT)), ({"kms:*"},), {"read", "write"}),
        (key(statement({"kms:Decrypt"}, principals=BY_ARN)), (), {"read"}),
        (key(statement({"kms:Decrypt"})), ({"kms:*"},), set()),
        (
            key(
                grants=[
                    {"id": "g", "grantee": BY_ARN["AWS"][0], "operations": ["Decrypt"], "constrained": False}
                ]
            ),
            (),
            {"read"},
        ),
        (
            key(
                statement({"kms:*"}, principals=ROOT),
                deny({"kms:Decrypt"}, resources=["*"], principals=BY_ARN),
            ),
            ({"kms:*"},),
            {"write"},
        ),
    ],
)
def test_the_key_of_the_bucket_decides_too(
    given: Resource, extra: Sequence[set[str]], expected: set[str]
) -> None:
    ann = identity("ann", statement({"s3:GetObject", "s3:PutObject"}), *map(statement, extra))
    assert rights(bucket(**KMS), ann, keys=[given]).get("ann", set()) == expected


def test_a_key_that_was_not_seen_keeps_nobody_off_the_list() -> None:
    held = bucket(**KMS)
    (given,) = found(held, identity("ann", statement(READ)))
    assert given.chain[-1] == f"the key {KEY} of crm was not seen"


# --- roles ------------------------------------------------------------------------------------------


def trust(**principals: list[str]) -> dict[str, Any]:
    return {"trust": {"statements": [statement({"sts:AssumeRole"}, (), principals=principals)]}}


def test_who_may_become_a_role_holds_what_it_holds() -> None:
    reader = identity("reader", statement(READ), **trust(AWS=[f"arn:aws:iam::{OURS}:user/ann"]))
    given = found(bucket(), reader, identity("ann"), identity("bob", statement({"sts:AssumeRole"})))
    assert {access.principal.name: access.way for access in given} == {"reader": Way.DIRECT, "ann": Way.ROLE}
    (ann,) = (access for access in given if access.principal.name == "ann")
    assert ann.chain == ("the role reader trusts ann", "the policy p of reader allows it")


def test_a_role_that_trusts_the_account_is_open_to_who_may_assume_it() -> None:
    reader = identity("reader", statement(READ), **trust(AWS=[f"arn:aws:iam::{OURS}:root"]))
    bob = identity("bob", statement({"sts:AssumeRole"}, {"arn:aws:iam::*:role/read*"}))
    given = rights(bucket(), reader, identity("ann"), bob)
    assert given == {"reader": {"read"}, "bob": {"read"}}


def test_roles_that_lead_to_roles_and_back() -> None:
    first = identity("first", **trust(AWS=[f"arn:aws:iam::{OURS}:user/ann"]))
    second = identity(
        "second",
        statement(READ),
        **trust(AWS=[f"arn:aws:iam::{OURS}:role/first", f"arn:aws:iam::{OURS}:role/second"]),
    )
    assert rights(bucket(), first, second, identity("ann")) == {
        "second": {"read"},
        "first": {"read"},
        "ann": {"read"},
    }


def test_services_and_identity_providers_are_listed() -> None:
    principals = trust(
        Service=["lambda.amazonaws.com"], Federated=[f"arn:aws:iam::{OURS}:saml-provider/corp"]
    )
    given = found(bucket(), identity("reader", statement(READ), **principals))
    assert {access.principal.kind for access in given} == {Kind.IAM_ROLE, Kind.SERVICE, Kind.FEDERATED}


def test_a_right_through_a_group_says_so() -> None:
    (given,) = found(bucket(), identity("ann", statement(READ), group="crm"))
    assert (given.way, given.source) == (Way.GROUP, "group/crm")
    assert given.chain == ("ann is in the group crm", "the policy p of the group allows it")
