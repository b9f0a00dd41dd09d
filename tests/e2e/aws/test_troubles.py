"""Endpoints that are slow, break off, or offer little."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import pytest

from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.e2e.auditor import Auditor
from tests.e2e.aws.conftest import Calm, wrong

_THROTTLING_JSON = json.dumps({"__type": "ThrottlingException", "message": "Rate exceeded"}).encode()
_THROTTLING_XML = (
    b"<Response><Errors><Error><Code>Throttling</Code>"
    b"<Message>Rate exceeded</Message></Error></Errors></Response>"
)
BREAKING_OFF = {
    "503": Fault(status=503, body=b""),
    "reset": Fault(reset=True),
    "truncated": Fault(truncate=True),
}
THROTTLED = (Fault(status=429, code="TooManyRequests"), Fault(status=503, code="SlowDown"))
IN_THEIR_WORDS = {
    **dict.fromkeys(("kms", "cloudtrail", "logs", "secretsmanager", "organizations"), _THROTTLING_JSON),
    **dict.fromkeys(("iam", "ec2", "rds", "sts"), _THROTTLING_XML),
}
"""What some services answer with status 400."""


@pytest.mark.parametrize("name", BREAKING_OFF)
def test_trouble_that_passes_gives_the_same_outcomes(
    name: str, auditor: Auditor, proxy: FaultProxy, calm: Calm
) -> None:
    proxy.reset()
    proxy.inject(*(once(BREAKING_OFF[name], asked) for asked in calm.operations.values()))
    assert auditor.outcomes(auditor.collect()) == calm.outcomes


def test_throttling_that_passes_gives_the_same_outcomes(
    auditor: Auditor, proxy: FaultProxy, calm: Calm
) -> None:
    """Each way of saying it, once a service: boto3 calls the more slowly the more it is refused."""
    proxy.reset()
    for service, operations in groupby(sorted(calm.operations.values(), key=_service), key=_service):
        proxy.inject(*map(once, throttling(service), operations))
    assert auditor.outcomes(auditor.collect()) == calm.outcomes


def throttling(service: str) -> Sequence[Fault]:
    """How a service says that there were too many calls."""
    if service not in IN_THEIR_WORDS:
        return THROTTLED
    return (Fault(status=400, body=IN_THEIR_WORDS[service]), *THROTTLED)


def once(fault: Fault, at: Fault) -> Fault:
    """A fault for the first call of an operation."""
    return replace(fault, service=at.service, operation=at.operation, subresource=at.subresource, times=1)


def _service(fault: Fault) -> str:
    return fault.service or ""


def test_an_endpoint_that_stays_down_decides_nothing(auditor: Auditor, proxy: FaultProxy) -> None:
    proxy.reset()
    proxy.inject(Fault(status=400, code="ExpiredToken"))
    after = auditor.outcomes(auditor.collect())
    assert {check for check, _ in after} == {check.id for check in auditor.selection().checks}
    assert set(after.values()) == {"unknown"}


@pytest.mark.parametrize(("status", "code"), [(501, "NotImplemented"), (405, "MethodNotAllowed")])
def test_a_store_that_offers_nothing_but_buckets(
    status: int, code: str, auditor: Auditor, proxy: FaultProxy, calm: Calm
) -> None:
    proxy.reset()
    services = {fault.service for fault in calm.operations.values()} - {"s3"}
    settings = {fault.subresource for fault in calm.operations.values() if fault.service == "s3"} - {""}
    proxy.inject(
        *(Fault(status=status, code=code, service=each) for each in services),
        *(Fault(status=status, code=code, subresource=each) for each in settings),
    )
    after = auditor.outcomes(auditor.collect())
    assert wrong(calm.outcomes, after) == {}
    of_buckets = {check.id for check in auditor.selection().checks if check.resource == "s3.bucket"}
    decided = {check for (check, _), outcome in after.items() if outcome != "unknown"}
    # What the configuration tells by itself.
    assert decided <= of_buckets
