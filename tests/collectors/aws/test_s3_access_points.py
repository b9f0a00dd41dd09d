"""Access points, region by region."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.aws.aws_request import ACCESS_POINT
from tests.collectors.aws.conftest import ScanType
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

TYPE = "s3.access_point"
LISTING = f"{ACCESS_POINT}s"
OFF = dict.fromkeys(
    ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"), False
)
BLOCK = dict.fromkeys(
    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
)
Make = Callable[..., None]


@pytest.fixture
def make(moto: MotoServer) -> Make:
    """Makes an access point of the bucket `customers`."""
    moto.client("s3").create_bucket(Bucket="customers")
    control = moto.client("s3control")

    def create(name: str, policy: dict[str, Any] | None = None, **more: Any) -> None:
        control.create_access_point(AccountId=ACCOUNT, Name=name, Bucket="customers", **more)
        if policy:
            document = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
            control.put_access_point_policy(AccountId=ACCOUNT, Name=name, Policy=document)

    return create


def arn(name: str) -> str:
    return f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/{name}"


def test_an_access_point_without_a_policy_behind_a_vpc(make: Make, scan_type: ScanType) -> None:
    make("inside", VpcConfiguration={"VpcId": "vpc-1"}, PublicAccessBlockConfiguration=BLOCK)
    found = scan_type(TYPE)
    assert found.one.id == arn("inside")
    assert found.one.facts == {
        "access_point": {
            "bucket": "customers",
            "bucket_account": None,
            "vpc": "vpc-1",
            "public_access_block": dict.fromkeys(OFF, True),
        },
        "policy": None,
        "policy_public": False,
    }
    assert not found.gaps


def test_an_access_point_on_the_internet_with_a_policy(make: Make, scan_type: ScanType) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"{arn('open')}/object/*",
    }
    make("open", statement, PublicAccessBlockConfiguration=dict.fromkeys(BLOCK, False))
    facts = scan_type(TYPE).one.facts
    assert facts["access_point"]["vpc"] is None
    assert facts["access_point"]["public_access_block"] == OFF
    assert facts["policy"]["statements"][0]["principals"] == {"*": ["*"]}
    assert facts["policy_public"] is True


def test_all_pages_of_the_listing(make: Make, proxy: FaultProxy, scan_type: ScanType) -> None:
    make("second")
    first = f"""<ListAccessPointsResult><AccessPointList><AccessPoint><Name>first</Name>
    <NetworkOrigin>Internet</NetworkOrigin><Bucket>customers</Bucket>
    <AccessPointArn>{arn("first")}</AccessPointArn></AccessPoint></AccessPointList>
    <NextToken>more</NextToken></ListAccessPointsResult>"""
    proxy.inject(Fault(status=200, subresource=LISTING, body=first.encode(), times=1))
    make("first")
    # The second page is that of the emulator, which does not know the token.
    page = first.replace("first", "second").replace("<NextToken>more</NextToken>", "")
    proxy.inject(Fault(status=200, subresource=LISTING, body=page.encode()))
    found = scan_type(TYPE)
    assert list(found.resources) == ["first", "second"]
    assert [mark.count for mark in found.listings] == [2]
    assert [request.query for request in proxy.requests if request.subresource == LISTING] == [
        "",
        "nextToken=more",
    ]


def test_pages_without_an_end_are_a_gap(make: Make, proxy: FaultProxy, scan_type: ScanType) -> None:
    make("first")
    endless = (
        b"<ListAccessPointsResult><AccessPointList/><NextToken>again</NextToken></ListAccessPointsResult>"
    )
    proxy.inject(Fault(status=200, subresource=LISTING, body=endless))
    found = scan_type(TYPE)
    assert not found.resources
    assert "round in a circle" in found.gaps[0].detail


@pytest.mark.parametrize(
    ("fact", "subresource", "action"),
    [
        ("access_point", ACCESS_POINT, "s3:GetAccessPoint"),
        ("policy", f"{ACCESS_POINT}/policy", "s3:GetAccessPointPolicy"),
        ("policy_public", f"{ACCESS_POINT}/policyStatus", "s3:GetAccessPointPolicyStatus"),
    ],
)
def test_a_denied_call_is_a_gap_of_its_fact(
    fact: str, subresource: str, action: str, make: Make, proxy: FaultProxy, scan_type: ScanType
) -> None:
    make("door")
    proxy.inject(Fault(subresource=subresource))
    found = scan_type(TYPE)
    (gap,) = found.gaps
    assert (gap.reason, gap.fact, gap.resource) == (GapReason.DENIED, fact, arn("door"))
    assert action in gap.detail
    assert found.one.facts.keys() == {"access_point", "policy", "policy_public"} - {fact}


def test_a_denied_listing_is_not_an_empty_one(make: Make, proxy: FaultProxy, scan_type: ScanType) -> None:
    make("door")
    proxy.inject(Fault(subresource=LISTING))
    found = scan_type(TYPE)
    (gap,) = found.gaps
    assert (gap.reason, gap.scope, gap.fact) == (GapReason.DENIED, "us-east-1", None)
    assert "s3:ListAccessPoints" in gap.detail
    assert not found.listings


def test_a_listing_that_is_none_is_a_gap(make: Make, proxy: FaultProxy, scan_type: ScanType) -> None:
    make("door")
    proxy.inject(Fault(status=200, subresource=LISTING, body=b"<html></html>"))
    found = scan_type(TYPE)
    assert [gap.reason for gap in found.gaps] == [GapReason.MALFORMED]


def test_one_deleted_meanwhile_is_not_there(make: Make, proxy: FaultProxy, scan_type: ScanType) -> None:
    make("one")
    make("other")
    error = (
        b"<ErrorResponse><Error><Code>NoSuchAccessPoint</Code><Message>x</Message></Error></ErrorResponse>"
    )
    proxy.inject(Fault(status=404, subresource=ACCESS_POINT, body=error, times=1))
    found = scan_type(TYPE)
    assert len(found.resources) == 1
    assert [mark.count for mark in found.listings] == [1]
    assert not found.gaps


def test_each_region_is_asked(moto: MotoServer, scan_type: ScanType) -> None:
    # Without one: moto keeps the access points of all regions in one list.
    assert moto
    found = scan_type(TYPE, frozenset(), regions=["us-east-1", "eu-west-1"])
    assert [(each.scope, each.count) for each in found.listings] == [("eu-west-1", 0), ("us-east-1", 0)]
