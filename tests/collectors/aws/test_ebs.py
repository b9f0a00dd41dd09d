"""Volumes, snapshots, machine images and the settings of a region."""

from typing import Any

import pytest

from collectors.aws.ebs import sharing, volume
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts, denied_xml, refused_xml
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

DENIED = "UnauthorizedOperation"


@pytest.fixture
def ec2(moto: MotoServer) -> Any:
    return moto.client("ec2")


def block(state: str) -> Fault:
    """As documented; moto does not know the operation."""
    operation = "GetSnapshotBlockPublicAccessState"
    body = f"<{operation}Response><state>{state}</state></{operation}Response>".encode()
    return Fault(status=200, operation=operation, body=body)


def default_key(key: str) -> Fault:
    """As documented; moto does not know the operation."""
    body = f"<GetEbsDefaultKmsKeyIdResponse><kmsKeyId>{key}</kmsKeyId></GetEbsDefaultKmsKeyIdResponse>"
    return Fault(status=200, operation="GetEbsDefaultKmsKeyId", body=body.encode())


def volume_of(ec2: Any, **given: Any) -> str:
    found: str = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, **given)["VolumeId"]
    return found


def snapshot_of(ec2: Any, **given: Any) -> str:
    made: str = ec2.create_snapshot(VolumeId=volume_of(ec2, **given))["SnapshotId"]
    return made


def share(ec2: Any, made: str, **given: Any) -> None:
    ec2.modify_snapshot_attribute(
        SnapshotId=made, Attribute="createVolumePermission", OperationType="add", **given
    )


def test_the_settings_of_a_region(proxy: FaultProxy, scan_type: ScanType, ec2: Any) -> None:
    proxy.inject(block("block-all-sharing"), default_key("alias/aws/ebs"))
    found = scan_type("ebs.region").one
    assert (found.id, found.name) == (f"aws:{ACCOUNT}/us-east-1/ebs", "us-east-1")
    assert found.facts == {
        "encryption_by_default": False,
        "default_kms_key": "alias/aws/ebs",
        "snapshot_block": "block-all-sharing",
    }
    ec2.enable_ebs_encryption_by_default()
    assert scan_type("ebs.region").one.facts["encryption_by_default"] is True


def test_an_answer_without_the_setting_is_not_off(proxy: FaultProxy, scan_type: ScanType) -> None:
    empty = b"<html><body>Welcome</body></html>"
    proxy.inject(
        *(
            Fault(status=200, operation=operation, body=empty)
            for operation in (
                "GetEbsEncryptionByDefault",
                "GetEbsDefaultKmsKeyId",
                "GetSnapshotBlockPublicAccessState",
            )
        )
    )
    found = scan_type("ebs.region")
    assert found.one.facts == {}
    assert {gap.reason for gap in found.gaps} == {GapReason.MALFORMED}


def test_volumes(scan_type: ScanType, ec2: Any) -> None:
    good, bad = volume_of(ec2, Encrypted=True), volume_of(ec2)
    found = scan_type("ebs.volume").resources
    assert found[bad].id == f"arn:aws:ec2:us-east-1:{ACCOUNT}:volume/{bad}"
    assert found[bad].facts["volume"] == {"encrypted": False, "kms_key_id": None, "instances": []}
    assert found[good].facts["volume"]["encrypted"] is True
    assert "key/" in found[good].facts["volume"]["kms_key_id"]


def test_a_volume_in_use() -> None:
    given = {"Encrypted": True, "Attachments": [{"InstanceId": "i-2"}, {"InstanceId": "i-1"}]}
    assert volume(given)["instances"] == ["i-1", "i-2"]


def test_who_may_use_a_snapshot(proxy: FaultProxy, scan_type: ScanType, ec2: Any) -> None:
    private, public, shared = snapshot_of(ec2), snapshot_of(ec2), snapshot_of(ec2, Encrypted=True)
    share(ec2, public, GroupNames=["all"])
    share(ec2, shared, UserIds=["444455556666", "111122223333"])
    proxy.inject(block("unblocked"))
    found = scan_type("ebs.snapshot").resources
    assert found[private].facts["sharing"] == {"public": False, "accounts": []}
    assert found[public].facts["sharing"] == {"public": True, "accounts": []}
    assert found[shared].facts["sharing"] == {
        "public": False,
        "accounts": ["111122223333", "444455556666"],
    }
    assert found[public].facts["public_block"] == "unblocked"
    assert found[public].id == f"arn:aws:ec2:us-east-1::snapshot/{public}"
    assert found[public].facts["snapshot"]["encrypted"] is False
    assert found[shared].facts["snapshot"]["encrypted"] is True


def test_a_snapshot_can_be_public_and_shared() -> None:
    assert sharing([{"UserId": "111122223333"}, {"Group": "all"}]) == {
        "public": True,
        "accounts": ["111122223333"],
    }


def test_only_own_snapshots_and_images_are_asked_for(
    proxy: FaultProxy, scan_type: ScanType, ec2: Any
) -> None:
    """AWS would list thousands of public ones; moto lists them whoever is asked for."""
    snapshot_of(ec2)
    scan_type("ebs.snapshot", frozenset())
    scan_type("ebs.image", frozenset())
    sent = {request.operation: request.body for request in proxy.requests}
    assert b"&Owner.1=self" in sent["DescribeSnapshots"]
    assert b"&Owner.1=self" in sent["DescribeImages"]


def test_images(scan_type: ScanType, ec2: Any) -> None:
    (instance,) = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"]
    private, public = (
        ec2.create_image(InstanceId=instance["InstanceId"], Name=name)["ImageId"] for name in ("one", "two")
    )
    ec2.modify_image_attribute(ImageId=public, LaunchPermission={"Add": [{"Group": "all"}]})
    found = scan_type("ebs.image").resources
    assert {name: each.facts["public"] for name, each in found.items()} == {private: False, public: True}
    assert found[public].id == f"arn:aws:ec2:us-east-1::image/{public}"


@pytest.mark.parametrize(
    ("type_", "operation", "fact"),
    [
        ("ebs.region", "GetEbsEncryptionByDefault", "encryption_by_default"),
        ("ebs.region", "GetEbsDefaultKmsKeyId", "default_kms_key"),
        ("ebs.region", "GetSnapshotBlockPublicAccessState", "snapshot_block"),
        ("ebs.snapshot", "DescribeSnapshotAttribute", "sharing"),
        ("ebs.snapshot", "GetSnapshotBlockPublicAccessState", "public_block"),
    ],
)
def test_a_denied_call_is_a_gap_of_its_fact(
    proxy: FaultProxy, scan_type: ScanType, ec2: Any, type_: str, operation: str, fact: str
) -> None:
    made = snapshot_of(ec2)
    proxy.inject(denied_xml(operation, DENIED), block("unblocked"), default_key("alias/aws/ebs"))
    found = scan_type(type_)
    (gap,) = [gap for gap in found.gaps if gap.resource and gap.resource.endswith((made, "ebs"))]
    assert (gap.fact, gap.reason) == (fact, GapReason.DENIED)
    assert f"ec2:{operation}" in gap.detail
    (one,) = [each for each in found.resources.values() if each.id == gap.resource]
    assert one.facts.keys() == all_facts(type_) - {fact}


@pytest.mark.parametrize(
    ("type_", "operation"),
    [
        ("ebs.volume", "DescribeVolumes"),
        ("ebs.snapshot", "DescribeSnapshots"),
        ("ebs.image", "DescribeImages"),
        ("ebs.region", "GetCallerIdentity"),
    ],
)
def test_a_denied_listing_is_no_listing(
    proxy: FaultProxy, scan_type: ScanType, type_: str, operation: str
) -> None:
    proxy.inject(denied_xml(operation, DENIED))
    found = scan_type(type_, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.fact, gap.scope, gap.reason) == (None, None, "us-east-1", GapReason.DENIED)
    assert found.listings == []


def test_a_snapshot_that_is_gone_is_no_resource(proxy: FaultProxy, scan_type: ScanType, ec2: Any) -> None:
    made = snapshot_of(ec2)
    proxy.inject(refused_xml("DescribeSnapshotAttribute", "InvalidSnapshot.NotFound"))
    found = scan_type("ebs.snapshot", frozenset({"sharing"}))
    assert made not in found.resources
    assert found.gaps == []


def test_all_pages_are_read(proxy: FaultProxy, scan_type: ScanType) -> None:
    """As documented; moto gives all volumes at once."""

    def page(number: int, more: str) -> bytes:
        item = f"<item><volumeId>vol-{number}</volumeId><encrypted>true</encrypted><attachmentSet/></item>"
        inside = f"<volumeSet>{item}</volumeSet>{more}"
        return f"<DescribeVolumesResponse>{inside}</DescribeVolumesResponse>".encode()

    first = Fault(200, operation="DescribeVolumes", body=page(1, "<nextToken>x</nextToken>"), times=1)
    proxy.inject(first, Fault(200, operation="DescribeVolumes", body=page(2, "")))
    assert set(scan_type("ebs.volume").resources) == {"vol-1", "vol-2"}


def test_regions_are_listed_one_by_one(scan_type: ScanType, ec2: Any) -> None:
    volume_of(ec2)
    found = scan_type("ebs.volume", frozenset(), regions=["eu-west-1", "us-east-1"])
    assert [(each.scope, each.count) for each in found.listings] == [("eu-west-1", 0), ("us-east-1", 1)]
