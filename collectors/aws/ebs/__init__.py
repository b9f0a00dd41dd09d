"""Volumes, snapshots and machine images of the Elastic Block Store, and its settings in a region.

Source: the EC2 API reference; no block is ever read.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, ItemGoneError, Listed
from collectors.aws.times import instant
from collectors.aws.troubles import trouble_of

_BLOCK_ACTION = "ec2:GetSnapshotBlockPublicAccessState"


def _region(caller: Caller) -> Iterable[Item]:
    account, partition = caller.identity()
    # AWS has no ARN for these settings.
    yield Item(f"{partition}:{account}/{caller.place.scope}/ebs", caller.place.scope)


def _by_default(caller: Caller, _: Item) -> bool:
    return bool(caller.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"])


def _default_key(caller: Caller, _: Item) -> str:
    return str(caller.client("ec2").get_ebs_default_kms_key_id()["KmsKeyId"])


def _snapshot_block(caller: Caller, _: Item) -> str:
    """What the region does about public snapshots; asked once for all of them."""
    return str(
        caller.once(
            "ebs snapshot block",
            lambda: caller.client("ec2").get_snapshot_block_public_access_state()["State"],
        )
    )


def _volumes(caller: Caller) -> Iterable[Item]:
    account, partition = caller.identity()
    prefix = f"arn:{partition}:ec2:{caller.place.scope}:{account}:volume"
    for entry in caller.pages("ec2", "describe_volumes", "Volumes"):
        yield Item(f"{prefix}/{entry['VolumeId']}", entry["VolumeId"], volume(entry))


def volume(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What DescribeVolumes says; a key only when the volume is encrypted."""
    return {
        "encrypted": entry["Encrypted"],
        "kms_key_id": entry.get("KmsKeyId") or None,
        "instances": sorted(each["InstanceId"] for each in entry["Attachments"] if "InstanceId" in each),
    }


def _snapshots(caller: Caller) -> Iterable[Item]:
    _, partition = caller.identity()
    # As AWS writes them: ARNs of snapshots and images name no account.
    prefix = f"arn:{partition}:ec2:{caller.place.scope}::snapshot"
    for entry in caller.pages("ec2", "describe_snapshots", "Snapshots", OwnerIds=["self"]):
        yield Item(f"{prefix}/{entry['SnapshotId']}", entry["SnapshotId"], snapshot(entry))


def snapshot(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What DescribeSnapshots says; a key only when the snapshot is encrypted."""
    return {
        "encrypted": entry["Encrypted"],
        "kms_key_id": entry.get("KmsKeyId") or None,
        "created": instant(entry["StartTime"]),
    }


def sharing(permissions: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Who may make volumes of a snapshot: permissions name an account, or the one group that there is."""
    found = [each["Group"] if "Group" in each else each["UserId"] for each in permissions]
    return {"public": "all" in found, "accounts": sorted(each for each in found if each != "all")}


def _sharing(caller: Caller, item: Item) -> dict[str, Any]:
    try:
        answer = caller.client("ec2").describe_snapshot_attribute(
            SnapshotId=item.name, Attribute="createVolumePermission"
        )
    except Exception as error:
        if trouble_of(error).code == "InvalidSnapshot.NotFound":
            raise ItemGoneError from error
        raise
    return sharing(answer["CreateVolumePermissions"])


def _images(caller: Caller) -> Iterable[Item]:
    _, partition = caller.identity()
    prefix = f"arn:{partition}:ec2:{caller.place.scope}::image"
    for entry in caller.pages("ec2", "describe_images", "Images", Owners=["self"]):
        yield Item(f"{prefix}/{entry['ImageId']}", entry["ImageId"], {"public": entry["Public"]})


REGION = Listed(
    name="ebs.region",
    regional=True,
    list_items=_region,
    list_actions=("sts:GetCallerIdentity",),
    given={
        "encryption_by_default": Fact(_by_default, ("ec2:GetEbsEncryptionByDefault",)),
        "default_kms_key": Fact(_default_key, ("ec2:GetEbsDefaultKmsKeyId",)),
        "snapshot_block": Fact(_snapshot_block, (_BLOCK_ACTION,)),
    },
)
VOLUME = Listed(
    name="ebs.volume",
    regional=True,
    list_items=_volumes,
    list_actions=("sts:GetCallerIdentity", "ec2:DescribeVolumes"),
    given={"volume": Fact(lambda _, item: dict(item.given))},
)
SNAPSHOT = Listed(
    name="ebs.snapshot",
    regional=True,
    list_items=_snapshots,
    list_actions=("sts:GetCallerIdentity", "ec2:DescribeSnapshots"),
    given={
        "snapshot": Fact(lambda _, item: dict(item.given)),
        "sharing": Fact(_sharing, ("ec2:DescribeSnapshotAttribute",)),
        "public_block": Fact(_snapshot_block, (_BLOCK_ACTION,)),
    },
)
IMAGE = Listed(
    name="ebs.image",
    regional=True,
    list_items=_images,
    list_actions=("sts:GetCallerIdentity", "ec2:DescribeImages"),
    given={"public": Fact(lambda _, item: item.given["public"])},
)
TYPES = (REGION, VOLUME, SNAPSHOT, IMAGE)
