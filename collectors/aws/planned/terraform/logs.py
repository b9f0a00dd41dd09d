"""Trails of CloudTrail, log groups, and secrets."""

from collections.abc import Iterator
from typing import Any

from collectors.aws import policy_document, secrets
from collectors.aws.cloudtrail import config, status
from collectors.aws.cloudtrail.selectors import selectors
from collectors.aws.planned.terraform.common import arn, located, native, own_statements, place, region_of
from collectors.planned.blocks import Block, Estate, Parts, attach
from collectors.planned.drafts import Draft, Elsewhere, Source
from collectors.planned.values import NotInSourceError, UnknownValueError, View

Json = Any
_CONDITIONS = {
    "Equals": "equals",
    "NotEquals": "not_equals",
    "StartsWith": "starts_with",
    "NotStartsWith": "not_starts_with",
    "EndsWith": "ends_with",
    "NotEndsWith": "not_ends_with",
}


def trail_drafts(estate: Estate) -> Iterator[Draft]:
    """The trails. Whether one delivers is seen only when it runs."""
    for block in estate.of("aws_cloudtrail"):
        made: dict[str, Source] = {
            "config": _config(block),
            "home_region": region_of(block),
            "logging": _logging(block),
            "status": _status(block),
            "selectors": _selectors(block.view),
        }
        name = block.values.get("name")
        shown = name if isinstance(name, str) else block.address
        own = arn(block, estate, "cloudtrail", f"trail/{shown}", regional=True)
        where = located(block, {})
        yield Draft("cloudtrail.trail", block.address, shown, made, own, where, block.former)


def _config(block: Block) -> Source:
    view = block.view
    return lambda: config(
        {
            "IsMultiRegionTrail": view.flag("is_multi_region_trail", default=False),
            "IncludeGlobalServiceEvents": view.flag("include_global_service_events", default=True),
            "LogFileValidationEnabled": view.flag("enable_log_file_validation", default=False),
            "KmsKeyId": view.identity("kms_key_id"),
            "S3BucketName": view.identity("s3_bucket_name") or "",
            "S3KeyPrefix": view.text("s3_key_prefix"),
            "CloudWatchLogsLogGroupArn": view.identity("cloud_watch_logs_group_arn"),
            "IsOrganizationTrail": view.flag("is_organization_trail", default=False),
        },
        elsewhere=False,
    )


def recording(estate: Estate) -> list[Block]:
    """The trails that record management events, as far as the source tells."""
    return [block for block in estate.of("aws_cloudtrail") if _may_record_account(block.view)]


def other_trails(estate: Estate) -> list[Elsewhere]:
    """Without a trail for the account in the source, it may have one that another source made."""
    if recording(estate):
        return []
    detail = "the source declares no trail that records the account; whether it has one is not in the source"
    return [Elsewhere("cloudtrail.trail", "other trails", detail)]


def _may_record_account(view: View) -> bool:
    try:
        found = _selectors(view)()
    except (UnknownValueError, ValueError):
        return True
    return any(found[f"management_{kind}"]["events"] != "none" for kind in ("read", "write"))


def _logging(block: Block) -> Source:
    return lambda: block.view.flag("enable_logging", default=True)


def _status(block: Block) -> Source:
    def make() -> Json:
        if block.view.flag("enable_logging", default=True):
            raise NotInSourceError(f"{block.address}: whether it delivers is seen when it runs")
        return status({"IsLogging": False})

    return make


def _selectors(view: View) -> Source:
    def make() -> Json:
        classic = [_classic(each) for each in view.blocks("event_selector")]
        advanced = [_advanced(each) for each in view.blocks("advanced_event_selector")]
        if not classic and not advanced:
            classic = [{"ReadWriteType": "All", "IncludeManagementEvents": True}]
        return selectors({"EventSelectors": classic, "AdvancedEventSelectors": advanced})

    return make


def _classic(view: View) -> Json:
    return {
        "ReadWriteType": view.text("read_write_type") or "All",
        "IncludeManagementEvents": view.flag("include_management_events", default=True),
        "ExcludeManagementEventSources": view.texts("exclude_management_event_sources"),
        "DataResources": [
            {"Type": each.text("type"), "Values": each.texts("values")}
            for each in view.blocks("data_resource")
        ],
    }


def _advanced(view: View) -> Json:
    return {
        "FieldSelectors": [
            {
                "Field": each.needed("field"),
                **{name: each.texts(key) for name, key in _CONDITIONS.items() if each.is_set(key)},
            }
            for each in view.blocks("field_selector")
        ]
    }


def group_drafts(estate: Estate) -> Iterator[Draft]:
    """The log groups."""
    for block in estate.of("aws_cloudwatch_log_group"):
        made: dict[str, Source] = {
            # Zero keeps events for ever.
            "retention_days": _days(block),
            "kms_key_id": _key(block),
        }
        name = block.values.get("name")
        shown = name if isinstance(name, str) else block.address
        yield Draft("logs.group", block.address, shown, made, native(block), located(block, {}), block.former)


def _days(block: Block) -> Source:
    return lambda: block.view.number("retention_in_days") or None


def _key(block: Block) -> Source:
    return lambda: block.view.identity("kms_key_id") or None


def secret_drafts(estate: Estate) -> Iterator[Draft]:
    """The secrets, as they are when they were just made; their values are never looked at."""
    type_ = "aws_secretsmanager_secret"
    owners = {block.address: [native(block)] for block in estate.of(type_)}
    policies = attach(estate.of(f"{type_}_policy"), f"{type_}_policy", "secret_arn", owners)
    rotations = attach(estate.of(f"{type_}_rotation"), f"{type_}_rotation", "secret_id", owners)
    for block in estate.of(type_):
        made: dict[str, Source] = {
            "secret": _secret(block, estate),
            "rotation": _rotation(block, rotations),
            "policy": _policy(block, policies),
        }
        name = block.values.get("name")
        shown = name if isinstance(name, str) else block.address
        where = located(block, {"policy": policies, "rotation": rotations})
        yield Draft("secrets.secret", block.address, shown, made, native(block), where, block.former)


def _secret(block: Block, estate: Estate) -> Source:
    def make() -> Json:
        if not block.new:
            raise NotInSourceError(f"{block.address} is there already; when it was used is not in the source")
        entry = {"CreatedDate": estate.now, "KmsKeyId": block.view.identity("kms_key_id")}
        return secrets.secret(entry, place(block).region)

    return make


def _rotation(block: Block, rotations: Parts) -> Source:
    def make() -> Json:
        found = rotations.of(block.address)
        if not found:
            return secrets.rotation({})
        if not block.new:
            raise NotInSourceError(f"{block.address} is there already; when it rotated is not in the source")
        rules = found[0].view.block("rotation_rules")
        days = rules.number("automatically_after_days") if rules else None
        return secrets.rotation({"RotationEnabled": True, "RotationRules": {"AutomaticallyAfterDays": days}})

    return make


def _policy(block: Block, policies: Parts) -> Source:
    def make() -> Json:
        text = (policies.one(block.address) or block).view.text("policy")
        return {"statements": own_statements(block, policy_document.statements(text)) if text else []}

    return make
