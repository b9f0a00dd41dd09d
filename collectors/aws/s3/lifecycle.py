"""Lifecycle rules in one shape.

Source: GetBucketLifecycleConfiguration in the S3 API reference. A rule says what it covers with a `Filter`,
or, in the older form, with a `Prefix`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from collectors.aws.troubles import MalformedAnswerError

Given = Mapping[str, Any]


def rules(answer: Given) -> dict[str, Any]:
    """The rules of a bucket; sizes in bytes, dates as RFC 3339. Raises MalformedAnswerError."""
    if not answer.get("Rules"):
        raise MalformedAnswerError("lifecycle: an answer without rules")
    return {"rules": [_rule(rule) for rule in answer["Rules"]]}


def _rule(rule: Given) -> dict[str, Any]:
    if rule.get("Status") not in ("Enabled", "Disabled"):
        raise MalformedAnswerError("lifecycle: a rule is neither Enabled nor Disabled")
    expiration = rule.get("Expiration", {})
    noncurrent = rule.get("NoncurrentVersionExpiration", {})
    return {
        "id": rule.get("ID", ""),
        "enabled": rule["Status"] == "Enabled",
        **coverage(rule),
        "expiration_days": expiration.get("Days"),
        "expiration_date": _date(expiration),
        "expired_delete_marker": expiration.get("ExpiredObjectDeleteMarker", False),
        "noncurrent_days": noncurrent.get("NoncurrentDays"),
        "noncurrent_keep": noncurrent.get("NewerNoncurrentVersions"),
        "abort_multipart_days": rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation"),
        "transitions": [_transition(item) for item in rule.get("Transitions", [])],
    }


def _transition(item: Given) -> dict[str, Any]:
    if "StorageClass" not in item:
        raise MalformedAnswerError("lifecycle: a transition without a storage class")
    return {"days": item.get("Days"), "date": _date(item), "storage_class": item["StorageClass"]}


def coverage(rule: Given) -> dict[str, Any]:
    """What a rule is limited to; rules of lifecycle and replication say it alike."""
    limits = _limits(rule)
    return {
        "prefix": limits.get("Prefix", ""),
        "tags": _tags(limits),
        "min_size": limits.get("ObjectSizeGreaterThan"),
        "max_size": limits.get("ObjectSizeLessThan"),
    }


def _limits(rule: Given) -> Given:
    """The predicates of a rule on one level, whichever form it has."""
    found = rule.get("Filter")
    if found is None:
        if "Prefix" not in rule:
            raise MalformedAnswerError("a rule has neither Filter nor Prefix")
        return {"Prefix": rule["Prefix"]}
    # Some stores send an empty Prefix of the older form beside the Filter.
    if rule.get("Prefix"):
        raise MalformedAnswerError("a rule has both Filter and Prefix")
    if len(found) > 1:
        raise MalformedAnswerError("a Filter has several predicates outside And")
    limits: Given = found.get("And", found)
    return limits


def _tags(limits: Given) -> dict[str, str]:
    pairs = [*limits.get("Tags", []), *([limits["Tag"]] if "Tag" in limits else [])]
    return tag_map(pairs)


def tag_map(pairs: list[Given]) -> dict[str, str]:
    """Tags as a mapping. Raises MalformedAnswerError for a key that is there twice or has no value."""
    tags: dict[str, str] = {}
    for pair in pairs:
        if "Key" not in pair or "Value" not in pair or pair["Key"] in tags:
            raise MalformedAnswerError("a tag is there twice, or has no key or no value")
        tags[pair["Key"]] = pair["Value"]
    return tags


def _date(item: Given) -> str | None:
    date: datetime | None = item.get("Date")
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if date else None
