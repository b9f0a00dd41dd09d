"""What blocks refer to and the source does not declare.

A check that looks such a thing up among the resources of the source cannot rely on not finding it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from collectors.planned.blocks import Block, Estate
from collectors.planned.drafts import Draft, Elsewhere
from collectors.planned.values import UnknownValueError, UnsuitableError, View

_KEYS = ("kms_key_id", "kms_master_key_id", "replica_kms_key_id")
_REFERENCES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "kms.key": {
        "aws_s3_bucket_server_side_encryption_configuration": _KEYS,
        "aws_db_instance": _KEYS,
        "aws_rds_cluster": _KEYS,
    },
    "ec2.security_group": {"aws_instance": ("vpc_security_group_ids", "security_groups")},
    "ec2.network_acl": {"aws_instance": ("subnet_id",)},
    "s3.bucket": {
        "aws_cloudtrail": ("s3_bucket_name",),
        "aws_s3_access_point": ("bucket",),
        "aws_s3_bucket_replication_configuration": ("bucket",),
    },
}
"""By resource type, the attributes of blocks that name one of it, at whatever depth."""


def named(estate: Estate, drafts: Sequence[Draft]) -> list[Elsewhere]:
    """One for each thing that is not declared, in the order in which it is named."""
    found: dict[tuple[str, str], Elsewhere] = {}
    for type_, blocks in _REFERENCES.items():
        known = _known(estate, type_, drafts)
        for block_type, keys in blocks.items():
            for block in estate.of(block_type):
                for name in _names(block, keys):
                    if name not in known and not name.startswith("alias/aws/"):
                        detail = f"{block.address} refers to {name}, which the source does not declare"
                        found.setdefault((type_, name), Elsewhere(type_, name, detail))
    return list(found.values())


def _known(estate: Estate, type_: str, drafts: Sequence[Draft]) -> set[str]:
    known = {
        name for draft in drafts if draft.type == type_ for name in (draft.id, draft.name, draft.native_id)
    }
    if type_ == "ec2.network_acl":
        known |= {
            subnet
            for block in estate.of("aws_network_acl", "aws_default_network_acl")
            for subnet in _safe(block.view, "subnet_ids")
        }
    if type_ == "kms.key":
        known |= {alias.address for alias in estate.of("aws_kms_alias")}
        known |= set(_ids(estate))
    return known


def _ids(estate: Estate) -> Iterator[str]:
    for block in estate.of("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"):
        yield from (
            value for key in ("id", "key_id", "arn") if isinstance(value := block.values.get(key), str)
        )


def _names(block: Block, keys: Sequence[str]) -> Iterator[str]:
    stack: list[Any] = [block.values]
    while stack:
        part = stack.pop()
        if isinstance(part, Mapping):
            for key in keys:
                yield from _safe(View(part, block.address), key)
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)


def _safe(view: View, key: str) -> list[str]:
    """Names that are known or stand for a block; what is neither is no name of something undeclared."""
    try:
        return [name for name in view.identities(key) if name]
    except (UnknownValueError, UnsuitableError):
        return [f"{view.where}: {key}"] if view.is_set(key) else []
