"""From what collectors deliver to `dataset.access`: one resource per dataset and principal.

What could not be seen makes the list of a dataset incomplete: what is on it stands, what is not on it is
unknown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from scanner.access import buckets, people, posix, postgres
from scanner.access.background import HELPS, Background, gaps_of
from scanner.access.model import Access, Place, Principal, Right, Way
from scanner.access.s3 import S3Access
from scanner.access.seen import Seen
from scanner.datasets import TYPE_OF_STORE, holds
from scanner.interfaces import FactRequest
from scanner.model import Dataset, Enumerated, Event, Gap, Resource, Store, Target

TYPE = "dataset.access"
TARGET = "access:datasets"
"""Where these resources are; no configured target can have this id."""
NEEDS: Mapping[str, frozenset[str]] = {
    "s3.bucket": buckets.NEEDS,
    "iam.user": frozenset({"policies", "boundary"}),
    "iam.role": frozenset({"policies", "boundary", "trust"}),
    "kms.key": frozenset({"policy", "grants", "aliases"}),
    **posix.NEEDS,
    **postgres.NEEDS,
    **people.NEEDS,
}
"""The facts that the access lists are made of."""
_ASKED = {type_: NEEDS.get(type_, frozenset()) | HELPS.get(type_, frozenset()) for type_ in (*NEEDS, *HELPS)}
_PROGRAM = "server.privileged_program"
_SOURCES = {
    "bucket": ("s3.bucket", "iam.user", "iam.role", "kms.key"),
    "path": ("server.path", "server.account", "server.sudo_rule", _PROGRAM),
    "table": ("postgres.table", "postgres.role"),
}
"""Kind of store to the types that say who gets at it."""
_WITH_STORES = frozenset(
    {
        "server.account",
        "server.authorized_key",
        _PROGRAM,
        "server.sudo_rule",
        "postgres.role",
    }
)
"""Types that say nothing about data on other targets."""
_MAX_GAPS = 20


def wanted(request: FactRequest, target: Target, types: frozenset[str]) -> FactRequest:
    """A request, and what the access lists need of a target that can have these types."""
    more = {
        type_: request.facts(type_) | facts
        for type_, facts in _ASKED.items()
        if type_ in types and (target.stores or type_ not in _WITH_STORES)
    }
    return replace(request, types={**request.types, **more})


Held = tuple[Dataset, Access]


class Derivation:
    """Takes the events of a collection as they come, and gives the access lists at its end."""

    def __init__(self, targets: Sequence[Target], clock: Callable[[], datetime]) -> None:
        self._targets = {target.id: target for target in targets}
        self._clock = clock
        self._seen = {target.id: Seen() for target in targets}

    def take(self, event: Event) -> None:
        """Keep what the lists need."""
        seen = self._seen.get(event.target)
        if seen is None or event.type not in _ASKED:
            return
        asked = _ASKED[event.type]
        if isinstance(event, Resource):
            facts = {key: value for key, value in event.facts.items() if key in asked or key == "tags"}
            seen.add(replace(event, facts=facts))
        elif not isinstance(event, Gap) or event.fact is None or event.fact in asked:
            seen.add(event)

    def events(self) -> Iterator[Event]:
        """Gaps, then the lists of each dataset."""
        datasets = {store.dataset.id: store.dataset for t in self._targets.values() for store in t.stores}
        background = Background(self._seen)
        if background.trouble:
            yield Gap(TARGET, TYPE, *background.trouble, fact="people")
        found = list(self._held())
        unseen = {id_: list(self._unseen(id_)) for id_ in datasets}
        for id_, gaps in unseen.items():
            yield from gaps[:_MAX_GAPS]
            if len(gaps) > _MAX_GAPS:
                detail = f"and {len(gaps) - _MAX_GAPS} more gaps"
                yield Gap(TARGET, TYPE, gaps[-1].reason, detail, id_)
        lists = _Lists(found)
        for id_, dataset in sorted(datasets.items()):
            count = 0
            for principal, held in lists.of(id_):
                count += 1
                yield from self._entry(dataset, principal, held, lists, background)
            if not unseen[id_]:
                yield Enumerated(TARGET, TYPE, count, id_)

    # --- stores -----------------------------------------------------------------------------------

    def _held(self) -> Iterator[Held]:
        for target in self._targets.values():
            seen = self._seen[target.id]
            if any(store.kind == "path" for store in target.stores):
                accounts = {each.name: each for each in seen.whole("server.account", NEEDS["server.account"])}
                rules = seen.whole("server.sudo_rule", NEEDS["server.sudo_rule"])
                programs = seen.whole(_PROGRAM, NEEDS[_PROGRAM])
                host = posix.Host(accounts, rules, programs)
                yield from _each(target, seen, "path", host.accesses)
            if any(store.kind == "table" for store in target.stores):
                server = postgres.Server(
                    {each.name: each for each in seen.whole("postgres.role", NEEDS["postgres.role"])}
                )
                yield from _each(target, seen, "table", server.accesses)
        yield from self._in_buckets()

    def _in_buckets(self) -> Iterator[Held]:
        """All accounts at once, because a bucket of one can be open to a role of another."""
        everything = self._seen.values()
        pairs = [pair for target in self._targets.values() for pair in self._stored(target)]
        if not pairs:
            return
        held = [buckets.Bucket(_place(resource), resource, store.prefix) for store, resource in pairs]
        identities = [
            each
            for seen in everything
            for type_ in ("iam.user", "iam.role")
            for each in seen.whole(type_, NEEDS[type_])
        ]
        keys = [each for seen in everything for each in seen.whole("kms.key", NEEDS["kms.key"])]
        for place, access in S3Access(held, identities, keys).accesses():
            yield pairs[place][0].dataset, access

    def _stored(self, target: Target) -> Iterator[tuple[Store, Resource]]:
        return _pairs(target.stores, self._seen[target.id].whole("s3.bucket", NEEDS["s3.bucket"]))

    # --- what was not seen ------------------------------------------------------------------------

    def _unseen(self, dataset: str) -> Iterator[Gap]:
        """A gap for each thing that could hide somebody who gets at a dataset."""
        for target in self._targets.values():
            kinds = {store.kind for store in target.stores if store.dataset.id == dataset}
            types = {type_ for kind in kinds for type_ in _SOURCES[kind]}
            here = [store for store in target.stores if store.dataset.id == dataset]
            stored = [
                each
                for type_ in {TYPE_OF_STORE[kind] for kind in kinds}
                for each in self._seen[target.id].resources.get(type_, ())
            ]
            ours = {resource.id for _, resource in _pairs(here, stored)}
            for gap in dict.fromkeys(self._seen[target.id].gaps):
                if gap.type not in types or gap.fact not in (None, *NEEDS[gap.type]):
                    continue
                elsewhere = gap.type in TYPE_OF_STORE.values() and gap.resource and gap.resource not in ours
                if not elsewhere:
                    what = f"{gap.type} of {target.id}"
                    yield Gap(TARGET, TYPE, gap.reason, f"{what}: {gap.detail}", dataset)

    # --- resources --------------------------------------------------------------------------------

    def _entry(
        self,
        dataset: Dataset,
        principal: Principal,
        held: Sequence[Access],
        lists: "_Lists",
        background: Background,
    ) -> Iterator[Event]:
        facts: dict[str, Any] = {
            "principal": {
                "kind": principal.kind.value,
                "id": principal.id,
                "name": principal.name,
                "login": principal.login,
            },
            "rights": _sorted({right for access in held for right in access.rights}),
            "grants": list(_grants(held)),
            "wide_grants": [
                {"source": source, "classifications": classes}
                for source in dict.fromkeys(access.source for access in held)
                if len(classes := lists.classes(source)) > 1
            ],
            **background.of(principal),
        }
        about = {
            "ids": [dataset.id],
            "classification": dataset.classification.value,
            "retention_days": dataset.retention_days,
            "owner": dataset.owner,
        }
        name = f"{principal.name} on {dataset.id}"
        id_ = f"access:{dataset.id}/{principal.id}"
        yield from gaps_of(background, principal, facts, (TARGET, TYPE, id_))
        yield Resource(id_, TYPE, name, TARGET, facts, self._clock(), dataset=about)


class _Lists:
    """Rights by dataset and principal, and what one grant gives over all of them."""

    def __init__(self, held: Sequence[Held]) -> None:
        self._by_dataset: dict[str, dict[Principal, list[Access]]] = {}
        self._classes: dict[str, set[str]] = {}
        for dataset, access in held:
            of_dataset = self._by_dataset.setdefault(dataset.id, {})
            of_dataset.setdefault(access.principal, []).append(access)
            if access.way is not Way.ROOT:
                self._classes.setdefault(access.source, set()).add(dataset.classification.value)

    def of(self, dataset: str) -> Iterator[tuple[Principal, list[Access]]]:
        """Principals in the order of their ids, each with its rights, equal ways put together."""
        found = self._by_dataset.get(dataset, {})
        for principal in sorted(found, key=lambda each: (each.kind.value, each.id)):
            yield principal, found[principal]

    def classes(self, source: str) -> list[str]:
        """The classifications of all datasets that one grant opens."""
        return sorted(self._classes.get(source, ()))


def _pairs(stores: Sequence[Store], resources: Sequence[Resource]) -> Iterator[tuple[Store, Resource]]:
    """Each store with the resources that it names; most stores name exactly one."""
    by_name: dict[str, list[Resource]] = {}
    for resource in resources:
        by_name.setdefault(resource.name, []).append(resource)
    for store in stores:
        exact = not set("*?") & set(store.pattern) and store.kind != "table"
        for resource in by_name.get(store.pattern, ()) if exact else resources:
            if holds(store, resource):
                yield store, resource


def _each(
    target: Target, seen: Seen, kind: str, accesses: Callable[[Resource], Iterator[Access]]
) -> Iterator[Held]:
    stores = [store for store in target.stores if store.kind == kind]
    for store, resource in _pairs(stores, seen.whole(TYPE_OF_STORE[kind], NEEDS[TYPE_OF_STORE[kind]])):
        for access in accesses(resource):
            yield store.dataset, replace(access, source=f"{target.id}:{access.source}")


def _place(resource: Resource) -> Place:
    return Place(resource.id, resource.name, resource.type)


def _grants(held: Sequence[Access]) -> Iterator[dict[str, Any]]:
    """Rights that come in the same way to several stores are one entry."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for access in held:
        key = (access.place.type, access.rights, access.way, access.source, access.chain, access.conditional)
        found.setdefault(key, []).append(access.place.name)
    for (type_, rights, way, source, chain, conditional), stores in found.items():
        yield {
            "rights": _sorted(rights),
            "stores": sorted(set(stores)),
            "store_type": type_,
            "way": way.value,
            "source": source,
            "chain": list(chain),
            "conditional": conditional,
        }


def _sorted(rights: set[Right] | frozenset[Right]) -> list[str]:
    return [right.value for right in sorted(rights, key=lambda right: right.rank)]
