"""Buckets, with the resources that each settle one thing of a bucket, and the account's public access block.

Versions 3 of the provider and before had all of it inside `aws_s3_bucket`; both forms are read.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from collectors.aws.planned import s3
from collectors.aws.planned.accounts import account_block
from collectors.aws.planned.terraform import s3_parts, s3_rules
from collectors.aws.planned.terraform.common import account_of, place, region_of
from collectors.aws.s3 import facts
from collectors.planned.blocks import Block, Estate, Parts, attach
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import NotInSourceError, View, stand_in

Json = Any
BUCKET, ACCOUNT_BLOCK = "aws_s3_bucket", "aws_s3_account_public_access_block"


def drafts(estate: Estate, settings: Mapping[str, Json]) -> Iterator[Draft]:
    """The buckets, and those that the source does not declare but settles something of."""
    owners = {block.address: names(block) for block in estate.of(BUCKET)}
    parts = {
        type_: attach(estate.of(type_), type_, "bucket", owners)
        for fact in _FACTS.values()
        for type_ in (fact.part,)
    }
    shared = _account_block(estate, account_block(settings))
    for block in estate.of(BUCKET):
        yield _bucket(block, parts, {"account_public_access_block": shared, "account": account_of(estate)})
    strangers: dict[str, dict[str, Block]] = {}
    for type_, found in parts.items():
        for name, blocks in found.strangers.items():
            strangers.setdefault(name, {})[type_] = blocks[0]
    for name, settled in strangers.items():
        yield _stranger(name, settled, shared)


def names(block: Block) -> list[str]:
    """What other blocks may call the bucket: its name and its ARN."""
    name = bucket_name(block)
    return [name, arn(block)]


def bucket_name(block: Block) -> str:
    """The name, or what stands for it as long as it is not known."""
    return block.view.known("bucket") or stand_in(block.address)


def arn(block: Block) -> str:
    """The ARN that the bucket will have."""
    return f"arn:{place(block).partition}:s3:::{bucket_name(block)}"


def _account_block(estate: Estate, given: Json) -> Source:
    """The account's switches. Without a word on them a bucket must be private by itself."""
    block = account_switches(estate)
    if block is None:
        return lambda: dict(given)
    return lambda: s3_parts.public_access_block(block.view)


def account_switches(estate: Estate) -> Block | None:
    """The block of the account's own public access block."""
    return next(iter(estate.of(ACCOUNT_BLOCK)), None)


def _bucket(block: Block, parts: Mapping[str, Parts], shared: Mapping[str, Source]) -> Draft:
    name = bucket_name(block)
    locations = {"": block.location} if block.location else {}
    made: dict[str, Source] = {"region": region_of(block), **shared}
    for fact, form in _FACTS.items():
        made[fact] = _source(form, block, parts[form.part])
        settled = [
            part.location for part in parts[form.part].by_owner.get(block.address, ()) if part.location
        ]
        if settled:
            locations[fact] = settled[0]
    made["tags"] = lambda: tags(block.view)
    made["policy_public"] = _policy_public(made["policy"])
    if "policy" in locations:
        locations["policy_public"] = locations["policy"]
    shown = block.address if name == stand_in(block.address) else name
    return Draft("s3.bucket", block.address, shown, made, arn(block), locations, block.former)


def _stranger(name: str, blocks: Mapping[str, Block], shared: Source) -> Draft:
    """A bucket of which the source declares some parts only; the others are not in it."""
    first = next(iter(blocks.values()))
    made: dict[str, Source] = {"account_public_access_block": shared}
    for fact, form in _FACTS.items():
        if form.part in blocks:
            made[fact] = _of_part(form, blocks[form.part])
    if "policy" in made:
        made["policy_public"] = _policy_public(made["policy"])
    locations = {"": first.location} if first.location else {}
    native = f"arn:{place(first).partition}:s3:::{name}"
    return Draft("s3.bucket", first.address, name, made, native, locations, first.former)


def tags(view: View) -> dict[str, str]:
    """Tags, with those that the provider gives to everything it makes."""
    given = view.any("tags_all") if view.is_set("tags_all") else view.any("tags")
    return {str(key): "" if value is None else str(value) for key, value in (given or {}).items()}


# --- one fact -------------------------------------------------------------------------------------------


class _Form:
    """How a fact is written: in a resource of its own (`part`), or inside the bucket (`inline`)."""

    def __init__(
        self,
        part: str,
        of_part: Callable[[View], Json],
        inline: Callable[[View], Json],
        default: Callable[[Block], Json],
    ) -> None:
        self.part = f"aws_s3_bucket_{part}"
        self.of_part = of_part
        self.inline = inline
        self.default = default


def _source(form: _Form, block: Block, parts: Parts) -> Source:
    def make() -> Json:
        part = parts.one(block.address)
        if part is not None:
            return form.of_part(part.view)
        said = form.inline(block.view)
        return form.default(block) if said is None else said

    return make


def _of_part(form: _Form, part: Block) -> Source:
    return lambda: form.of_part(part.view)


def _policy_public(policy: Source) -> Source:
    def make() -> Json:
        found = policy()
        return found is not None and s3.is_public(found["statements"])

    return make


def _always(value: Json) -> Callable[[Block], Json]:
    return lambda _: value


def _if_new(value: Json, what: str) -> Callable[[Block], Json]:
    """A default of new buckets; what an older one has depends on when it was made."""

    def default(block: Block) -> Json:
        if not block.new:
            raise NotInSourceError(
                f"{block.address} is there already, and the source does not set its {what}"
            )
        return value

    return default


_FACTS: Mapping[str, _Form] = {
    "encryption": _Form(
        "server_side_encryption_configuration",
        s3_parts.encryption,
        s3_parts.inline_encryption,
        lambda _: facts.encryption(
            {
                "ServerSideEncryptionConfiguration": {
                    "Rules": [{"ApplyServerSideEncryptionByDefault": s3.DEFAULT_ENCRYPTION}]
                }
            }
        ),
    ),
    "public_access_block": _Form(
        "public_access_block",
        s3_parts.public_access_block,
        s3_parts.nothing,
        _if_new(
            facts.public_access_block({"PublicAccessBlockConfiguration": s3.NEW_BLOCK}), "public access block"
        ),
    ),
    "acl": _Form("acl", s3_parts.acl, s3_parts.inline_acl, _always(facts.acl(s3.canned_acl("private")))),
    "ownership": _Form(
        "ownership_controls",
        s3_parts.ownership,
        s3_parts.nothing,
        _if_new(s3.NEW_OWNERSHIP, "object ownership"),
    ),
    "policy": _Form("policy", s3_parts.policy, s3_parts.inline_policy, _always(None)),
    "versioning": _Form(
        "versioning", s3_parts.versioning, s3_parts.inline_versioning, _always(facts.versioning({}))
    ),
    "lifecycle": _Form(
        "lifecycle_configuration", s3_rules.lifecycle, s3_rules.inline_lifecycle, _always({"rules": []})
    ),
    "logging": _Form("logging", s3_parts.logging, s3_parts.inline_logging, _always(facts.logging({}))),
    "object_lock": _Form(
        "object_lock_configuration",
        s3_parts.object_lock,
        s3_parts.inline_object_lock,
        _always(facts.BUCKET_FACTS["object_lock"].absent["ObjectLockConfigurationNotFoundError"]),
    ),
    "replication": _Form(
        "replication_configuration", s3_rules.replication, s3_rules.inline_replication, _always({"rules": []})
    ),
    "website": _Form("website_configuration", s3_parts.website, s3_parts.inline_website, _always("off")),
    "cors": _Form("cors_configuration", s3_parts.cors, s3_parts.inline_cors, _always({"rules": []})),
}
