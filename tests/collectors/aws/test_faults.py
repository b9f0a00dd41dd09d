"""What could not be read is a gap of exactly that, with the action to allow."""

from collections.abc import Iterator
from typing import Any

import pytest

from scanner.model import Event, Gap, GapReason, Resource
from tests.collectors.aws.aws_request import ACCOUNT, STS
from tests.collectors.aws.conftest import Scan, all_facts
from tests.collectors.aws.contract import enumerated, gaps, resources
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer

OF_BUCKETS = all_facts("s3.bucket") - {"account", "account_public_access_block"}
"""What is asked of each bucket; the account is asked of nobody but the service of identities."""
ACTIONS = {
    "region": ("location", "s3:GetBucketLocation"),
    "encryption": ("encryption", "s3:GetEncryptionConfiguration"),
    "public_access_block": ("publicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    "acl": ("acl", "s3:GetBucketAcl"),
    "ownership": ("ownershipControls", "s3:GetBucketOwnershipControls"),
    "policy": ("policy", "s3:GetBucketPolicy"),
    "policy_public": ("policyStatus", "s3:GetBucketPolicyStatus"),
    "versioning": ("versioning", "s3:GetBucketVersioning"),
    "lifecycle": ("lifecycle", "s3:GetLifecycleConfiguration"),
    "object_lock": ("object-lock", "s3:GetBucketObjectLockConfiguration"),
    "replication": ("replication", "s3:GetReplicationConfiguration"),
    "website": ("website", "s3:GetBucketWebsite"),
    "cors": ("cors", "s3:GetBucketCORS"),
    "logging": ("logging", "s3:GetBucketLogging"),
    "tags": ("tagging", "s3:GetBucketTagging"),
}


@pytest.fixture(autouse=True)
def _three_buckets(moto: MotoServer) -> None:
    client = moto.client("s3")
    for name in ("alpha", "beta", "gamma"):
        client.create_bucket(Bucket=name)
        client.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "name", "Value": name}]})


def values(events: list[Event]) -> dict[str, Any]:
    """Facts by bucket."""
    return {name: dict(resource.facts) for name, resource in resources(events).items()}


@pytest.mark.parametrize("fact", sorted(OF_BUCKETS))
def test_one_call_denied_for_one_bucket(fact: str, proxy: FaultProxy, scan: Scan) -> None:
    subresource, action = ACTIONS[fact]
    proxy.inject(Fault(bucket="beta", subresource=subresource))
    events = scan(OF_BUCKETS)
    (gap,) = gaps(events)
    assert (gap.reason, gap.fact, gap.resource) == (GapReason.DENIED, fact, "arn:aws:s3:::beta")
    assert action in gap.detail
    assert "arn:aws:s3:::beta" in gap.detail
    assert "allow" in gap.detail
    found = values(events)
    assert found["beta"].keys() == OF_BUCKETS - {fact}
    assert found["alpha"].keys() == found["gamma"].keys() == OF_BUCKETS
    assert enumerated(events) == {"s3.bucket": 3}


def test_one_bucket_denied_altogether(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="beta"))
    events = scan(OF_BUCKETS)
    assert {gap.fact for gap in gaps(events)} == OF_BUCKETS
    assert {gap.resource for gap in gaps(events)} == {"arn:aws:s3:::beta"}
    assert values(events)["beta"] == {}
    assert enumerated(events) == {"s3.bucket": 3}


def test_the_service_names_the_policy_that_denies(proxy: FaultProxy, scan: Scan) -> None:
    said = "not authorized because of an explicit deny in a service control policy"
    proxy.inject(Fault(bucket="beta", message=f"{said}\x9b31m\n"))
    (gap,) = gaps(scan(frozenset({"acl"})))
    assert said in gap.detail
    assert "\x9b" not in gap.detail


def test_listing_denied_is_not_an_empty_account(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="", subresource=""))
    (gap,) = scan(frozenset({"acl"}))
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.resource, gap.fact) == (GapReason.DENIED, None, None)
    assert "s3:ListAllMyBuckets" in gap.detail


def test_everything_denied(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault())
    events = scan(account=frozenset({"public_access_block"}))
    assert {(gap.type, gap.reason) for gap in gaps(events)} == {
        ("s3.account", GapReason.DENIED),
        ("s3.bucket", GapReason.DENIED),
    }
    assert not enumerated(events)
    assert not resources(events)


def test_account_settings_denied(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(subresource=ACCOUNT))
    events = scan(account=frozenset({"public_access_block"}))
    of_account, of_buckets = gaps(events)
    assert (of_account.fact, of_account.resource) == ("public_access_block", "aws:123456789012/s3")
    assert (of_buckets.fact, of_buckets.resource) == ("account_public_access_block", None)
    for gap in (of_account, of_buckets):
        assert gap.reason == GapReason.DENIED
        assert "s3:GetAccountPublicAccessBlock" in gap.detail
    assert all(facts.keys() == OF_BUCKETS | {"account"} for facts in values(events).values())
    assert enumerated(events) == {"s3.account": 1, "s3.bucket": 3}


def test_identity_unknown_leaves_the_buckets(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(subresource=STS, status=501, code="NotImplemented"))
    events = scan(account=frozenset({"public_access_block"}))
    assert {(gap.type, gap.fact, gap.reason) for gap in gaps(events)} == {
        ("s3.account", None, GapReason.UNSUPPORTED),
        ("s3.bucket", "account_public_access_block", GapReason.UNSUPPORTED),
        ("s3.bucket", "account", GapReason.UNSUPPORTED),
    }
    assert enumerated(events) == {"s3.bucket": 3}
    assert all(facts.keys() == OF_BUCKETS for facts in values(events).values())


def test_a_bucket_is_of_the_account_that_lists_it(scan: Scan) -> None:
    events = scan(frozenset({"account"}))
    assert values(events) == {name: {"account": "123456789012"} for name in ("alpha", "beta", "gamma")}


@pytest.mark.parametrize(
    ("status", "code"), [(501, "NotImplemented"), (405, "MethodNotAllowed"), (400, "UnsupportedOperation")]
)
def test_a_store_without_these_calls(status: int, code: str, proxy: FaultProxy, scan: Scan) -> None:
    for subresource, _ in ACTIONS.values():
        proxy.inject(Fault(subresource=subresource, status=status, code=code))
    events = scan(OF_BUCKETS)
    assert {gap.reason for gap in gaps(events)} == {GapReason.UNSUPPORTED}
    assert len(gaps(events)) == 3 * len(OF_BUCKETS)
    assert values(events) == {"alpha": {}, "beta": {}, "gamma": {}}
    assert enumerated(events) == {"s3.bucket": 3}


def test_a_store_with_nothing_at_all(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(status=501, code="NotImplemented"))
    (gap,) = scan(OF_BUCKETS)
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.UNSUPPORTED


def test_throttled_then_recovered_gives_the_same_facts(proxy: FaultProxy, scan: Scan) -> None:
    calm = values(scan(frozenset({"acl", "tags"}), profile="patient"))
    proxy.reset()
    proxy.inject(Fault(bucket="beta", subresource="acl", status=503, code="SlowDown", times=2))
    events = scan(frozenset({"acl", "tags"}), profile="patient")
    assert values(events) == calm
    assert not gaps(events)
    assert sum(request.subresource == "acl" for request in proxy.asked()) == 5


def test_throttled_to_the_end_is_a_gap(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="beta", subresource="acl", status=503, code="SlowDown"))
    (gap,) = gaps(scan(frozenset({"acl", "tags"})))
    assert (gap.reason, gap.fact) == (GapReason.TIMEOUT, "acl")
    assert "SlowDown" in gap.detail


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidAccessKeyId", "SignatureDoesNotMatch"])
def test_credentials_refused_at_once(code: str, proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(code=code, message="StringToSign: secret"))
    (gap,) = scan(frozenset({"acl"}))
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.DENIED
    assert code in gap.detail
    assert "StringToSign" not in gap.detail


def test_token_expires_half_way(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="beta", status=400, code="ExpiredToken"))
    events = scan(frozenset({"acl", "tags"}))
    assert {(gap.resource, gap.reason) for gap in gaps(events)} == {("arn:aws:s3:::beta", GapReason.DENIED)}
    assert set(values(events)) == {"alpha", "beta", "gamma"}


def test_connection_lost(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="beta", subresource="acl", reset=True))
    (gap,) = gaps(scan(frozenset({"acl", "tags"})))
    assert (gap.reason, gap.fact) == (GapReason.UNREACHABLE, "acl")


def test_service_broken(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="beta", subresource="acl", status=500, code="InternalError"))
    (gap,) = gaps(scan(frozenset({"acl"})))
    assert gap.reason == GapReason.UNREACHABLE


def test_nobody_listens(scan: Scan) -> None:
    (gap,) = scan(frozenset({"acl"}), endpoint_url="http://127.0.0.1:9")
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.fact) == (GapReason.UNREACHABLE, None)
    assert "127.0.0.1:9" in gap.detail


def bodies() -> Iterator[Any]:
    """Answers with status 200 that are none."""
    yield pytest.param(b"", id="empty")
    yield pytest.param(b"<html><body>Welcome</body></html>", id="another page")
    yield pytest.param(b"\x00\xff garbage", id="bytes")
    yield pytest.param(b"<AccessControlPolicy><Owner>", id="cut off")
    yield pytest.param(b'{"ok": true}', id="json")
    yield pytest.param(b"<Error><Code>Weird</Code></Error>", id="an error")


@pytest.mark.parametrize("body", list(bodies()))
def test_an_answer_that_is_none_is_no_fact(body: bytes, proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="beta", status=200, body=body))
    events = scan(OF_BUCKETS)
    assert {gap.fact for gap in gaps(events)} == OF_BUCKETS
    assert {gap.resource for gap in gaps(events)} == {"arn:aws:s3:::beta"}
    assert {gap.reason for gap in gaps(events)} <= {GapReason.MALFORMED, GapReason.UNREACHABLE}
    assert values(events)["beta"] == {}
    assert values(events)["alpha"].keys() == OF_BUCKETS


@pytest.mark.parametrize("body", list(bodies()))
def test_a_listing_that_is_none_is_not_an_empty_account(body: bytes, proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="", subresource="", status=200, body=body))
    (gap,) = scan(frozenset({"acl"}))
    assert isinstance(gap, Gap)
    assert gap.fact is None


def test_a_missing_page_is_not_missing_configuration(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(status=404, body=b"<html>not found</html>", subresource="lifecycle"))
    assert {gap.reason for gap in gaps(scan(frozenset({"lifecycle"})))} == {GapReason.MALFORMED}


def test_a_new_kind_of_filter_is_not_a_rule_for_everything(proxy: FaultProxy, scan: Scan) -> None:
    body = b"""<LifecycleConfiguration><Rule><ID>x</ID><Status>Enabled</Status>
        <Filter><OnlyOnSundays>true</OnlyOnSundays></Filter><Expiration><Days>1</Days></Expiration>
        </Rule></LifecycleConfiguration>"""
    proxy.inject(Fault(bucket="beta", status=200, body=body))
    (gap,) = gaps(scan(frozenset({"lifecycle"})))
    assert gap.reason == GapReason.MALFORMED
    assert "OnlyOnSundays" in gap.detail


def test_entities_are_refused(proxy: FaultProxy, scan: Scan) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "Enabled">]>'
    body = declared + b"<VersioningConfiguration><Status>&a;</Status></VersioningConfiguration>"
    proxy.inject(Fault(bucket="beta", status=200, body=body))
    (gap,) = gaps(scan(frozenset({"versioning"})))
    assert gap.reason == GapReason.MALFORMED


def test_a_bucket_deleted_meanwhile_is_left_out_of_the_count(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(
        Fault(bucket="beta", method="GET", status=404, code="NoSuchBucket"),
        Fault(bucket="beta", method="HEAD", status=404, body=b""),
    )
    events = scan(OF_BUCKETS)
    assert list(resources(events)) == ["alpha", "gamma"]
    assert not gaps(events)
    assert enumerated(events) == {"s3.bucket": 2}


def test_a_bucket_does_not_vanish_because_one_call_says_so(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="beta", subresource="acl", status=404, code="NoSuchBucket"))
    events = scan(frozenset({"acl", "tags"}))
    (gap,) = gaps(events)
    assert (gap.reason, gap.fact, gap.resource) == (GapReason.MALFORMED, "acl", "arn:aws:s3:::beta")
    assert enumerated(events) == {"s3.bucket": 3}


def test_gaps_come_right_before_their_bucket(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(subresource="acl"))
    events = scan(frozenset({"acl"}))[:-1]
    order = [event.resource if isinstance(event, Gap) else getattr(event, "id", "") for event in events]
    assert order == [f"arn:aws:s3:::{name}" for name in ("alpha", "beta", "gamma") for _ in range(2)]
    assert [type(event) for event in events] == [Gap, Resource] * 3
