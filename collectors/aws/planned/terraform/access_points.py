"""Access points of buckets, and the S3 settings of the account."""

from collections.abc import Iterator, Mapping
from typing import Any

from collectors.aws.planned import s3
from collectors.aws.planned.accounts import account_block
from collectors.aws.planned.terraform import logs
from collectors.aws.planned.terraform.common import arn, located, native, optional
from collectors.aws.planned.terraform.s3 import BUCKET, account_switches, bucket_name
from collectors.aws.planned.terraform.s3_parts import block_of, public_access_block
from collectors.aws.s3 import facts
from collectors.planned.blocks import Block, Estate, attach
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import View

Json = Any
_TYPE = "aws_s3_access_point"


def drafts(estate: Estate, settings: Mapping[str, Json]) -> Iterator[Draft]:
    """The access points, then the account when anything is known of it."""
    buckets = {block.address: bucket_name(block) for block in estate.of(BUCKET)}
    owners = {block.address: [native(block)] for block in estate.of(_TYPE)}
    policies = attach(estate.of("aws_s3control_access_point_policy"), "policy", "access_point_arn", owners)
    for block in estate.of(_TYPE):

        def policy(block: Block = block) -> Json:
            text = (policies.one(block.address) or block).view.text("policy")
            return facts.policy({"Policy": text}) if text else None

        def public(policy: Source = policy) -> Json:
            found = policy()
            return found is not None and s3.is_public(found["statements"])

        made: dict[str, Source] = {
            "access_point": _access_point(block, buckets),
            "policy": policy,
            "policy_public": public,
        }
        name = block.values.get("name")
        shown = name if isinstance(name, str) else block.address
        where = located(block, {"policy": policies})
        own = arn(block, estate, "s3", f"accesspoint/{shown}", regional=True)
        yield Draft("s3.access_point", block.address, shown, made, own, where, block.former)
    yield from _account(estate, settings)


def _access_point(block: Block, buckets: Mapping[str, str]) -> Source:
    def make() -> Json:
        view = block.view
        linked = [buckets[address] for address in block.links("bucket") if address in buckets]
        vpc = view.block("vpc_configuration")
        return facts.access_point(
            optional(
                {
                    "Bucket": linked[0] if len(linked) == 1 else view.identity("bucket"),
                    "BucketAccountId": view.text("bucket_account_id"),
                    "NetworkOrigin": "VPC" if vpc else "Internet",
                    "VpcConfiguration": vpc and {"VpcId": vpc.identity("vpc_id")},
                    "PublicAccessBlockConfiguration": _switches(view),
                }
            )
        )

    return make


def _switches(view: View) -> Json:
    """An access point blocks public access unless it says otherwise, and for good."""
    given = view.block("public_access_block_configuration")
    if given is None:
        return s3.NEW_BLOCK
    return block_of(given, default=True)


def _account(estate: Estate, settings: Mapping[str, Json]) -> Iterator[Draft]:
    """A trail for the account is judged with it, too."""
    found = account_switches(estate)
    recording = logs.recording(estate)
    if found is None and estate.account is None and not recording:
        return
    made: dict[str, Source] = {}
    if found is not None:
        made["public_access_block"] = lambda: public_access_block(found.view)
    elif "account_blocks_public_access" in settings:
        made["public_access_block"] = lambda: account_block(settings)
    account = estate.account or "account"
    address = found.address if found else f"{account}/s3"
    place = found or next(iter(recording), None)
    own = f"aws:{estate.account}/s3" if estate.account else ""
    yield Draft("s3.account", address, account, made, own, located(place, {}) if place else {})
