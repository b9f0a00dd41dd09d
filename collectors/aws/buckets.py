"""One bucket: its calls, its gaps, its resource."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from collectors.aws.facts import BUCKET_FACTS, Call
from collectors.aws.listing import Bucket
from collectors.aws.reads import Known, read
from collectors.aws.session import Clients
from collectors.aws.troubles import Trouble
from scanner.model import Event, Gap, GapReason, Resource

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TYPE = "s3.bucket"
_HEAD = Call("head_bucket", "HeadBucket", "s3:ListBucket", lambda _: None)


class _BucketGoneError(Exception):
    """The bucket was deleted after the listing."""


@dataclass(frozen=True, slots=True)
class BucketReader:
    """Reads buckets one at a time; safe to use from several threads.

    `facts` are the wanted ones that one bucket can tell; `shared` are facts that are the same for all.
    """

    target: str
    clients: Clients
    regions: frozenset[str]
    facts: frozenset[str]
    shared: Mapping[str, Any]
    clock: Callable[[], datetime]

    def read(self, bucket: Bucket) -> tuple[Event, ...]:
        """Gaps, then the bucket. Nothing when it is gone or in a region that is not audited."""
        arn = f"arn:{self.clients.partition}:s3:::{bucket.name}"
        try:
            region = self._region(bucket)
            if self.regions and isinstance(region, Trouble):
                return (self._unplaced(arn, region),)
            if self.regions and isinstance(region, Known) and region.value not in self.regions:
                return ()
            answers = self._answers(bucket.name, region)
        except _BucketGoneError:
            return ()
        gaps = [self._gap(arn, fact, got) for fact, got in answers.items() if isinstance(got, Trouble)]
        known = {fact: got.value for fact, got in answers.items() if isinstance(got, Known)}
        facts = {**known, **self.shared}
        return (*gaps, Resource(arn, TYPE, bucket.name, self.target, facts, self.clock()))

    def _region(self, bucket: Bucket) -> Known | Trouble | None:
        """Where the bucket is, asked only when the listing did not tell and somebody wants to know."""
        if bucket.region:
            return Known(bucket.region)
        if not self.regions and "region" not in self.facts:
            return None
        return self._ask(BUCKET_FACTS["region"], self.clients.s3(), bucket.name)

    def _answers(self, name: str, region: Known | Trouble | None) -> Mapping[str, Known | Trouble]:
        client = self.clients.s3(region.value if isinstance(region, Known) else None)
        answers: dict[str, Known | Trouble] = {}
        for fact, call in BUCKET_FACTS.items():
            if fact not in self.facts:
                continue
            answers[fact] = region if fact == "region" and region else self._ask(call, client, name)
        return answers

    def _ask(self, call: Call, client: "S3Client", name: str) -> Known | Trouble:
        """Read; a bucket counts as deleted only when a second, independent call says so too."""
        got = read(call, client, Bucket=name)
        if isinstance(got, Known) or got.code != "NoSuchBucket":
            return got
        head = read(_HEAD, client, Bucket=name)
        if isinstance(head, Trouble) and head.code in ("404", "NoSuchBucket"):
            raise _BucketGoneError
        return Trouble(GapReason.MALFORMED, "NoSuchBucket for a bucket that is there; scan again")

    def _gap(self, arn: str, fact: str, trouble: Trouble) -> Gap:
        detail = f"{BUCKET_FACTS[fact].action} on {arn}: {trouble.text}"
        return Gap(self.target, TYPE, trouble.reason, detail, resource=arn, fact=fact)

    def _unplaced(self, arn: str, trouble: Trouble) -> Gap:
        action = BUCKET_FACTS["region"].action
        detail = f"{action} on {arn}: {trouble.text}; it may be in a region that is audited"
        return Gap(self.target, TYPE, trouble.reason, detail)
