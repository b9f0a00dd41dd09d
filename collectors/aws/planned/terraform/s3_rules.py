"""Rules of lifecycle and replication, in the resources of today and inside the bucket as it was."""

from datetime import UTC, datetime
from typing import Any

from collectors.aws.planned.terraform.common import optional
from collectors.aws.s3 import lifecycle as api_lifecycle
from collectors.aws.s3 import replication as api_replication
from collectors.planned.values import View

Json = Any


def lifecycle(view: View) -> Json:
    """`aws_s3_bucket_lifecycle_configuration`."""
    return api_lifecycle.rules({"Rules": [_lifecycle_rule(rule) for rule in view.blocks("rule")]})


def _lifecycle_rule(rule: View) -> Json:
    noncurrent = rule.block("noncurrent_version_expiration")
    abort = rule.block("abort_incomplete_multipart_upload")
    return optional(
        {
            "ID": rule.text("id"),
            "Status": rule.text("status"),
            **_covered(rule),
            "Expiration": _expiration(rule),
            "NoncurrentVersionExpiration": noncurrent
            and optional(
                {
                    "NoncurrentDays": noncurrent.number("noncurrent_days") or noncurrent.number("days"),
                    "NewerNoncurrentVersions": noncurrent.number("newer_noncurrent_versions") or None,
                }
            ),
            "AbortIncompleteMultipartUpload": abort
            and {"DaysAfterInitiation": abort.number("days_after_initiation")},
            "Transitions": [_transition(item) for item in rule.blocks("transition")],
        }
    )


def _expiration(rule: View) -> Json:
    given = rule.block("expiration")
    if given is None:
        return None
    return optional(
        {
            # Zero is how some versions of the provider write "not set".
            "Days": given.number("days") or None,
            "Date": _date(given),
            "ExpiredObjectDeleteMarker": given.flag("expired_object_delete_marker", default=False),
        }
    )


def _transition(item: View) -> Json:
    # Unlike an expiration, a transition after zero days happens.
    date = _date(item)
    days = None if date else item.number("days")
    return optional({"Days": days, "Date": date, "StorageClass": item.text("storage_class")})


def _date(view: View) -> datetime | None:
    text = view.text("date")
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _covered(rule: View) -> dict[str, Json]:
    """What a rule is limited to. Without a word it covers the whole bucket."""
    given = rule.block("filter")
    if given is None:
        return {"Filter": {"Prefix": rule.text("prefix") or ""}}
    both = given.block("and")
    if both is not None:
        return {"Filter": {"And": _predicates(both, "tags")}}
    return {"Filter": _predicates(given, "tag")}


def _predicates(view: View, tag: str) -> Json:
    found: dict[str, Json] = {
        "Prefix": view.text("prefix") or None,
        "ObjectSizeGreaterThan": view.number("object_size_greater_than") or None,
        "ObjectSizeLessThan": view.number("object_size_less_than") or None,
    }
    if tag == "tags":
        found["Tags"] = [{"Key": k, "Value": v} for k, v in (view.any("tags") or {}).items()]
    elif (one := view.block("tag")) is not None:
        found["Tag"] = {"Key": one.needed("key"), "Value": one.text("value") or ""}
    return optional(found)


def inline_lifecycle(view: View) -> Json:
    """`lifecycle_rule`."""
    rules = view.blocks("lifecycle_rule")
    return api_lifecycle.rules({"Rules": [_old_lifecycle_rule(rule) for rule in rules]}) if rules else None


def _old_lifecycle_rule(rule: View) -> Json:
    tagged = [{"Key": key, "Value": value} for key, value in (rule.any("tags") or {}).items()]
    abort = rule.number("abort_incomplete_multipart_upload_days") or None
    prefix = rule.text("prefix") or ""
    covered: Json = {"And": {"Prefix": prefix, "Tags": tagged}} if tagged else {"Prefix": prefix}
    shown = _lifecycle_rule(View({**rule.values, "filter": None}, rule.where))
    return {
        **shown,
        "Status": "Enabled" if rule.flag("enabled", default=False) else "Disabled",
        "Filter": covered,
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": abort} if abort else {},
    }


def replication(view: View) -> Json:
    """`aws_s3_bucket_replication_configuration`."""
    rules = [_replication_rule(rule) for rule in (view.blocks("rule") or view.blocks("rules"))]
    return api_replication.rules({"ReplicationConfiguration": {"Rules": rules}})


def _replication_rule(rule: View) -> Json:
    target = rule.block("destination") or View({}, rule.where)
    encrypted = target.block("encryption_configuration")
    chosen = rule.block("source_selection_criteria")
    kms = chosen.block("sse_kms_encrypted_objects") if chosen else None
    markers = rule.block("delete_marker_replication")
    key = encrypted.identity("replica_kms_key_id") if encrypted else target.identity("replica_kms_key_id")
    # The first version of the API, without a filter, replicates delete markers always.
    covered = _covered(rule) if rule.block("filter") else {"Prefix": rule.text("prefix") or ""}
    return optional(
        {
            "ID": rule.text("id"),
            "Status": rule.text("status"),
            **covered,
            "Destination": {
                "Bucket": _bucket_arn(target),
                "Account": target.text("account") or target.text("account_id"),
                "EncryptionConfiguration": {"ReplicaKmsKeyID": key},
            },
            "DeleteMarkerReplication": {"Status": markers.text("status")} if markers else None,
            "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": _status(kms)}} if kms else None,
        }
    )


def _bucket_arn(target: View) -> str:
    named = target.identity("bucket") or ""
    return f"arn:aws:s3:::{named}" if named.startswith("${") else named


def _status(kms: View) -> str | None:
    if kms.is_set("enabled"):
        return "Enabled" if kms.flag("enabled", default=False) else "Disabled"
    return kms.text("status")


def inline_replication(view: View) -> Json:
    """`replication_configuration`."""
    block = view.block("replication_configuration")
    return None if block is None else replication(block)
