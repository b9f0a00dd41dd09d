"""What a source can hold of AWS, and what it cannot: the settings of accounts and regions."""

from collections.abc import Mapping
from typing import Any

from collectors.aws.s3.facts import public_access_block
from collectors.planned.drafts import Draft

TYPES = frozenset(
    {
        "cloudtrail.trail",
        "ebs.region",
        "ebs.volume",
        "ec2.instance",
        "ec2.network_acl",
        "ec2.security_group",
        "ec2.subnet",
        "ec2.vpc",
        "efs.file_system",
        "iam.access_analyzer",
        "iam.account",
        "iam.group",
        "iam.policy",
        "iam.role",
        "iam.user",
        "kms.key",
        "logs.group",
        "rds.cluster",
        "rds.instance",
        "s3.access_point",
        "s3.account",
        "s3.bucket",
        "secrets.secret",
    }
)
ABSENT: Mapping[str, str] = {
    "s3.account": "the source sets nothing for the account as a whole; scan the account",
    "iam.access_analyzer": "the source tells neither the organization nor what analyzers find; scan it",
    "iam.account": "the source sets nothing for the account as a whole; scan the account",
    "ebs.region": "the source sets nothing for the region as a whole; scan the account",
}
SETTINGS: Mapping[str, Any] = {
    "account": {
        "type": "string",
        "pattern": "^[0-9]{12}$",
        "description": "The AWS account that the source is for; by default what the source itself tells.",
    },
    "organization": {
        "type": "string",
        "pattern": "^(o-[a-z0-9]{10,32}|none)$",
        "description": "The organization of the account, or none; without it nobody knows which are foreign.",
    },
    "account_blocks_public_access": {
        "type": "boolean",
        "description": "Whether the account blocks public access to S3; without it buckets are judged by "
        "themselves, unless the source sets it.",
    },
}


_NO_ORGANIZATION = "none"


def organization(settings: Mapping[str, Any]) -> list[Draft]:
    """The organization as the user tells it; nothing without a word."""
    if "organization" not in settings:
        return []
    told = settings["organization"]
    known = None if told == _NO_ORGANIZATION else told
    return [Draft("iam.access_analyzer", "organization", told, {"organization": lambda: known})]


def account_block(settings: Mapping[str, Any]) -> dict[str, bool]:
    """The public access block of the account as the user tells it; off without a word."""
    on = bool(settings.get("account_blocks_public_access", False))
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return public_access_block({"PublicAccessBlockConfiguration": dict.fromkeys(names, on)})
