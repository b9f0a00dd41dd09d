"""Secrets: all about them but their values."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from collectors.aws.secrets import rotation, secret
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts, denied
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

TYPE = "secrets.secret"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
VALUE = "correct horse battery staple"
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
GRANT = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "444455556666"},
            "Action": "secretsmanager:GetSecretValue",
            "Resource": "*",
        }
    ],
}


@pytest.fixture
def secrets(moto: MotoServer) -> Any:
    return moto.client("secretsmanager")


def test_everything_a_secret_tells(proxy: FaultProxy, scan_type: ScanType, secrets: Any) -> None:
    arn = secrets.create_secret(Name="db", SecretString=VALUE, KmsKeyId=KEY)["ARN"]
    secrets.put_resource_policy(SecretId="db", ResourcePolicy=json.dumps(GRANT))
    found = scan_type(TYPE).one
    assert (found.id, found.name) == (arn, "db")
    told = {"deleted": None, "accessed": None, "kms_key_id": KEY, "owning_service": None, "replica": False}
    assert found.facts["secret"].items() >= told.items()
    assert found.facts["secret"]["created"].endswith("Z")
    assert found.facts["rotation"] == {"enabled": False, "interval_days": None, "rotated": None, "next": None}
    (statement,) = found.facts["policy"]["statements"]
    assert statement["principals"] == {"AWS": ["444455556666"]}
    assert VALUE not in repr(found)
    assert {request.operation for request in proxy.requests} == {"ListSecrets", "GetResourcePolicy"}


def test_a_secret_without_a_policy(scan_type: ScanType, secrets: Any) -> None:
    secrets.create_secret(Name="db", SecretString=VALUE)
    found = scan_type(TYPE).one.facts
    assert found["policy"] == {"statements": []}
    assert found["secret"]["kms_key_id"] is None


def test_a_secret_that_is_to_be_deleted(scan_type: ScanType, secrets: Any) -> None:
    secrets.create_secret(Name="old", SecretString=VALUE)
    secrets.delete_secret(SecretId="old", RecoveryWindowInDays=7)
    assert scan_type(TYPE, frozenset({"secret"})).one.facts["secret"]["deleted"].endswith("Z")


def test_a_copy_in_another_region(scan_type: ScanType, secrets: Any) -> None:
    secrets.create_secret(Name="db", SecretString=VALUE, AddReplicaRegions=[{"Region": "eu-west-1"}])
    there = scan_type(TYPE, frozenset({"secret"}), regions=["eu-west-1"]).one
    here = scan_type(TYPE, frozenset({"secret"}), regions=["us-east-1"]).one
    assert (there.facts["secret"]["replica"], here.facts["secret"]["replica"]) == (True, False)
    assert there.id != here.id


def test_all_pages_are_read(scan_type: ScanType, secrets: Any) -> None:
    for number in range(120):
        secrets.create_secret(Name=f"secret-{number}", SecretString=VALUE)
    assert len(scan_type(TYPE, frozenset({"rotation"})).resources) == 120


def test_a_denied_call_is_a_gap_of_its_fact(proxy: FaultProxy, scan_type: ScanType, secrets: Any) -> None:
    secrets.create_secret(Name="db", SecretString=VALUE)
    proxy.inject(denied("GetResourcePolicy"))
    found = scan_type(TYPE)
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == ("policy", GapReason.DENIED)
    assert "secretsmanager:GetResourcePolicy" in gap.detail
    assert found.one.facts.keys() == all_facts(TYPE) - {"policy"}


def test_a_denied_listing_is_no_listing(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(denied("ListSecrets"))
    found = scan_type(TYPE, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.scope, gap.reason) == (None, "us-east-1", GapReason.DENIED)
    assert found.listings == []


def test_a_secret_that_rotates() -> None:
    """As documented; moto rotates only with a function that runs."""
    entry = {
        "RotationEnabled": True,
        "RotationRules": {"AutomaticallyAfterDays": 30, "ScheduleExpression": "rate(30 days)"},
        "LastRotatedDate": WHEN,
        "NextRotationDate": WHEN,
    }
    at = "2026-01-02T03:04:05Z"
    assert rotation(entry) == {"enabled": True, "interval_days": 30, "rotated": at, "next": at}


def test_a_secret_of_a_service() -> None:
    """As documented."""
    found = secret({"CreatedDate": WHEN, "OwningService": "rds", "LastAccessedDate": WHEN}, "us-east-1")
    assert (found["owning_service"], found["accessed"]) == ("rds", "2026-01-02T03:04:05Z")
