"""All accounts of an organization: each is audited or is a gap, and nothing is told twice."""

import json
from typing import Any

import pytest

from collectors.aws import AwsCollector
from scanner.interfaces import FactRequest, Halt
from scanner.model import Enumerated, Event, GapReason, Resource, Target
from tests.collectors.aws.aws_request import ACCOUNT as ACCOUNT_CALL
from tests.collectors.aws.conftest import all_facts, schema
from tests.collectors.aws.contract import gaps, keeps_contract
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

ROLE = "audit/selfaudit"
TYPES = {"s3.bucket": all_facts("s3.bucket"), "s3.account": frozenset[str](), "kms.key": frozenset[str]()}


@pytest.fixture
def members(moto: MotoServer) -> list[str]:
    """Two member accounts, in order, with a bucket and a key each; the own account has them too."""
    organizations = moto.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    found = []
    for number in range(2):
        asked = organizations.create_account(AccountName=f"member{number}", Email=f"m{number}@example.com")
        found.append(asked["CreateAccountStatus"]["AccountId"])
    for account in (ACCOUNT, *found):
        seed(moto, account)
    return sorted(found)


def seed(moto: MotoServer, account: str) -> None:
    """A bucket and a key in an account."""
    moto.client("s3", account).create_bucket(Bucket=f"bucket-{account}")
    moto.client("kms", account).create_key()


def scan(
    proxy: FaultProxy, organization: dict[str, Any] | None = None, types: Any = TYPES, **settings: Any
) -> list[Event]:
    """Everything in all accounts; the contract must hold."""
    given = {
        "profile": "audit",
        "endpoint_url": proxy.url,
        "organization": {"role_name": ROLE, **(organization or {})},
    }
    wanted = FactRequest(types)
    target = Target("org", "aws", {**given, **settings})
    assert AwsCollector().check(target) == []
    events = list(AwsCollector().collect(target, wanted))
    keeps_contract(events, wanted, {type_: schema(type_) for type_ in types})
    return events


def scopes(events: list[Event], type_: str) -> dict[str, int]:
    """The complete listings of a type: scope to count."""
    return {e.scope: e.count for e in events if isinstance(e, Enumerated) and e.type == type_}


def names(events: list[Event], type_: str) -> list[str]:
    """Names of the resources of a type."""
    return [e.name for e in events if isinstance(e, Resource) and e.type == type_]


def test_every_account_is_audited(proxy: FaultProxy, members: list[str]) -> None:
    events = scan(proxy)
    accounts = sorted([ACCOUNT, *members])
    assert gaps(events) == []
    assert names(events, "s3.account") == accounts
    assert names(events, "s3.bucket") == [f"bucket-{account}" for account in accounts]
    assert scopes(events, "s3.bucket") == dict.fromkeys(accounts, 1)
    assert scopes(events, "kms.key") == {f"{account}/us-east-1": 1 for account in accounts}
    keys = [e.id for e in events if isinstance(e, Resource) and e.type == "kms.key"]
    assert sorted(key.split(":")[4] for key in keys) == accounts


def test_the_own_account_needs_no_role(proxy: FaultProxy, members: list[str]) -> None:
    scan(proxy, types={"s3.account": frozenset()})
    assumed = [request for request in proxy.asked() if request.operation == "AssumeRole"]
    assert len(assumed) == len(members)


@pytest.mark.parametrize("named", ["include", "exclude"])
def test_accounts_can_be_chosen(named: str, proxy: FaultProxy, members: list[str]) -> None:
    chosen = [members[0]] if named == "include" else [ACCOUNT, members[1]]
    events = scan(proxy, {named: chosen})
    assert names(events, "s3.account") == [members[0]]
    assert gaps(events) == []
    # Accounts that are named need not be listed.
    assert any(r.operation == "ListAccounts" for r in proxy.asked()) == (named == "exclude")


def test_a_role_that_cannot_be_assumed_gaps_every_type_of_that_account(
    proxy: FaultProxy, members: list[str]
) -> None:
    proxy.inject(
        Fault(operation="AssumeRole", contains=f"%3A{members[0]}%3A", body=_denied("sts:AssumeRole"))
    )
    events = scan(proxy)
    assert {(gap.type, gap.scope, gap.reason, gap.fact) for gap in gaps(events)} == {
        (type_, members[0], GapReason.DENIED, None) for type_ in TYPES
    }
    (detail,) = {gap.detail for gap in gaps(events)}
    assert detail.startswith(f"sts:AssumeRole on arn:aws:iam::{members[0]}:role/{ROLE}: denied")
    assert names(events, "s3.account") == sorted([ACCOUNT, members[1]])


def test_accounts_that_cannot_be_listed_gap_every_type(proxy: FaultProxy, members: list[str]) -> None:
    body = json.dumps({"__type": "AccessDeniedException", "Message": "You don't have permissions"}).encode()
    proxy.inject(Fault(status=400, operation="ListAccounts", body=body))
    events = scan(proxy)
    assert {(gap.type, gap.scope, gap.reason, gap.fact) for gap in gaps(events)} == {
        (type_, "", GapReason.DENIED, None) for type_ in TYPES
    }
    assert all(gap.detail.startswith("organizations:ListAccounts: denied") for gap in gaps(events))
    assert "include" in gaps(events)[0].detail
    # What can be seen is seen.
    assert names(events, "s3.account") == [ACCOUNT]
    assert members


def test_an_account_in_no_organization_says_so(proxy: FaultProxy) -> None:
    body = json.dumps({"__type": "AWSOrganizationsNotInUseException", "Message": "no"}).encode()
    proxy.inject(Fault(status=400, operation="ListAccounts", body=body))
    events = scan(proxy)
    assert {gap.type for gap in gaps(events)} == set(TYPES)
    assert "in no organization" in gaps(events)[0].detail


def test_an_account_that_does_not_know_itself_audits_nothing(proxy: FaultProxy, members: list[str]) -> None:
    proxy.inject(Fault(operation="GetCallerIdentity"))
    events = scan(proxy)
    assert {(gap.type, gap.reason) for gap in gaps(events)} == {(type_, GapReason.DENIED) for type_ in TYPES}
    assert len(events) == len(TYPES)
    assert members


@pytest.mark.parametrize("key", ["State", "Status"])
def test_a_suspended_account_is_a_gap_until_it_is_excluded(
    key: str, proxy: FaultProxy, members: list[str]
) -> None:
    entries = [{"Id": ACCOUNT, key: "ACTIVE"}, {"Id": members[0], key: "SUSPENDED"}]
    proxy.inject(Fault(status=200, operation="ListAccounts", body=json.dumps({"Accounts": entries}).encode()))
    events = scan(proxy)
    assert {(gap.type, gap.scope) for gap in gaps(events)} == {(type_, members[0]) for type_ in TYPES}
    assert "is SUSPENDED" in gaps(events)[0].detail
    assert gaps(scan(proxy, {"exclude": [members[0]]})) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"Accounts": None},
        {"Accounts": []},
        {"Accounts": [{"Id": "../x", "State": "ACTIVE"}]},
        {"Accounts": [{"Id": ACCOUNT}]},
    ],
)
def test_a_list_that_is_none_is_not_an_empty_organization(
    body: Any, proxy: FaultProxy, members: list[str]
) -> None:
    proxy.inject(Fault(status=200, operation="ListAccounts", body=json.dumps(body).encode()))
    events = scan(proxy)
    assert {(gap.type, gap.scope, gap.reason) for gap in gaps(events)} == {
        (type_, "", GapReason.MALFORMED) for type_ in TYPES
    }
    assert members


def test_nobody_left(proxy: FaultProxy, members: list[str]) -> None:
    events = scan(proxy, {"exclude": [ACCOUNT, *members]})
    assert {gap.type for gap in gaps(events)} == set(TYPES)
    assert len(events) == len(TYPES)


def test_settings_of_one_account_do_not_gap_the_buckets_of_another(
    proxy: FaultProxy, members: list[str]
) -> None:
    proxy.inject(Fault(subresource=ACCOUNT_CALL, times=1))
    events = scan(proxy, types={"s3.bucket": TYPES["s3.bucket"]}, max_concurrency=1)
    (gap,) = gaps(events)
    assert (gap.fact, gap.reason) == ("account_public_access_block", GapReason.DENIED)
    first = min([ACCOUNT, *members])
    assert gap.resource == f"arn:aws:s3:::bucket-{first}"


def test_the_trail_of_the_organization_is_told_by_its_owner(
    proxy: FaultProxy, moto: MotoServer, members: list[str]
) -> None:
    moto.client("s3").create_bucket(Bucket="trails")
    made = moto.client("cloudtrail").create_trail(Name="all", S3BucketName="trails", IsMultiRegionTrail=True)
    trail = moto.client("cloudtrail").describe_trails()["trailList"][0]
    # Each account sees the trail of the first.
    seen = json.dumps({"trailList": [trail]}).encode()
    proxy.inject(Fault(status=200, operation="DescribeTrails", body=seen))
    types = {"cloudtrail.trail": frozenset({"config"})}
    events = scan(proxy, types=types)
    assert [e.id for e in events if isinstance(e, Resource)] == [made["TrailARN"]]
    assert scopes(events, "cloudtrail.trail")[f"{ACCOUNT}/us-east-1"] == 1
    # When the owner is not audited, the first of the others tells.
    events = scan(proxy, {"exclude": [ACCOUNT]}, types=types)
    assert [e.id for e in events if isinstance(e, Resource)] == [made["TrailARN"]]
    assert sorted(scopes(events, "cloudtrail.trail").values()) == [0, 1]
    assert members


def test_the_external_id_goes_to_every_role(
    proxy: FaultProxy, members: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTERNAL", "the-external-id")
    proxy.inject(Fault(operation="AssumeRole", contains="ExternalId=the-external-id", body=_denied("x:Y")))
    events = scan(proxy, external_id_env="EXTERNAL", types={"s3.account": frozenset()})
    assert {gap.scope for gap in gaps(events)} == set(members)
    assert "the-external-id" not in repr(events)


def test_a_halt_stops_between_accounts(proxy: FaultProxy, members: list[str]) -> None:
    halt = Halt()
    given = {"profile": "audit", "endpoint_url": proxy.url, "organization": {"role_name": ROLE}}
    events = []
    for event in AwsCollector().collect(Target("org", "aws", given), FactRequest(TYPES, halt)):
        events.append(event)
        halt.set(GapReason.TIMEOUT, "the deadline is over")
    types = {gap.type for gap in gaps(events) if gap.detail == "the deadline is over"}
    assert types >= {"s3.bucket", "kms.key"}
    assert {gap.reason for gap in gaps(events)} == {GapReason.TIMEOUT}
    assert members


def _denied(action: str) -> bytes:
    text = f"User: arn:aws:iam::{ACCOUNT}:user/x is not authorized to perform: {action} on resource: y"
    return (
        f"<ErrorResponse><Error><Code>AccessDenied</Code><Message>{text}</Message></Error></ErrorResponse>"
    ).encode()
