"""Buckets: their calls, their gaps, their resource."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import ItemGoneError, Listing, gap_of
from collectors.aws.s3.account import public_access_block
from collectors.aws.s3.facts import ACCOUNT_BLOCK, ACCOUNT_FACT, BUCKET_FACTS, LIST_ACTION, Call
from collectors.aws.s3.listing import list_buckets
from collectors.aws.s3.reads import Known, read
from collectors.aws.troubles import Trouble, trouble_of
from scanner.model import Event, Gap, GapReason, Resource

TYPE = "s3.bucket"
OWNER_FACT = "account"
OWNER_ACTION = "sts:GetCallerIdentity"
_HEAD = Call("head_bucket", "HeadBucket", "s3:ListBucket", lambda _: None)


@dataclass(frozen=True, slots=True)
class BucketType:
    """Buckets of all regions come in one listing; each is asked in its own region."""

    name: str = TYPE
    regional: bool = False

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it can give."""
        return frozenset({*BUCKET_FACTS, ACCOUNT_FACT, OWNER_FACT})

    def actions(self, facts: frozenset[str]) -> frozenset[str]:
        """What IAM must allow for the listing and these facts."""
        own = {BUCKET_FACTS[fact].action for fact in facts & BUCKET_FACTS.keys()}
        shared = {ACCOUNT_FACT: ACCOUNT_BLOCK.action, OWNER_FACT: OWNER_ACTION}
        return frozenset({LIST_ACTION, *own, *(shared[fact] for fact in facts & shared.keys())})

    def listing(self, caller: Caller, facts: frozenset[str]) -> Listing:
        """All buckets; the fact that they share is one gap when it cannot be read and they are all there are.

        A target of several accounts has buckets of others, which that gap would concern too.
        """
        found = list_buckets(caller.client("s3"))
        arn = f"arn:{caller.clients.partition}:s3:::"
        items = [Item(arn + bucket.name, bucket.name, {"region": bucket.region}) for bucket in found.buckets]
        trouble = found.trouble
        if trouble:
            trouble = replace(trouble, text=f"{LIST_ACTION}: {trouble.text}")
        return Listing(items, trouble, tuple(_shared_gap(caller, facts)) if not caller.place.account else ())

    def read(self, caller: Caller, item: Item, facts: frozenset[str]) -> tuple[Event, ...]:
        """Gaps, then the bucket; nothing when it is in a region that is not audited."""
        region = _region(caller, item, facts)
        regions = caller.clients.regions
        if regions and isinstance(region, Trouble):
            return (_unplaced(caller, item, region),)
        if regions and isinstance(region, Known) and region.value not in regions:
            return ()
        answers = _answers(caller, item, facts, region)
        gaps = [
            gap_of(caller, TYPE, item, fact, (_action(fact),), got)
            for fact, got in answers.items()
            if isinstance(got, Trouble)
        ]
        known = {fact: got.value for fact, got in answers.items() if isinstance(got, Known)}
        known |= _shared(caller) if ACCOUNT_FACT in facts else {}
        if caller.place.account:
            gaps += [replace(gap, resource=item.id) for gap in _shared_gap(caller, facts)]
        return (*gaps, Resource(item.id, TYPE, item.name, caller.target, known, caller.clock()))


BUCKET = BucketType()


def _shared_gap(caller: Caller, facts: frozenset[str]) -> list[Gap]:
    if ACCOUNT_FACT not in facts:
        return []
    try:
        public_access_block(caller)
    except Exception as error:  # noqa: BLE001 - the boundary: one gap for all buckets
        trouble = trouble_of(error)
        detail = f"{ACCOUNT_BLOCK.action} on the account: {trouble.text}"
        return [Gap(caller.target, TYPE, trouble.reason, detail, caller.place.scope, fact=ACCOUNT_FACT)]
    return []


def _shared(caller: Caller) -> dict[str, Any]:
    try:
        return {ACCOUNT_FACT: public_access_block(caller)}
    except Exception:  # noqa: BLE001 - the listing told it as a gap
        return {}


def _region(caller: Caller, item: Item, facts: frozenset[str]) -> Known | Trouble | None:
    """Where the bucket is, asked only when the listing did not tell and somebody wants to know."""
    if item.given["region"]:
        return Known(item.given["region"])
    if not caller.clients.regions and "region" not in facts:
        return None
    return _ask(BUCKET_FACTS["region"], caller.client("s3"), item.name)


def _answers(
    caller: Caller, item: Item, facts: frozenset[str], region: Known | Trouble | None
) -> Mapping[str, Known | Trouble]:
    client = caller.clients.s3(region.value if isinstance(region, Known) else None)
    answers: dict[str, Known | Trouble] = {}
    for fact, call in BUCKET_FACTS.items():
        if fact in facts:
            answers[fact] = region if fact == "region" and region else _ask(call, client, item.name)
    if OWNER_FACT in facts:
        answers[OWNER_FACT] = _owner(caller)
    return answers


def _action(fact: str) -> str:
    return BUCKET_FACTS[fact].action if fact in BUCKET_FACTS else OWNER_ACTION


def _owner(caller: Caller) -> Known | Trouble:
    """ListBuckets lists the buckets of the account that asks, and no others."""
    try:
        return Known(caller.place.account or caller.identity()[0])
    except Exception as error:  # noqa: BLE001 - the boundary: a gap
        return trouble_of(error)


def _ask(call: Call, client: Any, name: str) -> Known | Trouble:
    """Read; a bucket counts as deleted only when a second, independent call says so too."""
    got = read(call, client, Bucket=name)
    if isinstance(got, Known) or got.code != "NoSuchBucket":
        return got
    head = read(_HEAD, client, Bucket=name)
    if isinstance(head, Trouble) and head.code in ("404", "NoSuchBucket"):
        raise ItemGoneError
    return Trouble(GapReason.MALFORMED, "NoSuchBucket for a bucket that is there; scan again")


def _unplaced(caller: Caller, item: Item, trouble: Trouble) -> Gap:
    action = BUCKET_FACTS["region"].action
    detail = f"{action} on {item.id}: {trouble.text}; it may be in a region that is audited"
    return Gap(caller.target, TYPE, trouble.reason, detail, caller.place.scope)
