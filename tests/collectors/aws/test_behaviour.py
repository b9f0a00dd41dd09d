"""Regions, throttling, halts and permissions: the same for every service."""

import json
import threading
import time
from typing import Any

import pytest

from collectors.aws import AwsCollector
from scanner.interfaces import Advisor, FactRequest, Halt
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target
from tests.collectors.aws.conftest import all_facts, denied, refused, refused_xml, schema
from tests.collectors.aws.contract import gaps, keeps_contract
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer

KEYS = {"kms.key": frozenset({"rotation"})}
BUCKETS = {"s3.bucket": all_facts("s3.bucket")}


def target(proxy: FaultProxy, **settings: Any) -> Target:
    """The emulated account."""
    return Target("cloud", "aws", {"profile": "audit", "endpoint_url": proxy.url, **settings})


def scan(proxy: FaultProxy, types: Any, **settings: Any) -> list[Event]:
    """A scan that keeps the contract."""
    wanted = FactRequest(types)
    events = list(AwsCollector().collect(target(proxy, **settings), wanted))
    keeps_contract(events, wanted, {type_: schema(type_) for type_ in types})
    return events


def facts(events: list[Event]) -> dict[str, Any]:
    """Facts by id."""
    return {event.id: dict(event.facts) for event in events if isinstance(event, Resource)}


# --- regions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["UnrecognizedClientException", "AuthFailure", "OptInRequired"])
def test_a_region_that_is_not_enabled_is_a_gap_of_that_region(
    code: str, proxy: FaultProxy, moto: MotoServer
) -> None:
    moto.client("kms").create_key()
    fault = refused("ListKeys", code)
    fault.region = "me-south-1"
    proxy.inject(fault)
    events = scan(proxy, KEYS, regions=["us-east-1", "me-south-1"])
    (gap,) = gaps(events)
    assert (gap.scope, gap.reason, gap.fact) == ("me-south-1", GapReason.UNSUPPORTED, None)
    assert "me-south-1 is not enabled" in gap.detail
    assert {e.scope: e.count for e in events if isinstance(e, Enumerated)} == {"us-east-1": 1}


def test_wrong_credentials_are_not_a_region_that_is_off(proxy: FaultProxy) -> None:
    proxy.inject(
        refused("ListKeys", "UnrecognizedClientException"),
        refused_xml("GetCallerIdentity", "InvalidClientTokenId", 403),
    )
    (gap,) = scan(proxy, KEYS, regions=["us-east-1"])
    assert isinstance(gap, Gap)
    assert gap.reason is GapReason.DENIED
    assert "credentials were refused" in gap.detail


# --- throttling and flaky endpoints -----------------------------------------------------------------

FAULTS = {
    "SlowDown": Fault(status=503, code="SlowDown"),
    "429": Fault(status=429, code="TooManyRequests"),
    "500": Fault(status=500, code="InternalError"),
    "reset": Fault(reset=True),
    "truncated": Fault(truncate=True),
    "query": refused_xml("", "Throttling"),
    "json": refused("", "ThrottlingException"),
}


@pytest.mark.parametrize(
    ("name", "types", "operation"),
    [
        ("SlowDown", BUCKETS, None),
        ("429", BUCKETS, None),
        ("500", BUCKETS, None),
        ("reset", BUCKETS, None),
        ("reset", KEYS, None),
        ("truncated", BUCKETS, None),
        ("truncated", KEYS, None),
        ("json", KEYS, "ListKeys"),
        ("json", KEYS, "GetKeyRotationStatus"),
        ("query", {"iam.account": frozenset({"summary"})}, "GetAccountSummary"),
        ("query", {"iam.account": frozenset({"summary"})}, "GetCallerIdentity"),
    ],
)
def test_trouble_that_passes_changes_nothing(
    name: str, types: Any, operation: str | None, proxy: FaultProxy, moto: MotoServer
) -> None:
    moto.client("s3").create_bucket(Bucket="alpha")
    moto.client("kms").create_key()
    calm = scan(proxy, types, profile="patient")
    fault = FAULTS[name]
    proxy.inject(Fault(**{**_fields(fault), "operation": operation, "times": 2}))
    events = scan(proxy, types, profile="patient")
    assert gaps(events) == []
    assert facts(events) == facts(calm) != {}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("SlowDown", GapReason.TIMEOUT),
        ("429", GapReason.TIMEOUT),
        ("500", GapReason.UNREACHABLE),
        ("reset", GapReason.UNREACHABLE),
        ("truncated", GapReason.UNREACHABLE),
        ("json", GapReason.TIMEOUT),
    ],
)
def test_trouble_that_stays_is_a_gap(
    name: str, reason: GapReason, proxy: FaultProxy, moto: MotoServer
) -> None:
    moto.client("kms").create_key()
    proxy.inject(Fault(**{**_fields(FAULTS[name]), "operation": "GetKeyRotationStatus"}))
    (gap,) = gaps(scan(proxy, KEYS))
    assert (gap.reason, gap.fact) == (reason, "rotation")
    assert gap.detail.startswith("kms:GetKeyRotationStatus on ")


def test_a_token_that_expires_half_way(proxy: FaultProxy, moto: MotoServer) -> None:
    for _ in range(6):
        moto.client("kms").create_key()
    events: list[Event] = []
    wanted = FactRequest(KEYS)
    for event in AwsCollector().collect(target(proxy, max_concurrency=1), wanted):
        if not events:
            proxy.inject(refused("GetKeyRotationStatus", "ExpiredTokenException"))
        events.append(event)
    keeps_contract(events, wanted, {"kms.key": schema("kms.key")})
    assert {(gap.reason, gap.fact) for gap in gaps(events)} == {(GapReason.DENIED, "rotation")}
    assert len(facts(events)) == 6
    assert sum("rotation" in known for known in facts(events).values()) + len(gaps(events)) == 6


def test_calls_at_a_time_are_bounded(proxy: FaultProxy, moto: MotoServer) -> None:
    for number in range(12):
        moto.client("s3").create_bucket(Bucket=f"bucket-{number}")
    proxy.inject(Fault(subresource="acl", seconds=0.1))
    scan(proxy, BUCKETS, max_concurrency=3)
    assert proxy.most_at_once == 3


# --- halts ------------------------------------------------------------------------------------------


def test_a_halt_stops_between_items_and_says_what_is_missing(proxy: FaultProxy, moto: MotoServer) -> None:
    for number in range(30):
        moto.client("s3").create_bucket(Bucket=f"bucket-{number:02}")
    proxy.inject(Fault(subresource="acl", seconds=0.2))
    halt = Halt()
    wanted = FactRequest({**BUCKETS, **KEYS}, halt)
    events, asked = [], 0
    for event in AwsCollector().collect(target(proxy, max_concurrency=2), wanted):
        if not halt.is_set() and isinstance(event, Resource):
            halt.set(GapReason.CANCELLED, "the scan was stopped")
            started, asked = time.monotonic(), len(proxy.asked())
        events.append(event)
    assert time.monotonic() - started < 2
    keeps_contract(events, wanted, {type_: schema(type_) for type_ in wanted.types})
    whole = {gap.type: gap for gap in gaps(events) if gap.resource is None and gap.fact is None}
    assert whole.keys() == {"s3.bucket", "kms.key"}
    assert {(gap.reason, gap.detail) for gap in whole.values()} == {
        (GapReason.CANCELLED, "the scan was stopped")
    }
    assert not [event for event in events if isinstance(event, Enumerated)]
    _no_threads_are_left()
    assert len(proxy.asked()) <= asked + 2


def test_a_halt_stops_between_pages_and_retries(proxy: FaultProxy, moto: MotoServer) -> None:
    moto.client("kms").create_key()
    # A listing that never ends.
    page = json.dumps({"Keys": [], "Truncated": True, "NextMarker": "more"}).encode()
    pages = (page.replace(b"more", b"%d" % number) for number in range(2000))
    proxy.inject(*(Fault(status=200, operation="ListKeys", body=body, times=1) for body in pages))
    halt = Halt()
    threading.Timer(0.5, halt.set, (GapReason.TIMEOUT, "the deadline is over")).start()
    started = time.monotonic()
    events = list(AwsCollector().collect(target(proxy), FactRequest(KEYS, halt)))
    assert time.monotonic() - started < 5
    assert {(type(e), getattr(e, "reason", "")) for e in events} == {(Gap, GapReason.TIMEOUT)}
    _no_threads_are_left()


def _no_threads_are_left() -> None:
    until = time.monotonic() + 5
    while any(thread.name.startswith("aws") for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.02)


# --- permissions ------------------------------------------------------------------------------------


def advice(proxy: FaultProxy, wanted: FactRequest, **settings: Any) -> dict[str, str]:
    """What to paste, by title."""
    collector = AwsCollector()
    assert isinstance(collector, Advisor)
    whom = target(proxy, **settings)
    found = list(collector.collect(whom, wanted))
    return {step.title: step.paste for step in collector.advice(whom, wanted, found)}


def test_the_denied_actions_are_named_and_no_others(proxy: FaultProxy, moto: MotoServer) -> None:
    moto.client("s3").create_bucket(Bucket="alpha")
    moto.client("kms").create_key()
    proxy.inject(
        denied("GetKeyRotationStatus"),
        Fault(subresource="encryption"),
        Fault(subresource="acl", status=501, code="NotImplemented"),
        refused("ListAliases", "ExpiredTokenException"),
    )
    steps = advice(proxy, FactRequest({**BUCKETS, "kms.key": frozenset({"aliases", "rotation"})}))
    assert steps["Actions that were denied"].split() == [
        "kms:GetKeyRotationStatus",
        "s3:GetEncryptionConfiguration",
    ]


def test_the_action_that_the_service_names_is_taken_for_exact(proxy: FaultProxy, moto: MotoServer) -> None:
    moto.client("kms").create_key()
    fault = denied("GetKeyRotationStatus")
    text = "User: arn:aws:iam::1:user/x is not authorized to perform: kms:Other on resource: y"
    fault.body = json.dumps({"__type": "AccessDeniedException", "Message": text}).encode()
    proxy.inject(fault)
    assert advice(proxy, FactRequest(KEYS))["Actions that were denied"] == "kms:Other"


def test_the_policy_has_one_sorted_statement_per_service(proxy: FaultProxy) -> None:
    (text,) = advice(proxy, FactRequest({**KEYS, "s3.bucket": frozenset({"policy", "acl"})})).values()
    assert json.loads(text) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Kms",
                "Effect": "Allow",
                "Action": ["kms:GetKeyRotationStatus", "kms:ListKeys"],
                "Resource": "*",
            },
            {
                "Sid": "S3",
                "Effect": "Allow",
                "Action": ["s3:GetBucketAcl", "s3:GetBucketPolicy", "s3:ListAllMyBuckets"],
                "Resource": "*",
            },
        ],
    }


def test_an_organization_needs_a_policy_here_and_one_in_each_account(proxy: FaultProxy) -> None:
    steps = advice(proxy, FactRequest(KEYS), organization={"role_name": "audit"})
    own, members = (json.loads(text) for title, text in steps.items() if title.startswith("The smallest"))
    assert own["Statement"][-1] == {
        "Sid": "AssumeRole",
        "Effect": "Allow",
        "Action": ["sts:AssumeRole"],
        "Resource": "arn:aws:iam::*:role/audit",
    }
    assert "organizations:ListAccounts" in json.dumps(own)
    assert "organizations" not in json.dumps(members)


def _fields(fault: Fault) -> dict[str, Any]:
    return {name: getattr(fault, name) for name in Fault.__slots__}
