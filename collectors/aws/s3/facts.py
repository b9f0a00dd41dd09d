"""Which call gives which fact: the one place to add a fact.

Source: the S3 API reference for operations and errors, the service authorization reference for IAM actions
(their names often differ from those of the operations).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collectors.aws import policy_document
from collectors.aws.s3 import lifecycle, replication
from collectors.aws.troubles import MalformedAnswerError

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One read of the API.

    `method` is the method of the boto3 client, `operation` its name in the API, `action` what IAM must
    allow. `roots` are the root elements of the answer; empty when it is not XML. `absent` maps the error
    codes that mean "not configured" to the value that says so.
    """

    method: str
    operation: str
    action: str
    parse: Callable[[Given], Any]
    roots: frozenset[str] = frozenset()
    absent: Given = field(default_factory=dict)


def location(answer: Given) -> str:
    """Region of a bucket. The two oldest regions have names of their own."""
    place: str = answer.get("LocationConstraint") or "us-east-1"
    return "eu-west-1" if place == "EU" else place


def encryption(answer: Given) -> dict[str, Any]:
    """Default encryption; S3 keeps exactly one rule."""
    rule = _only(answer["ServerSideEncryptionConfiguration"], "Rules", "encryption")
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    return {
        "algorithm": _one_of(
            default.get("SSEAlgorithm"), ("AES256", "aws:kms", "aws:kms:dsse"), "encryption"
        ),
        "kms_key_id": default.get("KMSMasterKeyID") or None,
        "bucket_key": rule.get("BucketKeyEnabled", False),
    }


def public_access_block(answer: Given) -> dict[str, bool]:
    """The four switches; one that is not in the configuration is off (PublicAccessBlockConfiguration)."""
    given = answer["PublicAccessBlockConfiguration"]
    return {
        "block_public_acls": given.get("BlockPublicAcls", False),
        "ignore_public_acls": given.get("IgnorePublicAcls", False),
        "block_public_policy": given.get("BlockPublicPolicy", False),
        "restrict_public_buckets": given.get("RestrictPublicBuckets", False),
    }


def access_point(answer: Given) -> dict[str, Any]:
    """An access point: its bucket, from where it can be reached, its own public access block.

    `BucketAccountId` is left out by older endpoints; the bucket is then in the account of the access point.
    """
    origin = _one_of(answer.get("NetworkOrigin"), ("Internet", "VPC"), "access point")
    return {
        "bucket": answer["Bucket"],
        "bucket_account": answer.get("BucketAccountId") or None,
        "vpc": answer["VpcConfiguration"]["VpcId"] if origin == "VPC" else None,
        "public_access_block": public_access_block(answer),
    }


def acl(answer: Given) -> dict[str, Any]:
    """The grants of the bucket; a list without grants is there, but empty."""
    owner = answer["Owner"]["ID"]
    return {"grants": [_grant(grant, owner) for grant in answer["Grants"]]}


def _grant(grant: Given, owner: str) -> dict[str, Any]:
    grantee = grant["Grantee"]
    names = {"CanonicalUser": "ID", "Group": "URI", "AmazonCustomerByEmail": "EmailAddress"}
    kind = _one_of(grantee.get("Type"), tuple(names), "acl")
    permissions = ("FULL_CONTROL", "WRITE", "WRITE_ACP", "READ", "READ_ACP")
    return {
        "grantee_type": kind,
        "grantee": grantee[names[kind]],
        "permission": _one_of(grant.get("Permission"), permissions, "acl"),
        "owner": kind == "CanonicalUser" and grantee["ID"] == owner,
    }


def ownership(answer: Given) -> str:
    """Object ownership; S3 keeps exactly one rule."""
    rule = _only(answer["OwnershipControls"], "Rules", "ownership")
    known = ("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
    return _one_of(rule.get("ObjectOwnership"), known, "ownership")


def policy(answer: Given) -> dict[str, Any]:
    """The bucket policy."""
    return {"statements": policy_document.statements(answer["Policy"])}


def policy_public(answer: Given) -> bool:
    """Whether S3 itself calls the policy public."""
    public: bool = answer["PolicyStatus"]["IsPublic"]
    return public


def versioning(answer: Given) -> dict[str, Any]:
    """Versioning; the answer is empty for a bucket that never had it."""
    return {
        "status": _one_of(
            answer.get("Status", "Disabled"), ("Enabled", "Suspended", "Disabled"), "versioning"
        ),
        "mfa_delete": _one_of(answer.get("MFADelete", "Disabled"), ("Enabled", "Disabled"), "versioning")
        == "Enabled",
    }


def logging(answer: Given) -> dict[str, Any]:
    """Server access logging; the answer is empty when it is off."""
    if "LoggingEnabled" not in answer:
        return {"enabled": False, "target_bucket": None, "target_prefix": None}
    given = answer["LoggingEnabled"]
    return {
        "enabled": True,
        "target_bucket": given["TargetBucket"],
        "target_prefix": given.get("TargetPrefix", ""),
    }


def tags(answer: Given) -> dict[str, str]:
    """Tags of the bucket."""
    return lifecycle.tag_map(answer["TagSet"])


def object_lock(answer: Given) -> dict[str, Any]:
    """Object lock. Without a default retention objects are locked one by one, by who writes them."""
    given = answer["ObjectLockConfiguration"]
    enabled = _one_of(given.get("ObjectLockEnabled"), ("Enabled",), "object lock") == "Enabled"
    if "Rule" not in given:
        return {"enabled": enabled, "mode": None, "days": None}
    default = given["Rule"]["DefaultRetention"]
    mode = _one_of(default.get("Mode"), ("GOVERNANCE", "COMPLIANCE"), "object lock")
    return {"enabled": enabled, "mode": mode, "days": _lock_days(default)}


def _lock_days(default: Given) -> int:
    """S3 takes days or years, never both, and counts 365 days to a year."""
    # S3 emulators send the other one as zero.
    days, years = default.get("Days") or 0, default.get("Years") or 0
    if bool(days) == bool(years):
        raise MalformedAnswerError("object lock: the period is neither in days nor in years")
    return int(days + 365 * years)


def website(answer: Given) -> str:
    """What the website endpoint does: show objects, or send every visitor elsewhere."""
    if "RedirectAllRequestsTo" in answer:
        return "redirect"
    if "IndexDocument" not in answer:
        raise MalformedAnswerError("website: neither an index document nor a redirection")
    return "hosting"


def cors(answer: Given) -> dict[str, Any]:
    """Which origins may call with which methods; S3 has no rule without both."""
    rules = [
        {"origins": list(rule["AllowedOrigins"]), "methods": list(rule["AllowedMethods"])}
        for rule in answer["CORSRules"]
    ]
    return {"rules": rules}


def _only(given: Given, key: str, what: str) -> Given:
    items: list[Given] = given.get(key, [])
    if len(items) != 1:
        raise MalformedAnswerError(f"{what}: {len(items)} rules instead of one")
    return items[0]


def _one_of(value: str | None, known: tuple[str, ...], what: str) -> str:
    if value not in known:
        raise MalformedAnswerError(f"{what}: unknown value {value!r}")
    return value


def _call(
    operation: str, action: str, parse: Callable[[Given], Any], root: str = "", absent: Given | None = None
) -> Call:
    method = "".join(f"_{char.lower()}" if char.isupper() else char for char in operation).lstrip("_")
    return Call(method, operation, f"s3:{action}", parse, frozenset(root.split()), absent or {})


_NO_BLOCK = {
    "NoSuchPublicAccessBlockConfiguration": public_access_block({"PublicAccessBlockConfiguration": {}})
}
_NO_LOCK = {"enabled": False, "mode": None, "days": None}
_NO_ENCRYPTION = {"algorithm": "none", "kms_key_id": None, "bucket_key": False}

BUCKET_FACTS: Mapping[str, Call] = {
    "region": _call("GetBucketLocation", "GetBucketLocation", location, "LocationConstraint"),
    "encryption": _call(
        "GetBucketEncryption",
        "GetEncryptionConfiguration",
        encryption,
        "ServerSideEncryptionConfiguration",
        {"ServerSideEncryptionConfigurationNotFoundError": _NO_ENCRYPTION},
    ),
    "public_access_block": _call(
        "GetPublicAccessBlock",
        "GetBucketPublicAccessBlock",
        public_access_block,
        "PublicAccessBlockConfiguration",
        _NO_BLOCK,
    ),
    "acl": _call("GetBucketAcl", "GetBucketAcl", acl, "AccessControlPolicy"),
    "ownership": _call(
        "GetBucketOwnershipControls",
        "GetBucketOwnershipControls",
        ownership,
        "OwnershipControls",
        {"OwnershipControlsNotFoundError": "ObjectWriter"},
    ),
    "policy": _call("GetBucketPolicy", "GetBucketPolicy", policy, absent={"NoSuchBucketPolicy": None}),
    "policy_public": _call(
        "GetBucketPolicyStatus",
        "GetBucketPolicyStatus",
        policy_public,
        "PolicyStatus",
        {"NoSuchBucketPolicy": False},
    ),
    "versioning": _call(
        # The second root is what S3 emulators send.
        "GetBucketVersioning",
        "GetBucketVersioning",
        versioning,
        "VersioningConfiguration GetBucketVersioningResponse",
    ),
    "lifecycle": _call(
        "GetBucketLifecycleConfiguration",
        "GetLifecycleConfiguration",
        lifecycle.rules,
        "LifecycleConfiguration",
        {"NoSuchLifecycleConfiguration": {"rules": []}},
    ),
    "logging": _call("GetBucketLogging", "GetBucketLogging", logging, "BucketLoggingStatus"),
    "object_lock": _call(
        "GetObjectLockConfiguration",
        "GetBucketObjectLockConfiguration",
        object_lock,
        "ObjectLockConfiguration",
        {"ObjectLockConfigurationNotFoundError": _NO_LOCK},
    ),
    "replication": _call(
        "GetBucketReplication",
        "GetReplicationConfiguration",
        replication.rules,
        "ReplicationConfiguration",
        {"ReplicationConfigurationNotFoundError": {"rules": []}},
    ),
    "website": _call(
        "GetBucketWebsite",
        "GetBucketWebsite",
        website,
        "WebsiteConfiguration",
        {"NoSuchWebsiteConfiguration": "off"},
    ),
    "cors": _call(
        "GetBucketCors",
        "GetBucketCORS",
        cors,
        "CORSConfiguration",
        {"NoSuchCORSConfiguration": {"rules": []}},
    ),
    "tags": _call("GetBucketTagging", "GetBucketTagging", tags, "Tagging", {"NoSuchTagSet": {}}),
}
"""Facts of one bucket, in the order of the calls."""

ACCOUNT_FACT = "account_public_access_block"
"""The fact of a bucket that comes from its account: one call for all of them."""

ACCOUNT_BLOCK = _call(
    "GetPublicAccessBlock",
    "GetAccountPublicAccessBlock",
    public_access_block,
    "PublicAccessBlockConfiguration",
    _NO_BLOCK,
)
ACCESS_POINT_FACTS: Mapping[str, Call] = {
    "access_point": _call(
        "GetAccessPoint", "GetAccessPoint", access_point, "GetAccessPointResult GetAccessPointResponse"
    ),
    "policy": _call(
        "GetAccessPointPolicy",
        "GetAccessPointPolicy",
        policy,
        "GetAccessPointPolicyResult GetAccessPointPolicyResponse",
        {"NoSuchAccessPointPolicy": None},
    ),
    "policy_public": _call(
        "GetAccessPointPolicyStatus",
        "GetAccessPointPolicyStatus",
        policy_public,
        "GetAccessPointPolicyStatusResult GetAccessPointPolicyStatusResponse",
        {"NoSuchAccessPointPolicy": False},
    ),
}
"""Facts of one access point."""

LIST_ACCESS_POINTS = "ListAccessPoints"
LIST_ACCESS_POINTS_ACTION = "s3:ListAccessPoints"
LIST_ACTION = "s3:ListAllMyBuckets"
LIST_OPERATION = "ListBuckets"
ROOTS: Mapping[str, frozenset[str]] = {
    **{call.operation: call.roots for call in BUCKET_FACTS.values() if call.roots},
    **{call.operation: call.roots for call in ACCESS_POINT_FACTS.values()},
    LIST_OPERATION: frozenset({"ListAllMyBucketsResult"}),
    LIST_ACCESS_POINTS: frozenset({"ListAccessPointsResult", "ListAccessPointsResponse"}),
}
OPEN_ENDED = frozenset({LIST_OPERATION, LIST_ACCESS_POINTS, "GetAccessPoint"})
"""Operations of which only a few elements are read, so that new ones do no harm."""
