"""Buckets elsewhere: an answer that sends the client to another region gives the right fact, or a gap."""

from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.aws.conftest import Scan
from tests.collectors.aws.contract import enumerated, gaps, resources
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer

WANTED = frozenset({"versioning", "replication"})
ELSEWHERE = (
    (301, "PermanentRedirect"),
    (307, "TemporaryRedirect"),
    (400, "AuthorizationHeaderMalformed"),
    (400, "IllegalLocationConstraintException"),
)


@pytest.fixture(autouse=True)
def _two_regions(moto: MotoServer) -> None:
    client = moto.client("s3")
    client.create_bucket(Bucket="far", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client.create_bucket(Bucket="near")
    client.put_bucket_versioning(Bucket="far", VersioningConfiguration={"Status": "Enabled"})


def said(code: str) -> bytes:
    region = "<Region>eu-west-1</Region>"
    return f"<Error><Code>{code}</Code><Message>elsewhere</Message>{region}</Error>".encode()


@pytest.mark.parametrize(("status", "code"), ELSEWHERE)
def test_a_redirection_that_leads_nowhere_is_a_gap(
    status: int, code: str, proxy: FaultProxy, scan: Scan
) -> None:
    proxy.inject(Fault(status=status, bucket="far", subresource="versioning", body=said(code)))
    events = scan(WANTED)
    (gap,) = gaps(events)
    assert (gap.fact, gap.resource) == ("versioning", "arn:aws:s3:::far")
    assert gap.reason in (GapReason.MALFORMED, GapReason.UNREACHABLE)
    assert resources(events)["far"].facts == {"replication": {"rules": []}}
    assert resources(events)["near"].facts["versioning"]["status"] == "Disabled"


@pytest.mark.parametrize(("status", "code"), ELSEWHERE[:3])
def test_a_redirection_that_is_followed_gives_the_fact_or_a_gap(
    status: int, code: str, proxy: FaultProxy, scan: Scan
) -> None:
    fault = Fault(status=status, bucket="far", subresource="versioning", body=said(code), times=1)
    proxy.inject(fault)
    events = scan(WANTED)
    found: dict[str, Any] = dict(resources(events)["far"].facts)
    if found.pop("versioning", None) is None:
        assert [gap.fact for gap in gaps(events)] == ["versioning"]
    else:
        assert not gaps(events)
    assert found == {"replication": {"rules": []}}


def test_only_the_buckets_of_the_audited_region(scan: Scan) -> None:
    events = scan(WANTED | {"region"}, regions=["eu-west-1"])
    assert [(r.name, r.facts["region"]) for r in resources(events).values()] == [("far", "eu-west-1")]
    assert resources(events)["far"].facts["versioning"]["status"] == "Enabled"
    assert enumerated(events) == {"s3.bucket": 1}
