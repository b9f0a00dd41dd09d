"""Volumes of EBS, file systems of EFS, and the settings of EBS in a region."""

from collections.abc import Iterator
from typing import Any

from collectors.aws import ebs, efs, policy_document
from collectors.aws.planned.terraform.common import located, native, own_statements, place
from collectors.aws.planned.terraform.network import known_as
from collectors.planned.blocks import Block, Estate, Parts, attach
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import NotInSourceError, View

Json = Any
_DISKS = ("root_block_device", "ebs_block_device")


def drafts(estate: Estate) -> Iterator[Draft]:
    """Regions, volumes (those of instances too), file systems."""
    yield from _regions(estate)
    for block in estate.of("aws_ebs_volume"):
        made: dict[str, Source] = {"volume": _volume(block)}
        name = known_as(block)
        yield Draft("ebs.volume", block.address, name, made, native(block), located(block, {}), block.former)
    for block in estate.of("aws_instance"):
        yield from _disks(block)
    yield from _file_systems(estate)


def _regions(estate: Estate) -> Iterator[Draft]:
    default, block_public = "aws_ebs_encryption_by_default", "aws_ebs_snapshot_block_public_access"
    found: dict[str, dict[str, Block]] = {}
    for block in estate.of(default, block_public):
        found.setdefault(place(block).region or "", {})[block.type] = block
    for region, blocks in found.items():
        made: dict[str, Source] = {}
        if default in blocks:
            made["encryption_by_default"] = _flag(blocks[default], "enabled", default=True)
        if block_public in blocks:
            made["snapshot_block"] = _text(blocks[block_public], "state")
        first = next(iter(blocks.values()))
        yield Draft("ebs.region", first.address, region or first.address, made, "", located(first, {}))


def _flag(block: Block, key: str, *, default: bool) -> Source:
    return lambda: block.view.flag(key, default=default)


def _text(block: Block, key: str) -> Source:
    return lambda: block.view.needed(key)


def _volume(block: Block) -> Source:
    """Without a word it is not encrypted, unless the region encrypts by default: that is not relied on."""
    return lambda: _described(block.view)


def _described(view: View) -> Json:
    encrypted = view.flag("encrypted", default=False)
    key = view.identity("kms_key_id") if encrypted else None
    return ebs.volume({"Encrypted": encrypted, "KmsKeyId": key, "Attachments": []})


def _disks(block: Block) -> Iterator[Draft]:
    """The volumes that an instance brings along; without a word their encryption is that of the image."""
    for kind in _DISKS:
        if not isinstance(block.values.get(kind), list):
            continue
        for number, disk in enumerate(block.view.blocks(kind)):
            address = f"{block.address}/{kind}" + (f"/{number}" if kind == _DISKS[1] else "")
            former = tuple(address.replace(block.address, old, 1) for old in block.former)
            made: dict[str, Source] = {"volume": _disk(disk)}
            yield Draft("ebs.volume", address, address, made, "", located(block, {}), former)


def _disk(view: View) -> Source:
    def make() -> Json:
        if not view.is_set("encrypted"):
            raise NotInSourceError(f"{view.where}: encryption is that of the image; set 'encrypted'")
        return _described(view)

    return make


def _file_systems(estate: Estate) -> Iterator[Draft]:
    type_ = "aws_efs_file_system"
    owners = {block.address: [known_as(block), native(block)] for block in estate.of(type_)}
    parts = {
        name: attach(estate.of(f"aws_efs_{name}"), name, "file_system_id", owners)
        for name in ("file_system_policy", "backup_policy", "mount_target")
    }
    for block in estate.of(type_):
        made: dict[str, Source] = {
            "encryption": _encryption(block),
            "policy": _policy(block, parts["file_system_policy"]),
            "backup": _backup(block, parts["backup_policy"]),
            "mount_targets": _count(block, parts["mount_target"]),
        }
        facts = {"policy": parts["file_system_policy"], "backup": parts["backup_policy"]}
        where = located(block, facts)
        yield Draft(
            "efs.file_system", block.address, known_as(block), made, native(block), where, block.former
        )


def _encryption(block: Block) -> Source:
    view = block.view
    return lambda: efs.encryption(
        {"Encrypted": view.flag("encrypted", default=False), "KmsKeyId": view.identity("kms_key_id")}
    )


def _policy(block: Block, parts: Parts) -> Source:
    def make() -> Json:
        part = parts.one(block.address)
        if part is None:
            return None
        text = part.view.needed("policy")
        given = policy_document.statements(text, policy_document.OF_ONE_RESOURCE)
        return {"statements": own_statements(block, given)}

    return make


def _backup(block: Block, parts: Parts) -> Source:
    def make() -> Json:
        part = parts.one(block.address)
        given = part.view.block("backup_policy") if part else None
        return given.needed("status") if given else "DISABLED"

    return make


def _count(block: Block, parts: Parts) -> Source:
    return lambda: len(parts.of(block.address))
