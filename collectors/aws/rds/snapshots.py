"""Manual snapshots of instances and clusters: the only ones that can be shared and that nobody removes."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, ItemGoneError, Listed
from collectors.aws.times import instant
from collectors.aws.troubles import MalformedAnswerError, trouble_of

_GONE = frozenset({"DBSnapshotNotFound", "DBClusterSnapshotNotFoundFault"})


def _snapshots(caller: Caller) -> Iterable[Item]:
    for entry in caller.pages("rds", "describe_db_snapshots", "DBSnapshots", SnapshotType="manual"):
        given = snapshot(entry, "instance", entry["DBInstanceIdentifier"], encrypted=entry["Encrypted"])
        yield Item(entry["DBSnapshotArn"], entry["DBSnapshotIdentifier"], given)
    for entry in caller.pages(
        "rds", "describe_db_cluster_snapshots", "DBClusterSnapshots", SnapshotType="manual"
    ):
        encrypted = entry["StorageEncrypted"]
        given = snapshot(entry, "cluster", entry["DBClusterIdentifier"], encrypted=encrypted)
        yield Item(entry["DBClusterSnapshotArn"], entry["DBClusterSnapshotIdentifier"], given)


def snapshot(entry: Mapping[str, Any], kind: str, source: str, *, encrypted: bool) -> dict[str, Any]:
    """What the listing says; the time is left out of the answer until the snapshot is there."""
    return {
        "of": kind,
        "source": source,
        "encrypted": encrypted or entry.get("StorageEncryptionType") in ("sse-kms", "sse-rds"),
        "kms_key_id": entry.get("KmsKeyId") or None,
        "created": instant(entry.get("SnapshotCreateTime")),
    }


def sharing(attributes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Who may restore: everyone, or accounts. AWS sends the attribute for every manual snapshot."""
    found = [each for each in attributes if each["AttributeName"] == "restore"]
    if len(found) != 1:
        raise MalformedAnswerError(f"{len(found)} restore attributes on one snapshot")
    values = found[0]["AttributeValues"]
    return {"public": "all" in values, "accounts": sorted(value for value in values if value != "all")}


def _sharing(caller: Caller, item: Item) -> dict[str, Any]:
    client = caller.client("rds")
    try:
        if item.given["of"] == "instance":
            answer = client.describe_db_snapshot_attributes(DBSnapshotIdentifier=item.name)
            return sharing(answer["DBSnapshotAttributesResult"]["DBSnapshotAttributes"])
        answer = client.describe_db_cluster_snapshot_attributes(DBClusterSnapshotIdentifier=item.name)
        return sharing(answer["DBClusterSnapshotAttributesResult"]["DBClusterSnapshotAttributes"])
    except Exception as error:
        if trouble_of(error).code in _GONE:
            raise ItemGoneError from error
        raise


SNAPSHOT = Listed(
    name="rds.snapshot",
    regional=True,
    list_items=_snapshots,
    list_actions=("rds:DescribeDBSnapshots", "rds:DescribeDBClusterSnapshots"),
    given={
        "snapshot": Fact(lambda _, item: dict(item.given)),
        "sharing": Fact(
            _sharing, ("rds:DescribeDBSnapshotAttributes", "rds:DescribeDBClusterSnapshotAttributes")
        ),
    },
)
