"""S3 beyond what its API answers: what holds without a configuration, and what S3 makes of a policy.

Sources: "Default settings for new buckets" and "Blocking public access to your Amazon S3 storage" in the S3
user guide, "Canned ACL" in the chapter on ACLs.
"""

import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from typing import Any

from collectors.aws.troubles import MalformedAnswerError

Json = Any
DEFAULT_ENCRYPTION = {"SSEAlgorithm": "AES256"}
"""Of every bucket since January 2023."""
NEW_BLOCK = dict.fromkeys(
    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
)
"""Of buckets made since April 2023."""
NEW_OWNERSHIP = "BucketOwnerEnforced"
OWNER = "${owner}"
"""The account that will own a bucket; a source does not tell its canonical id."""
_GROUPS = "http://acs.amazonaws.com/groups"
_ALL, _LOGGED_IN = f"{_GROUPS}/global/AllUsers", f"{_GROUPS}/global/AuthenticatedUsers"
_LOG_DELIVERY = f"{_GROUPS}/s3/LogDelivery"
_EC2 = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c"
_CANNED: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "private": (),
    "public-read": (("Group", _ALL, "READ"),),
    "public-read-write": (("Group", _ALL, "READ"), ("Group", _ALL, "WRITE")),
    "authenticated-read": (("Group", _LOGGED_IN, "READ"),),
    "log-delivery-write": (("Group", _LOG_DELIVERY, "WRITE"), ("Group", _LOG_DELIVERY, "READ_ACP")),
    "aws-exec-read": (("CanonicalUser", _EC2, "READ"),),
    # These two are about objects.
    "bucket-owner-read": (),
    "bucket-owner-full-control": (),
}


def canned_acl(name: str) -> dict[str, Json]:
    """What GetBucketAcl answers for a canned ACL, given in either spelling (public-read, PublicRead)."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
    if words not in _CANNED:
        raise MalformedAnswerError(f"acl: unknown canned ACL {name!r}")
    keys = {"Group": "URI", "CanonicalUser": "ID"}
    grants = [
        {"Grantee": {"Type": kind, keys[kind]: who}, "Permission": permission}
        for kind, who, permission in _CANNED[words]
    ]
    owner = {"Grantee": {"Type": "CanonicalUser", "ID": OWNER}, "Permission": "FULL_CONTROL"}
    return {"Owner": {"ID": OWNER}, "Grants": [owner, *grants]}


_FIXED_KEYS = frozenset(
    {
        "aws:sourcearn",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourceowner",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:userid",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "s3:dataaccesspointarn",
        "s3:dataaccesspointaccount",
    }
)
_POSITIVE = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"})


def is_public(statements: Sequence[Mapping[str, Json]]) -> bool:
    """What GetBucketPolicyStatus would answer: some statement allows everyone, without a fixed condition."""
    return any(
        statement["effect"] == "Allow" and _everyone(statement) and not _fixed(statement["conditions"])
        for statement in statements
    )


def _everyone(statement: Mapping[str, Json]) -> bool:
    named = any("*" in value for values in statement["principals"].values() for value in values)
    return named or bool(statement["not_principals"])


def _fixed(conditions: Mapping[str, Mapping[str, Sequence[str]]]) -> bool:
    return any(
        (operator.lower() in _POSITIVE and key in _FIXED_KEYS and not any(map(_wild, values)))
        or (operator.lower() == "ipaddress" and key == "aws:sourceip" and all(map(_narrow, values)))
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _wild(value: str) -> bool:
    return any(char in value for char in "*?$")


def _narrow(value: str) -> bool:
    """Very broad ranges count as public."""
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        return False
    return network.prefixlen >= (8 if network.version == 4 else 32)
