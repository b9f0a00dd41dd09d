"""Log groups: thousands per region, told by the listing alone."""

from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, denied
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

TYPE = "logs.group"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"


@pytest.fixture
def logs(moto: MotoServer) -> Any:
    return moto.client("logs")


def test_everything_a_group_tells(scan_type: ScanType, logs: Any) -> None:
    logs.create_log_group(logGroupName="kept", kmsKeyId=KEY)
    logs.put_retention_policy(logGroupName="kept", retentionInDays=365)
    logs.create_log_group(logGroupName="/aws/plain")
    found = scan_type(TYPE).resources
    assert found["kept"].id == f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:kept"
    assert found["kept"].facts == {"retention_days": 365, "kms_key_id": KEY}
    assert found["/aws/plain"].facts == {"retention_days": None, "kms_key_id": None}


def test_all_pages_are_read_and_nothing_else(proxy: FaultProxy, scan_type: ScanType, logs: Any) -> None:
    for number in range(120):
        logs.create_log_group(logGroupName=f"group-{number}")
    assert len(scan_type(TYPE).resources) == 120
    assert [request.operation for request in proxy.requests] == ["DescribeLogGroups"] * 3


def test_regions_are_listed_one_by_one(scan_type: ScanType, logs: Any) -> None:
    logs.create_log_group(logGroupName="here")
    found = scan_type(TYPE, regions=["eu-west-1", "us-east-1"])
    assert [(each.scope, each.count) for each in found.listings] == [("eu-west-1", 0), ("us-east-1", 1)]


def test_a_denied_listing_is_no_listing(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(denied("DescribeLogGroups"))
    found = scan_type(TYPE, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.scope, gap.reason) == (None, "us-east-1", GapReason.DENIED)
    assert "logs:DescribeLogGroups" in gap.detail
    assert found.listings == []


def test_an_answer_without_a_list_is_no_listing(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(Fault(status=200, operation="DescribeLogGroups", body=b"{}"))
    found = scan_type(TYPE)
    assert [gap.reason for gap in found.gaps] == [GapReason.MALFORMED]
    assert found.listings == []
