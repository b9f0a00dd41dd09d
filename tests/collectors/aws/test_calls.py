"""Only the calls that are needed, in a bounded number of threads."""

import pytest

from collectors.aws import AwsCollector
from scanner.interfaces import FactRequest
from scanner.model import Resource, Target
from tests.collectors.aws.aws_request import ACCOUNT, STS, Request
from tests.collectors.aws.conftest import Scan, all_facts
from tests.collectors.aws.contract import enumerated, resources
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import MotoServer


@pytest.fixture(autouse=True)
def _buckets(moto: MotoServer) -> None:
    client = moto.client("s3")
    # Created in an order that is not theirs.
    for number in (7, 3, 9, 1, 5, 0, 8, 2, 6, 4):
        client.create_bucket(Bucket=f"bucket-{number}")


def test_only_the_wanted_fact_is_asked_for(proxy: FaultProxy, scan: Scan) -> None:
    scan(frozenset({"encryption"}))
    assert proxy.asked() == [
        Request("GET", "", ""),
        *(Request("GET", f"bucket-{n}", "encryption") for n in range(10)),
    ]


def test_no_facts_wanted_is_one_call(proxy: FaultProxy, scan: Scan) -> None:
    events = scan(frozenset())
    assert proxy.asked() == [Request("GET", "", "")]
    assert len(resources(events)) == 10


def test_all_facts_cost_fifteen_calls_each_and_three_for_all(proxy: FaultProxy, scan: Scan) -> None:
    scan()
    assert len(proxy.asked()) == 3 + 10 * 15
    assert len(set(proxy.asked())) == len(proxy.asked())


def test_the_account_is_asked_once(proxy: FaultProxy, scan: Scan) -> None:
    scan(frozenset({"account_public_access_block"}), account=frozenset({"public_access_block"}))
    assert proxy.asked() == [
        Request("GET", "", ""),
        Request("GET", "", ACCOUNT),
        Request("POST", "", STS),
    ]


def test_only_the_account(proxy: FaultProxy) -> None:
    wanted = FactRequest({"s3.account": frozenset({"public_access_block"})})
    target = Target("cloud", "aws", {"profile": "audit", "endpoint_url": proxy.url})
    assert len(list(AwsCollector().collect(target, wanted))) == 2
    assert proxy.asked() == [Request("GET", "", ACCOUNT), Request("POST", "", STS)]


def test_nothing_wanted_is_nothing_asked(proxy: FaultProxy) -> None:
    target = Target("cloud", "aws", {"profile": "audit", "endpoint_url": proxy.url})
    assert not list(AwsCollector().collect(target, FactRequest({})))
    assert not proxy.asked()


@pytest.mark.parametrize("threads", [1, 3, 16])
def test_order_and_facts_do_not_depend_on_threads(threads: int, scan: Scan) -> None:
    events = scan(frozenset({"acl", "region"}), max_concurrency=threads)
    assert list(resources(events)) == [f"bucket-{n}" for n in range(10)]
    assert enumerated(events) == {"s3.bucket": 10}


def test_a_reader_who_stops_early_stops_the_calls(proxy: FaultProxy) -> None:
    wanted = FactRequest({"s3.bucket": all_facts("s3.bucket")})
    settings = {"profile": "audit", "endpoint_url": proxy.url, "max_concurrency": 1}
    events = iter(AwsCollector().collect(Target("cloud", "aws", settings), wanted))
    assert isinstance(next(events), Resource)
    events.close()  # type: ignore[attr-defined]
    asked = len(proxy.asked())
    assert asked <= 3 + 3 * 15
    assert len(proxy.asked()) == asked
