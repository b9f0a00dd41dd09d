"""Log groups of CloudWatch Logs. Source: the CloudWatch Logs API reference; no log line is ever read."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, Listed


def _groups(caller: Caller) -> Iterable[Item]:
    """Regions have thousands of groups, which differ in few ways: each way is kept once."""
    known: dict[tuple[int | None, str | None], Mapping[str, Any]] = {}
    for group in caller.pages("logs", "describe_log_groups", "logGroups"):
        # Left out of the answer when events never expire, and when there is no key.
        retention, key = group.get("retentionInDays"), group.get("kmsKeyId") or None
        given = known.setdefault((retention, key), {"retention_days": retention, "kms_key_id": key})
        yield Item(group["arn"].removesuffix(":*"), group["logGroupName"], given)


GROUP = Listed(
    name="logs.group",
    regional=True,
    list_items=_groups,
    list_actions=("logs:DescribeLogGroups",),
    given={
        "retention_days": Fact(lambda _, item: item.given["retention_days"]),
        "kms_key_id": Fact(lambda _, item: item.given["kms_key_id"]),
    },
)
TYPES = (GROUP,)
