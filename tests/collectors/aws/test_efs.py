"""File systems of the Elastic File System."""

import json
from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts, denied, refused
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

TYPE = "efs.file_system"


@pytest.fixture
def efs(moto: MotoServer) -> Any:
    return moto.client("efs")


def create(efs: Any, name: str, **given: Any) -> str:
    found: str = efs.create_file_system(CreationToken=name, **given)["FileSystemId"]
    return found


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


GUARD = {
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def test_a_good_and_a_bad_file_system(scan_type: ScanType, efs: Any) -> None:
    good = create(efs, "good", Encrypted=True, Backup=True)
    bad = create(efs, "bad", Encrypted=False)
    efs.put_file_system_policy(FileSystemId=good, Policy=policy(GUARD))
    found = scan_type(TYPE).resources
    assert found[good].id == f"arn:aws:elasticfilesystem:us-east-1:{ACCOUNT}:file-system/{good}"
    assert found[good].facts["encryption"]["encrypted"] is True
    assert found[good].facts["backup"] == "ENABLED"
    (statement,) = found[good].facts["policy"]["statements"]
    assert statement["conditions"] == {"Bool": {"aws:securetransport": ["false"]}}
    assert (statement["resources"], statement["not_resources"]) == ([], [])
    assert found[bad].facts == {
        "encryption": {"encrypted": False, "kms_key_id": None},
        "mount_targets": 0,
        "policy": None,
        "backup": "DISABLED",
    }


def test_a_policy_outside_the_grammar_is_a_gap(scan_type: ScanType, efs: Any) -> None:
    made = create(efs, "a")
    efs.put_file_system_policy(FileSystemId=made, Policy=policy(GUARD | {"Surprise": 1}))
    (gap,) = scan_type(TYPE).gaps
    assert (gap.fact, gap.reason) == ("policy", GapReason.MALFORMED)


def test_all_pages_are_read(scan_type: ScanType, efs: Any) -> None:
    for number in range(25):
        create(efs, str(number))
    assert len(scan_type(TYPE, frozenset()).resources) == 25


@pytest.mark.parametrize(
    ("operation", "fact"), [("DescribeFileSystemPolicy", "policy"), ("DescribeBackupPolicy", "backup")]
)
def test_a_denied_call_is_a_gap_of_its_fact(
    proxy: FaultProxy, scan_type: ScanType, efs: Any, operation: str, fact: str
) -> None:
    create(efs, "a")
    proxy.inject(denied(operation))
    found = scan_type(TYPE)
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == (fact, GapReason.DENIED)
    assert f"elasticfilesystem:{operation}" in gap.detail
    assert found.one.facts.keys() == all_facts(TYPE) - {fact}


def test_a_denied_listing_is_no_listing(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(denied("DescribeFileSystems"))
    found = scan_type(TYPE, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.fact, gap.scope, gap.reason) == (None, None, "us-east-1", GapReason.DENIED)
    assert found.listings == []


def test_a_file_system_that_is_gone_is_no_resource(proxy: FaultProxy, scan_type: ScanType, efs: Any) -> None:
    create(efs, "a")
    proxy.inject(refused("DescribeBackupPolicy", "FileSystemNotFound"))
    found = scan_type(TYPE)
    assert (found.resources, found.gaps, [each.count for each in found.listings]) == ({}, [], [0])


def test_only_the_wanted_facts_are_asked_for(proxy: FaultProxy, scan_type: ScanType, efs: Any) -> None:
    create(efs, "a")
    scan_type(TYPE, frozenset({"encryption"}))
    assert [request.operation for request in proxy.requests] == ["DescribeFileSystems"]
