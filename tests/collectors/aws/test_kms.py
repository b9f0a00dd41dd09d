"""Keys of the Key Management Service."""

from typing import Any

import pytest

from collectors.aws.kms import aliases
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts, denied, refused
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

TYPE = "kms.key"


@pytest.fixture
def kms(moto: MotoServer) -> Any:
    return moto.client("kms")


def create(kms: Any) -> Any:
    """AWS always tells the usage; moto only when it was asked for."""
    return kms.create_key(KeyUsage="ENCRYPT_DECRYPT")


def test_everything_a_key_tells(scan_type: ScanType, kms: Any) -> None:
    key = create(kms)["KeyMetadata"]
    kms.enable_key_rotation(KeyId=key["KeyId"])
    role = f"arn:aws:iam::{ACCOUNT}:role/x"
    kms.create_grant(KeyId=key["KeyId"], GranteePrincipal=role, Operations=["Decrypt"])
    found = scan_type(TYPE).one
    assert (found.id, found.name) == (key["Arn"], key["KeyId"])
    assert found.facts["key"] == {
        "manager": "CUSTOMER",
        "state": "Enabled",
        "usage": "ENCRYPT_DECRYPT",
        "spec": "SYMMETRIC_DEFAULT",
        "origin": "AWS_KMS",
        "deletion_date": None,
        "material_expires": None,
    }
    assert found.facts["rotation"] == {"supported": True, "enabled": True, "period_days": 365}
    (statement,) = found.facts["policy"]["statements"]
    assert statement["principals"] == {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}
    (grant,) = found.facts["grants"]
    assert (grant["grantee"], grant["operations"], grant["constrained"]) == (role, ["Decrypt"], False)


def test_the_names_of_all_keys_are_one_call(proxy: FaultProxy, scan_type: ScanType, kms: Any) -> None:
    named, nameless = create(kms)["KeyMetadata"]["KeyId"], create(kms)["KeyMetadata"]["KeyId"]
    for alias in ("alias/b", "alias/a"):
        kms.create_alias(AliasName=alias, TargetKeyId=named)
    found = scan_type(TYPE, frozenset({"aliases"})).resources
    assert found[named].facts["aliases"] == ["alias/a", "alias/b"]
    assert found[nameless].facts["aliases"] == []
    assert [request.operation for request in proxy.requests].count("ListAliases") == 1


def test_a_name_without_a_key_is_left_out() -> None:
    """As documented: names that AWS keeps for keys that it makes when they are first used."""
    listed = [{"AliasName": "alias/aws/ebs"}, {"AliasName": "alias/x", "TargetKeyId": "k"}]
    assert aliases(listed) == {"k": ["alias/x"]}


def test_denied_names_are_a_gap_of_every_key(proxy: FaultProxy, scan_type: ScanType, kms: Any) -> None:
    create(kms), create(kms)
    proxy.inject(denied("ListAliases"))
    found = scan_type(TYPE, frozenset({"aliases"}))
    assert [(gap.fact, gap.reason) for gap in found.gaps] == [("aliases", GapReason.DENIED)] * 2
    assert all("kms:ListAliases" in gap.detail for gap in found.gaps)


def test_a_pending_deletion(scan_type: ScanType, kms: Any) -> None:
    doomed = create(kms)["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=doomed, PendingWindowInDays=7)
    found = scan_type(TYPE).one.facts["key"]
    assert found["state"] == "PendingDeletion"
    assert found["deletion_date"].endswith("Z")


def test_a_key_that_cannot_rotate(proxy: FaultProxy, scan_type: ScanType, kms: Any) -> None:
    create(kms)
    # As documented; moto answers for every key.
    proxy.inject(refused("GetKeyRotationStatus", "UnsupportedOperationException"))
    found = scan_type(TYPE).one.facts["rotation"]
    assert found == {"supported": False, "enabled": False, "period_days": None}


def test_regions_are_listed_one_by_one(scan_type: ScanType, kms: Any) -> None:
    create(kms)
    found = scan_type(TYPE, frozenset(), regions=["eu-west-1", "us-east-1"])
    assert [(each.scope, each.count) for each in found.listings] == [("eu-west-1", 0), ("us-east-1", 1)]


def test_all_pages_are_read(scan_type: ScanType, kms: Any) -> None:
    for _ in range(120):
        create(kms)
    assert len(scan_type(TYPE, frozenset()).resources) == 120


@pytest.mark.parametrize(
    ("operation", "fact"),
    [
        ("DescribeKey", "key"),
        ("GetKeyRotationStatus", "rotation"),
        ("GetKeyPolicy", "policy"),
        ("ListGrants", "grants"),
    ],
)
def test_a_denied_call_is_a_gap_of_its_fact(
    proxy: FaultProxy, scan_type: ScanType, kms: Any, operation: str, fact: str
) -> None:
    create(kms)
    proxy.inject(denied(operation))
    found = scan_type(TYPE)
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == (fact, GapReason.DENIED)
    assert f"kms:{operation}" in gap.detail
    assert found.one.facts.keys() == all_facts(TYPE) - {fact}


def test_a_denied_listing_is_no_listing(proxy: FaultProxy, scan_type: ScanType, kms: Any) -> None:
    create(kms)
    proxy.inject(denied("ListKeys"))
    found = scan_type(TYPE, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.fact, gap.scope, gap.reason) == (None, None, "us-east-1", GapReason.DENIED)
    assert found.listings == []
