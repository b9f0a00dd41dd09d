"""File systems of the Elastic File System. Source: the EFS API reference; no file is ever read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from collectors.aws import policy_document
from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, ItemGoneError, Listed
from collectors.aws.troubles import trouble_of


def _file_systems(caller: Caller) -> Iterable[Item]:
    for entry in caller.pages("efs", "describe_file_systems", "FileSystems"):
        yield Item(entry["FileSystemArn"], entry["FileSystemId"], entry)


def encryption(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Encryption at rest, which is settled when the file system is made. The key only when it is on."""
    return {"encrypted": entry["Encrypted"], "kms_key_id": entry.get("KmsKeyId") or None}


def _policy(caller: Caller, item: Item) -> dict[str, Any] | None:
    answer = _unless_absent(caller.client("efs").describe_file_system_policy, item)
    if answer is None:
        return None
    return {"statements": policy_document.statements(answer["Policy"], policy_document.OF_ONE_RESOURCE)}


def _backup(caller: Caller, item: Item) -> str:
    answer = _unless_absent(caller.client("efs").describe_backup_policy, item)
    return "DISABLED" if answer is None else str(answer["BackupPolicy"]["Status"])


def _unless_absent(call: Callable[..., Any], item: Item) -> Any:
    """The answer; None where there is no policy. Raises ItemGoneError and what boto3 raises."""
    try:
        return call(FileSystemId=item.name)
    except Exception as error:
        code = trouble_of(error).code
        if code == "FileSystemNotFound":
            raise ItemGoneError from error
        if code != "PolicyNotFound":
            raise
    return None


FILE_SYSTEM = Listed(
    name="efs.file_system",
    regional=True,
    list_items=_file_systems,
    list_actions=("elasticfilesystem:DescribeFileSystems",),
    given={
        "encryption": Fact(lambda _, item: encryption(item.given)),
        "mount_targets": Fact(lambda _, item: item.given["NumberOfMountTargets"]),
        "policy": Fact(_policy, ("elasticfilesystem:DescribeFileSystemPolicy",)),
        "backup": Fact(_backup, ("elasticfilesystem:DescribeBackupPolicy",)),
    },
)
TYPES = (FILE_SYSTEM,)
