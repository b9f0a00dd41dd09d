"""The list of buckets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collectors.aws.s3.facts import LIST_OPERATION
from collectors.aws.troubles import MalformedAnswerError, Trouble, trouble_of
from scanner.model import GapReason

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PAGE = 10_000
_NAME = re.compile(r"[A-Za-z0-9._-]{1,255}")


@dataclass(frozen=True, slots=True, order=True)
class Bucket:
    """A bucket as listed; stores other than AWS do not tell the region."""

    name: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The buckets that were seen, by name; complete unless there is a trouble."""

    buckets: tuple[Bucket, ...]
    trouble: Trouble | None


def list_buckets(client: "S3Client") -> Listing:
    """All pages of ListBuckets: names and regions only, the one thing held for every bucket."""
    seen: dict[str, Bucket] = {}
    trouble = None
    try:
        for page in client.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": PAGE}):
            seen.update((bucket.name, bucket) for bucket in _page(page))
            trouble = _cut_off(page)
    except Exception as error:  # noqa: BLE001 - the boundary: the listing becomes incomplete
        trouble = trouble_of(error)
    return Listing(tuple(sorted(seen.values())), trouble)


def _page(page: Mapping[str, Any]) -> list[Bucket]:
    if "Buckets" not in page:
        raise MalformedAnswerError(f"{LIST_OPERATION}: an answer without a list")
    return [_bucket(item) for item in page["Buckets"]]


def _bucket(item: Mapping[str, Any]) -> Bucket:
    name = item.get("Name", "")
    if not _NAME.fullmatch(name):
        # boto3 takes some of these for ARNs, and would go elsewhere with them.
        raise MalformedAnswerError(f"{LIST_OPERATION}: {name!r} is not the name of a bucket")
    return Bucket(name, item.get("BucketRegion") or None)


def _cut_off(page: Mapping[str, Any]) -> Trouble | None:
    """A store that obeys the page size but sends no token to go on with would hide the rest."""
    if len(page["Buckets"]) < PAGE or page.get("ContinuationToken"):
        return None
    return Trouble(GapReason.TRUNCATED, f"the listing ends after a full page of {PAGE} without saying so")
