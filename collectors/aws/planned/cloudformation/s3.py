"""AWS::S3: all that settles something of a bucket stands inside it, but for its policy."""

from collections.abc import Iterator, Mapping
from typing import Any

from collectors.aws.planned.cloudformation.common import Made, document, each, inside, items, renamed, tags
from collectors.planned.values import Unknown

Json = Any
Properties = Mapping[str, Json]


def bucket(given: Properties) -> Iterator[Made]:
    """AWS::S3::Bucket."""
    yield Made(
        "aws_s3_bucket",
        {
            "bucket": given.get("BucketName"),
            "tags": tags(given.get("Tags")),
            "object_lock_enabled": given.get("ObjectLockEnabled"),
        },
    )
    for property_, (type_, make) in _PARTS.items():
        value = given.get(property_)
        if isinstance(value, Unknown):
            yield Made(f"aws_s3_bucket_{type_}", dict.fromkeys(_DECIDING[type_], value), "bucket")
        elif value is not None:
            yield Made(f"aws_s3_bucket_{type_}", make(value), "bucket")


def bucket_policy(given: Properties) -> Iterator[Made]:
    """AWS::S3::BucketPolicy."""
    yield Made(
        "aws_s3_bucket_policy",
        {"bucket": given.get("Bucket"), "policy": document(given.get("PolicyDocument"))},
    )


def access_point(given: Properties) -> Iterator[Made]:
    """AWS::S3::AccessPoint."""
    block = given.get("PublicAccessBlockConfiguration")
    vpc = given.get("VpcConfiguration")
    yield Made(
        "aws_s3_access_point",
        {
            **renamed(given, {"Name": "name", "Bucket": "bucket", "BucketAccountId": "bucket_account_id"}),
            "policy": document(given.get("Policy")),
            "public_access_block_configuration": each(block, _block),
            "vpc_configuration": each(vpc, lambda it: {"vpc_id": it.get("VpcId")}),
        },
    )


def _block(given: Properties) -> Json:
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return renamed(given, names)


def _encryption(given: Properties) -> Json:
    def rule(item: Properties) -> Json:
        default = item.get("ServerSideEncryptionByDefault")
        names = {"SSEAlgorithm": "sse_algorithm", "KMSMasterKeyID": "kms_master_key_id"}
        return {
            "apply_server_side_encryption_by_default": each(default, lambda it: renamed(it, names)),
            "bucket_key_enabled": item.get("BucketKeyEnabled"),
        }

    return {"rule": each(given.get("ServerSideEncryptionConfiguration"), rule)}


def _ownership(given: Properties) -> Json:
    return {"rule": each(given.get("Rules"), lambda it: renamed(it, ("ObjectOwnership",)))}


def _versioning(given: Properties) -> Json:
    return {"versioning_configuration": [{"status": given.get("Status")}]}


def _logging(given: Properties) -> Json:
    # Without a destination the bucket logs into itself.
    target = given.get("DestinationBucketName")
    return {"target_bucket": target or OWN, "target_prefix": given.get("LogFilePrefix")}


OWN = "${bucket}"
"""Replaced by the bucket that the block is about."""


def _object_lock(given: Properties) -> Json:
    default = inside(given, "Rule", "DefaultRetention")
    made = each(default, lambda it: renamed(it, ("Mode", "Days", "Years")))
    rule = made if isinstance(made, Unknown) else [{"default_retention": made}] if made else []
    return {"object_lock_enabled": given.get("ObjectLockEnabled"), "rule": rule}


def _website(given: Properties) -> Json:
    return {
        "index_document": each(given.get("IndexDocument"), lambda it: {"suffix": it}),
        "redirect_all_requests_to": each(
            given.get("RedirectAllRequestsTo"), lambda it: {"host_name": it.get("HostName")}
        ),
    }


def _cors(given: Properties) -> Json:
    names = ("AllowedOrigins", "AllowedMethods")
    return {"cors_rule": each(given.get("CorsRules"), lambda it: renamed(it, names))}


def _lifecycle(given: Properties) -> Json:
    return {"rule": each(given.get("Rules"), _lifecycle_rule)}


def _lifecycle_rule(rule: Properties) -> Json:
    expiration = renamed(
        rule,
        {
            "ExpirationInDays": "days",
            "ExpirationDate": "date",
            "ExpiredObjectDeleteMarker": "expired_object_delete_marker",
        },
    )
    noncurrent = renamed(
        rule.get("NoncurrentVersionExpiration") or {}, ("NoncurrentDays", "NewerNoncurrentVersions")
    )
    if "NoncurrentVersionExpirationInDays" in rule:
        noncurrent = {"noncurrent_days": rule["NoncurrentVersionExpirationInDays"]}
    abort = rule.get("AbortIncompleteMultipartUpload")
    transitions = [*_listed(rule.get("Transitions")), *_listed(rule.get("Transition"))]
    return {
        "id": rule.get("Id"),
        "status": rule.get("Status"),
        "filter": [{"and": [_limits(rule, "TagFilters")]}],
        "expiration": [expiration] if expiration else [],
        "noncurrent_version_expiration": [noncurrent] if noncurrent else [],
        "abort_incomplete_multipart_upload": each(abort, lambda it: renamed(it, ("DaysAfterInitiation",))),
        "transition": [renamed(item, _TRANSITION) for item in transitions],
    }


_TRANSITION = {"TransitionInDays": "days", "TransitionDate": "date", "StorageClass": "storage_class"}


def _listed(value: Json) -> list[Json]:
    found = items(value)
    return [] if isinstance(found, Unknown) else [item for item in found if isinstance(item, Mapping)]


def _limits(rule: Properties, key: str) -> Json:
    return {
        "prefix": rule.get("Prefix"),
        "tags": tags(rule.get(key)) or {},
        "object_size_greater_than": rule.get("ObjectSizeGreaterThan"),
        "object_size_less_than": rule.get("ObjectSizeLessThan"),
    }


def _replication(given: Properties) -> Json:
    return {"rule": each(given.get("Rules"), _replication_rule)}


def _replication_rule(rule: Properties) -> Json:
    target = rule.get("Destination") or {}
    covered = rule.get("Filter")
    return {
        **renamed(rule, {"Id": "id", "Status": "status", "Prefix": "prefix"}),
        "filter": each(covered, _filter),
        "destination": [
            {
                "bucket": target.get("Bucket"),
                "account": target.get("Account"),
                "encryption_configuration": each(
                    target.get("EncryptionConfiguration"),
                    lambda it: {"replica_kms_key_id": it.get("ReplicaKmsKeyID")},
                ),
            }
        ],
        "delete_marker_replication": each(
            rule.get("DeleteMarkerReplication"), lambda it: {"status": it.get("Status")}
        ),
        "source_selection_criteria": each(
            rule.get("SourceSelectionCriteria"),
            lambda it: {
                "sse_kms_encrypted_objects": each(
                    it.get("SseKmsEncryptedObjects"), lambda one: {"status": one.get("Status")}
                )
            },
        ),
    }


def _filter(given: Properties) -> Json:
    both = given.get("And")
    if isinstance(both, Mapping):
        return {"and": [_limits(both, "TagFilters")]}
    tag = each(given.get("TagFilter"), lambda it: {"key": it.get("Key"), "value": it.get("Value")})
    return {"prefix": given.get("Prefix"), "tag": tag}


_PARTS: Mapping[str, tuple[str, Any]] = {
    "BucketEncryption": ("server_side_encryption_configuration", _encryption),
    "PublicAccessBlockConfiguration": ("public_access_block", _block),
    "AccessControl": ("acl", lambda value: {"acl": value}),
    "OwnershipControls": ("ownership_controls", _ownership),
    "VersioningConfiguration": ("versioning", _versioning),
    "LifecycleConfiguration": ("lifecycle_configuration", _lifecycle),
    "LoggingConfiguration": ("logging", _logging),
    "ObjectLockConfiguration": ("object_lock_configuration", _object_lock),
    "ReplicationConfiguration": ("replication_configuration", _replication),
    "WebsiteConfiguration": ("website_configuration", _website),
    "CorsConfiguration": ("cors_configuration", _cors),
}
_DECIDING: Mapping[str, tuple[str, ...]] = {
    "server_side_encryption_configuration": ("rule",),
    "public_access_block": ("block_public_acls",),
    "acl": ("acl",),
    "ownership_controls": ("rule",),
    "versioning": ("versioning_configuration",),
    "lifecycle_configuration": ("rule",),
    "logging": ("target_bucket",),
    "object_lock_configuration": ("rule",),
    "replication_configuration": ("rule",),
    "website_configuration": ("index_document",),
    "cors_configuration": ("cors_rule",),
}
"""Attributes that make a part unknown when the property as a whole is."""
