"""The access lists of a snapshot, as people ask for them."""

import difflib
from collections.abc import Iterator, Mapping

from scanner.access.derive import TYPE
from scanner.model import AccessEntry, AccessList, Gap, Person, Resource
from scanner.snapshot import Snapshot

MOST_SHOWN = 40
"""Principals of a dataset that a report shows; more are counted."""


def access_lists(snapshot: Snapshot, most: int | None = None) -> dict[str, AccessList]:
    """The lists by dataset, each with the `most` telling principals, or with all of them.

    A dataset that nobody reaches and of which all was seen has an empty one.
    """
    lists: dict[str, AccessList] = {}
    for event in snapshot.events():
        if event.type != TYPE:
            continue
        if isinstance(event, Resource):
            entry = _entry(event)
            found = lists.setdefault(entry.dataset, AccessList(entry.dataset))
            found.about = event.dataset or {}
            found.entries.append(entry)
            if most is not None and len(found.entries) > 2 * most:
                _cut(found, most)
        elif event.scope:
            found = lists.setdefault(event.scope, AccessList(event.scope))
            if isinstance(event, Gap):
                found.unseen.append(f"{event.reason.value}: {event.detail}")
    for found in lists.values():
        if most is not None:
            _cut(found, most)
    return lists


def _cut(found: AccessList, most: int) -> None:
    ranked = sorted(found.entries, key=_rank)
    found.entries = ranked[:most]
    found.left_out += sum(not entry.is_unused for entry in ranked[most:])


def _rank(entry: AccessEntry) -> tuple[object, ...]:
    """Strangers and leavers first, then whom nobody knows, then by what they can do; the unused last."""
    return (
        entry.is_unused,
        not entry.is_alarming,
        bool(entry.people),
        -len(entry.rights),
        entry.name,
        entry.id,
    )


def _entry(resource: Resource) -> AccessEntry:
    facts, dataset = resource.facts, resource.dataset or {}
    people = facts.get("people")
    return AccessEntry(
        dataset=dataset["ids"][0],
        kind=facts["principal"]["kind"],
        id=facts["principal"]["id"],
        name=facts["principal"]["name"],
        rights=tuple(facts["rights"]),
        grants=facts["grants"],
        use=facts.get("use"),
        people=None
        if people is None
        else tuple(Person(each["person"], each["status"] == "left") for each in people),
    )


def of_person(lists: Mapping[str, AccessList], who: str) -> Iterator[AccessEntry]:
    """Everything that a person or principal can reach."""
    for found in lists.values():
        yield from (entry for entry in found.entries if entry.is_about(who))


def similar(lists: Mapping[str, AccessList], who: str) -> list[str]:
    """Names and staff ids on the lists that were perhaps meant, the nearest first."""
    entries = (entry for found in lists.values() for entry in found.entries)
    names = {
        text.casefold(): text
        for entry in entries
        for text in (entry.name, *(p.id for p in entry.people or ()))
    }
    return [names[near] for near in difflib.get_close_matches(who.casefold(), names)]
