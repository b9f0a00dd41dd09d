"""An emulated account behind a proxy that can make trouble, and a scan that checks the contract."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from collectors.aws import AwsCollector
from scanner.interfaces import FactRequest
from scanner.model import Enumerated, Event, Gap, Resource, Target
from scanner.policy_pack.fact_schema import read_fact_schema
from tests.collectors.aws.contract import keeps_contract
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer

SECRET = "not-for-anybody-else"
CONFIG = """
[profile audit]
region = us-east-1
max_attempts = 2
[profile patient]
region = us-east-1
[profile empty]
region = us-east-1
"""
CREDENTIALS = f"""
[audit]
aws_access_key_id = AKIAAUDIT
aws_secret_access_key = {SECRET}
[patient]
aws_access_key_id = AKIAAUDIT
aws_secret_access_key = {SECRET}
"""
Scan = Callable[..., list[Event]]
ScanType = Callable[..., "Found"]


@dataclass(frozen=True)
class Found:
    """The events of a scan for one type, by kind; resources by name."""

    resources: dict[str, Resource]
    gaps: list[Gap]
    listings: list[Enumerated]

    @property
    def one(self) -> Resource:
        """The only resource."""
        (found,) = self.resources.values()
        return found


def all_facts(type_: str) -> frozenset[str]:
    """Every fact that the schema of a type knows."""
    return frozenset(schema(type_)["properties"])


@cache
def schema(type_: str) -> Mapping[str, Any]:
    """The schema of a type's facts."""
    path = Path(__file__).parents[3] / "policies" / "schemas" / f"{type_}.json"
    return read_fact_schema(path)


@pytest.fixture(autouse=True)
def aws_env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of this machine's AWS configuration; the folder with the files that take its place."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    (tmp_path / "config").write_text(CONFIG)
    (tmp_path / "credentials").write_text(CREDENTIALS)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return tmp_path


@pytest.fixture(scope="session")
def moto_process() -> Iterator[MotoServer]:
    """One server for all tests."""
    with MotoServer() as server:
        yield server


@pytest.fixture
def moto(moto_process: MotoServer) -> MotoServer:
    """An empty account."""
    moto_process.reset()
    return moto_process


@pytest.fixture(scope="session")
def proxy_process(moto_process: MotoServer) -> Iterator[FaultProxy]:
    """One proxy for all tests."""
    with FaultProxy(moto_process.url) as proxy:
        yield proxy


@pytest.fixture
def proxy(proxy_process: FaultProxy, moto: MotoServer) -> FaultProxy:
    """A proxy without faults in front of an empty account."""
    assert moto.url == proxy_process.upstream
    proxy_process.reset()
    return proxy_process


@pytest.fixture
def scan(proxy: FaultProxy) -> Scan:
    """Scan through the proxy; every scan of every test must keep the collector's contract."""

    def run(
        facts: frozenset[str] | None = None,
        account: frozenset[str] | None = None,
        **settings: Any,
    ) -> list[Event]:
        given = {"profile": "audit", "endpoint_url": proxy.url, "max_concurrency": 4} | settings
        buckets = all_facts("s3.bucket") if facts is None else facts
        types = {"s3.bucket": buckets} | ({} if account is None else {"s3.account": account})
        wanted = FactRequest(types)
        target = Target("cloud", "aws", {key: value for key, value in given.items() if value is not None})
        events = list(AwsCollector().collect(target, wanted))
        keeps_contract(events, wanted, {type_: schema(type_) for type_ in types})
        assert SECRET not in repr(events)
        return events

    return run


@pytest.fixture
def scan_type(proxy: FaultProxy) -> ScanType:
    """Scan one type through the proxy, with all of its facts unless some are named."""

    def run(type_: str, facts: frozenset[str] | None = None, **settings: Any) -> Found:
        wanted = FactRequest({type_: all_facts(type_) if facts is None else facts})
        given = {"profile": "audit", "endpoint_url": proxy.url, "max_concurrency": 4} | settings
        events = list(AwsCollector().collect(Target("cloud", "aws", given), wanted))
        keeps_contract(events, wanted, {type_: schema(type_)})
        assert SECRET not in repr(events)
        return Found(
            {event.name: event for event in events if isinstance(event, Resource)},
            [event for event in events if isinstance(event, Gap)],
            [event for event in events if isinstance(event, Enumerated)],
        )

    return run


def denied(operation: str) -> Fault:
    """The answer of a JSON service to a caller without the right."""
    return refused(operation, "AccessDeniedException")


def refused(operation: str, code: str) -> Fault:
    """An error of a JSON service."""
    body = json.dumps({"__type": code, "Message": "not possible"}).encode()
    return Fault(status=400, operation=operation, body=body)


def denied_xml(operation: str, code: str = "AccessDenied") -> Fault:
    """The answer of a query service to a caller without the right; EC2 says UnauthorizedOperation."""
    return refused_xml(operation, code, 403)


def refused_xml(operation: str, code: str, status: int = 400) -> Fault:
    """An error in the form of EC2, which boto3 reads for every query service."""
    error = f"<Errors><Error><Code>{code}</Code><Message>not possible</Message></Error></Errors>"
    body = f"<Response>{error}<RequestID>1</RequestID></Response>".encode()
    return Fault(status=status, operation=operation, body=body)


def answer_xml(operation: str, inside: str) -> Fault:
    """An answer of a query service (not EC2), in the form that the API reference gives."""
    body = f"<{operation}Response><{operation}Result>{inside}</{operation}Result></{operation}Response>"
    return Fault(status=200, operation=operation, body=body.encode())
