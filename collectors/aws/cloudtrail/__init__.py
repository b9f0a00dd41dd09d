"""Trails of CloudTrail. Source: the CloudTrail API reference; log files are never read."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.cloudtrail.selectors import selectors
from collectors.aws.kinds import Fact, Listed
from collectors.aws.times import instant
from collectors.aws.troubles import one_line


def _trails(caller: Caller) -> Iterable[Item]:
    # With the shadows: without them a member account would not see the trail of its organization.
    for trail in caller.pages("cloudtrail", "describe_trails", "trailList", includeShadowTrails=True):
        if _listed_here(caller, trail["HomeRegion"]):
            yield Item(trail["TrailARN"], trail["Name"], trail)


def _listed_here(caller: Caller, home: str) -> bool:
    """A trail of many regions is seen in each: it counts at home, else in the first that is audited."""
    audited = caller.clients.regions
    if audited and home not in audited:
        return caller.place.region == min(audited)
    return caller.place.region == home


def config(given: Mapping[str, Any], *, elsewhere: bool) -> dict[str, Any]:
    """What DescribeTrails says. Prefix, key and log group are left out of the answer when there are none.

    `elsewhere` tells whether the trail belongs to another account.
    """
    group = given.get("CloudWatchLogsLogGroupArn")
    return {
        "multi_region": given["IsMultiRegionTrail"],
        "global_events": given["IncludeGlobalServiceEvents"],
        "validation": given["LogFileValidationEnabled"],
        "kms_key_id": given.get("KmsKeyId") or None,
        "bucket": given["S3BucketName"],
        "prefix": given.get("S3KeyPrefix") or "",
        "log_group": group.removesuffix(":*") if group else None,
        "organization": given["IsOrganizationTrail"],
        "managed_elsewhere": given["IsOrganizationTrail"] and elsewhere,
    }


def _config(caller: Caller, item: Item) -> dict[str, Any]:
    # Only trails of organizations can belong to another account.
    elsewhere = item.given["IsOrganizationTrail"] and item.id.split(":")[4] != caller.identity()[0]
    return config(item.given, elsewhere=elsewhere)


def status(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What GetTrailStatus says; errors and times that there never were are left out of the answer."""
    return {
        "logging": answer["IsLogging"],
        "delivered": instant(answer.get("LatestDeliveryTime")),
        "delivery_error": _error(answer.get("LatestDeliveryError")),
        "digest_error": _error(answer.get("LatestDigestDeliveryError")),
        "log_group_error": _error(answer.get("LatestCloudWatchLogsDeliveryError")),
    }


def _error(text: str | None) -> str | None:
    return one_line(text) if text else None


def _status(caller: Caller, item: Item) -> dict[str, Any]:
    def ask() -> dict[str, Any]:
        return status(_at_home(caller, item).get_trail_status(Name=item.id))

    found: dict[str, Any] = caller.once(f"status of {item.id}", ask)
    return found


def _selectors(caller: Caller, item: Item) -> dict[str, Any]:
    return selectors(_at_home(caller, item).get_event_selectors(TrailName=item.id))


def _at_home(caller: Caller, item: Item) -> Any:
    """The client where the trail was made: elsewhere its status is that of the region asked."""
    return caller.clients.client("cloudtrail", item.given["HomeRegion"])


TRAIL = Listed(
    name="cloudtrail.trail",
    regional=True,
    list_items=_trails,
    list_actions=("cloudtrail:DescribeTrails",),
    given={
        "config": Fact(_config),
        "home_region": Fact(lambda _, item: item.given["HomeRegion"]),
        "logging": Fact(
            lambda caller, item: _status(caller, item)["logging"], ("cloudtrail:GetTrailStatus",)
        ),
        "status": Fact(_status, ("cloudtrail:GetTrailStatus",)),
        "selectors": Fact(_selectors, ("cloudtrail:GetEventSelectors",)),
    },
)
TYPES = (TRAIL,)
