"""The list of buckets: pages, regions, and lists that are not to be trusted."""

from urllib.parse import parse_qs

import pytest

from collectors.aws.s3 import listing
from scanner.model import Gap, GapReason
from tests.collectors.aws.conftest import Scan
from tests.collectors.aws.contract import enumerated, gaps, resources
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer

REGIONS = {"east": None, "west": "us-west-2", "north": "eu-north-1"}


@pytest.fixture(autouse=True)
def _buckets(moto: MotoServer) -> None:
    client = moto.client("s3")
    for name, region in REGIONS.items():
        place = {"CreateBucketConfiguration": {"LocationConstraint": region}} if region else {}
        client.create_bucket(Bucket=f"bucket-{name}", **place)


def page(*buckets: tuple[str, str], token: str = "") -> Fault:
    """One page of a listing, as AWS sends it."""
    items = "".join(
        f"<Bucket><Name>{name}</Name><BucketRegion>{region}</BucketRegion></Bucket>"
        for name, region in buckets
    )
    more = f"<ContinuationToken>{token}</ContinuationToken>" if token else ""
    body = f"<ListAllMyBucketsResult><Buckets>{items}</Buckets>{more}</ListAllMyBucketsResult>"
    return Fault(status=200, bucket="", subresource="", body=body.encode(), times=1)


def test_all_pages_are_read_and_sorted(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(
        page(("bucket-west", "us-west-2"), token="next"),
        page(("bucket-east", "us-east-1"), ("bucket-west", "us-west-2")),
    )
    events = scan(frozenset({"acl"}))
    assert list(resources(events)) == ["bucket-east", "bucket-west"]
    assert enumerated(events) == {"s3.bucket": 2}
    tokens = [parse_qs(r.query).get("continuation-token") for r in proxy.asked() if not r.bucket]
    assert tokens == [None, ["next"]]


def test_a_lost_page_leaves_the_others_and_no_complete_listing(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(page(("bucket-west", "us-west-2"), token="next"), Fault(bucket="", subresource=""))
    events = scan(frozenset({"acl"}))
    (gap,) = gaps(events)
    assert (gap.reason, gap.fact, gap.resource) == (GapReason.DENIED, None, None)
    assert events[0] == gap
    assert list(resources(events)) == ["bucket-west"]
    assert not enumerated(events)


def test_pages_in_a_circle_end(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(*(page(("bucket-west", "us-west-2"), token="again") for _ in range(5)))
    events = scan(frozenset({"acl"}))
    assert gaps(events)[0].reason == GapReason.MALFORMED
    assert not enumerated(events)


def test_a_full_page_without_a_way_on_is_not_complete(scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    # moto cuts the list to the page size and sends no token.
    monkeypatch.setattr(listing, "PAGE", 2)
    events = scan(frozenset())
    assert gaps(events)[0].reason == GapReason.TRUNCATED
    assert len(resources(events)) == 2


def test_a_name_that_would_lead_elsewhere(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(page(("arn:aws:s3:us-east-1:1:accesspoint/x", "us-east-1")))
    (gap,) = scan(frozenset({"acl"}))
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.MALFORMED


def test_region_of_the_listing_saves_the_call(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(page(("bucket-west", "us-west-2")))
    assert resources(scan(frozenset({"region"})))["bucket-west"].facts == {"region": "us-west-2"}
    assert len(proxy.asked()) == 1


def test_only_buckets_in_the_regions(proxy: FaultProxy, scan: Scan) -> None:
    events = scan(frozenset({"acl"}), regions=["us-west-2", "eu-north-1"])
    assert list(resources(events)) == ["bucket-north", "bucket-west"]
    assert enumerated(events) == {"s3.bucket": 2}
    assert "bucket-east" not in {r.bucket for r in proxy.asked() if r.subresource == "acl"}


def test_a_bucket_that_cannot_be_placed_leaves_the_listing_incomplete(proxy: FaultProxy, scan: Scan) -> None:
    proxy.inject(Fault(bucket="bucket-west", subresource="location"))
    events = scan(frozenset({"acl"}), regions=["us-east-1"])
    (gap,) = gaps(events)
    assert (gap.reason, gap.resource, gap.fact) == (GapReason.DENIED, None, None)
    assert "s3:GetBucketLocation" in gap.detail
    assert "arn:aws:s3:::bucket-west" in gap.detail
    assert list(resources(events)) == ["bucket-east"]
    assert not enumerated(events)
