"""Keys of KMS, with their policies, aliases and grants."""

import json
from collections.abc import Iterator
from typing import Any

from collectors.aws import kms, policy_document
from collectors.aws.planned.terraform.common import located, native, own_statements, place
from collectors.planned.blocks import Block, Estate, Parts, attach
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import NotInSourceError

Json = Any
_TYPES = ("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key")
_SYMMETRIC = "SYMMETRIC_DEFAULT"


def drafts(estate: Estate) -> Iterator[Draft]:
    """The keys. Those that AWS keeps are in no source."""
    owners = {block.address: names(block) for block in estate.of(*_TYPES)}
    policies = attach(estate.of("aws_kms_key_policy"), "aws_kms_key_policy", "key_id", owners)
    aliases = attach(estate.of("aws_kms_alias"), "aws_kms_alias", "target_key_id", owners)
    grants = attach(estate.of("aws_kms_grant"), "aws_kms_grant", "key_id", owners)
    for block in estate.of(*_TYPES):
        yield _key(block, estate, policies, aliases, grants)


def names(block: Block) -> list[str]:
    """What other blocks may call the key."""
    found = [native(block), *(block.values.get(key) for key in ("arn", "key_id", "id"))]
    return [name for name in dict.fromkeys(found) if isinstance(name, str)]


def _key(block: Block, estate: Estate, policies: Parts, aliases: Parts, grants: Parts) -> Draft:
    made: dict[str, Source] = {
        "key": lambda: kms.key({"KeyMetadata": _metadata(block)}),
        "rotation": lambda: _rotation(block),
        "policy": lambda: _policy(block, estate, policies),
        "aliases": lambda: sorted(alias.view.needed("name") for alias in aliases.of(block.address)),
        "grants": lambda: _grants(block, grants),
    }
    locations = located(block, {"policy": policies})
    return Draft("kms.key", block.address, _name(block), made, native(block), locations, block.former)


def _name(block: Block) -> str:
    found = block.values.get("key_id")
    return found if isinstance(found, str) else block.address


def _spec(block: Block) -> str:
    return block.view.text("customer_master_key_spec") or _SYMMETRIC


def _origin(block: Block) -> str:
    if block.type == "aws_kms_external_key":
        return "EXTERNAL"
    if block.view.is_set("xks_key_id"):
        return "EXTERNAL_KEY_STORE"
    return "AWS_CLOUDHSM" if block.view.is_set("custom_key_store_id") else "AWS_KMS"


def _metadata(block: Block) -> dict[str, Json]:
    view = block.view
    switch = "enabled" if view.is_set("enabled") else "is_enabled"
    enabled = view.flag(switch, default=True)
    imported = block.type == "aws_kms_external_key"
    if imported and not view.is_set("key_material_base64"):
        state = "PendingImport"
    else:
        state = "Enabled" if enabled else "Disabled"
    if imported and view.is_set("valid_to"):
        raise NotInSourceError(f"{block.address}: when its key material expires is read from the live key")
    return {
        "KeyManager": "CUSTOMER",
        "KeyState": state,
        "KeyUsage": view.text("key_usage") or "ENCRYPT_DECRYPT",
        "KeySpec": _spec(block),
        "Origin": _origin(block),
    }


def _rotation(block: Block) -> dict[str, Json]:
    """A replica rotates with its primary key."""
    if block.type == "aws_kms_replica_key":
        raise NotInSourceError(f"{block.address}: a replica rotates with its primary key")
    if _spec(block) != _SYMMETRIC or _origin(block) != "AWS_KMS":
        return {"supported": False, "enabled": False, "period_days": None}
    enabled = block.view.flag("enable_key_rotation", default=False)
    period = (block.view.number("rotation_period_in_days") or 365) if enabled else None
    return {"supported": True, "enabled": enabled, "period_days": period}


def _policy(block: Block, estate: Estate, policies: Parts) -> dict[str, Json]:
    part = policies.one(block.address)
    view = (part or block).view
    text = view.text("policy") or _default_policy(block, estate)
    return {"statements": own_statements(block, policy_document.statements(text))}


def _default_policy(block: Block, estate: Estate) -> str:
    """Source: "Default key policy" in the KMS developer guide."""
    account = estate.account or "account"
    root = f"arn:{place(block).partition}:iam::{account}:root"
    statement = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _grants(block: Block, grants: Parts) -> list[Json]:
    if not block.new:
        raise NotInSourceError(f"{block.address} is there already; others may have granted its use since")
    return [
        kms.grant(
            {
                "GrantId": each.address,
                "GranteePrincipal": each.view.identity("grantee_principal") or each.address,
                "Operations": each.view.texts("operations"),
                "Constraints": each.view.blocks("constraints"),
            }
        )
        for each in grants.of(block.address)
    ]
