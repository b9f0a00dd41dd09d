"""Replication rules in one shape.

Source: GetBucketReplication in the S3 API reference. Rules of the first version of the API have a `Prefix`
in place of a `Filter`, and replicate delete markers.
"""

from collections.abc import Mapping
from typing import Any

from collectors.aws.s3.lifecycle import coverage
from collectors.aws.troubles import MalformedAnswerError

Given = Mapping[str, Any]
_BUCKET_ARN = "arn:"


def rules(answer: Given) -> dict[str, Any]:
    """The rules of a bucket. Raises MalformedAnswerError."""
    found = answer["ReplicationConfiguration"].get("Rules")
    if not found:
        raise MalformedAnswerError("replication: an answer without rules")
    return {"rules": [_rule(rule) for rule in found]}


def _rule(rule: Given) -> dict[str, Any]:
    if rule.get("Status") not in ("Enabled", "Disabled"):
        raise MalformedAnswerError("replication: a rule is neither Enabled nor Disabled")
    destination = rule["Destination"]
    covered = coverage(rule)
    return {
        "id": rule.get("ID", ""),
        "enabled": rule["Status"] == "Enabled",
        "prefix": covered["prefix"],
        "tags": covered["tags"],
        "bucket": _bucket(destination["Bucket"]),
        # Only there when the replicas are to belong to the owner of the destination.
        "account": destination.get("Account") or None,
        "delete_markers": _delete_markers(rule),
        "kms_objects": _kms_objects(rule),
        # Only there when objects under KMS are replicated.
        "kms_key_id": destination.get("EncryptionConfiguration", {}).get("ReplicaKmsKeyID") or None,
    }


def _bucket(arn: str) -> str:
    """The name of the destination, which is given as an ARN."""
    if not arn.startswith(_BUCKET_ARN):
        raise MalformedAnswerError("replication: the destination is not an ARN")
    return arn.rpartition(":")[2]


def _delete_markers(rule: Given) -> bool:
    """Rules with a Filter say so; those without replicate them always."""
    if "Filter" not in rule:
        return True
    status: str = rule.get("DeleteMarkerReplication", {}).get("Status", "Disabled")
    return status == "Enabled"


def _kms_objects(rule: Given) -> bool:
    chosen = rule.get("SourceSelectionCriteria", {}).get("SseKmsEncryptedObjects", {})
    status: str = chosen.get("Status", "Disabled")
    return status == "Enabled"
