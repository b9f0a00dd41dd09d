"""One scan of an AWS target: the account, then bucket after bucket."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime

from collectors.aws import buckets
from collectors.aws.account import IDENTITY_ACTION, Account, account_of
from collectors.aws.facts import ACCOUNT_BLOCK, ACCOUNT_FACT, BUCKET_FACTS, LIST_ACTION
from collectors.aws.listing import Bucket, list_buckets
from collectors.aws.reads import Known
from collectors.aws.session import Clients
from collectors.aws.settings import Settings
from collectors.aws.troubles import Trouble, trouble_of
from scanner.interfaces import FactRequest
from scanner.model import Enumerated, Event, Gap, GapReason, Resource

ACCOUNT = "s3.account"
ACCOUNT_OWN_FACT = "public_access_block"
Clock = Callable[[], datetime]


def scan(target: str, settings: Settings, wanted: FactRequest, clock: Clock) -> Iterator[Event]:
    """Everything that is wanted of one target."""
    types = [type_ for type_ in (ACCOUNT, buckets.TYPE) if wanted.wants(type_)]
    try:
        clients = Clients(settings)
    except Exception as error:  # noqa: BLE001 - the boundary: without a session every type is a gap
        trouble = trouble_of(error)
        yield from (Gap(target, type_, trouble.reason, f"AWS: {trouble.text}") for type_ in types)
        return
    yield from _unheard_of(target, wanted)
    with closing(clients):
        account = account_of(clients) if _needs_account(wanted) else None
        if account and ACCOUNT in types:
            yield from _account(target, account, wanted.facts(ACCOUNT), clock)
        if buckets.TYPE in types:
            yield from _buckets(target, settings, clients, wanted.facts(buckets.TYPE), account, clock)


def _needs_account(wanted: FactRequest) -> bool:
    return wanted.wants(ACCOUNT) or ACCOUNT_FACT in wanted.facts(buckets.TYPE)


def _unheard_of(target: str, wanted: FactRequest) -> Iterator[Gap]:
    """Facts that nobody taught this collector."""
    known = {ACCOUNT: {ACCOUNT_OWN_FACT}, buckets.TYPE: {*BUCKET_FACTS, ACCOUNT_FACT}}
    for type_, facts in known.items():
        for fact in sorted(wanted.facts(type_) - facts):
            yield Gap(target, type_, GapReason.UNSUPPORTED, "no call of this collector gives it", fact=fact)


def _account(target: str, account: Account | Trouble, facts: frozenset[str], clock: Clock) -> Iterator[Event]:
    if isinstance(account, Trouble):
        yield Gap(target, ACCOUNT, account.reason, f"{IDENTITY_ACTION}: {account.text}")
        return
    given = {}
    if isinstance(account.block, Known):
        given = {ACCOUNT_OWN_FACT: account.block.value}
    elif ACCOUNT_OWN_FACT in facts:
        reason, detail = account.block.reason, _account_detail(account)
        yield Gap(target, ACCOUNT, reason, detail, resource=account.resource, fact=ACCOUNT_OWN_FACT)
    yield Resource(account.resource, ACCOUNT, account.id, target, given, clock())
    yield Enumerated(target, ACCOUNT, 1)


def _account_detail(account: Account | Trouble) -> str:
    if isinstance(account, Trouble):
        return f"{IDENTITY_ACTION}: {account.text}"
    text = account.block.text if isinstance(account.block, Trouble) else ""
    return f"{ACCOUNT_BLOCK.action} on account {account.id}: {text}"


def _buckets(
    target: str,
    settings: Settings,
    clients: Clients,
    facts: frozenset[str],
    account: Account | Trouble | None,
    clock: Clock,
) -> Iterator[Event]:
    shared = {}
    if account and ACCOUNT_FACT in facts:
        block = account if isinstance(account, Trouble) else account.block
        if isinstance(block, Known):
            shared = {ACCOUNT_FACT: block.value}
        else:
            yield Gap(target, buckets.TYPE, block.reason, _account_detail(account), fact=ACCOUNT_FACT)
    listing = list_buckets(clients.s3())
    complete = listing.trouble is None
    if listing.trouble:
        detail = f"{LIST_ACTION}: {listing.trouble.text}"
        yield Gap(target, buckets.TYPE, listing.trouble.reason, detail)
    reader = buckets.BucketReader(target, clients, settings.regions, facts, shared, clock)
    count = 0
    for event in _in_order(reader.read, listing.buckets, settings.max_concurrency):
        yield event
        count += isinstance(event, Resource)
        complete = complete and not (isinstance(event, Gap) and event.resource is None)
    if complete:
        yield Enumerated(target, buckets.TYPE, count)


def _in_order(
    read: Callable[[Bucket], tuple[Event, ...]], items: Iterable[Bucket], concurrency: int
) -> Iterator[Event]:
    """Read in threads, yield in the order of the items, hold no more than a few results at a time."""
    waiting: deque[Future[tuple[Event, ...]]] = deque()
    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="s3")
    try:
        for item in items:
            waiting.append(pool.submit(read, item))
            if len(waiting) >= 2 * concurrency:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
