"""Drafts of resources, and the events that they become."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from collectors.planned.values import NotInSourceError, ReasonedError, UnknownValueError
from scanner.interfaces import FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Location, Resource

Source = Callable[[], Json]
"""Makes one fact. Raises UnknownValueError, NotInSourceError, ReasonedError, or ValueError."""
MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A resource as a source declares it; `id` is its place in the source.

    A fact without a function cannot be held by this kind of source.
    """

    type: str
    id: str
    name: str
    facts: Mapping[str, Source]
    native_id: str = ""
    locations: Mapping[str, Location] = field(default_factory=dict)
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that the source refers to and does not declare: who looks it up cannot know all of it."""

    type: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the source may declare more of a type than was found."""

    type: str
    reason: GapReason
    detail: str


@dataclass(frozen=True, slots=True)
class Declared:
    """All that one source declares. `absent` are types that it cannot hold, and why."""

    drafts: Sequence[Draft]
    elsewhere: Sequence[Elsewhere] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    troubles: Sequence[Trouble] = ()


def events(
    target: str, declared: Declared, types: Iterable[str], wanted: FactRequest, now: datetime
) -> Iterator[Event]:
    """The wanted types, each complete unless a part of the source could not be read."""
    by_type: dict[str, list[Draft]] = {}
    for draft in declared.drafts:
        by_type.setdefault(draft.type, []).append(draft)
    for type_ in sorted(filter(wanted.wants, types)):
        yield from _unseen(target, declared, type_)
        drafts = by_type.get(type_, [])
        if type_ in declared.absent and not drafts:
            yield Gap(target, type_, GapReason.NOT_IN_SOURCE, declared.absent[type_])
            continue
        for draft in drafts:
            yield from resource_events(target, draft, wanted, now)
        if not any(trouble.type == type_ for trouble in declared.troubles):
            yield Enumerated(target, type_, len(drafts))


def _unseen(target: str, declared: Declared, type_: str) -> Iterator[Gap]:
    for trouble in declared.troubles:
        if trouble.type == type_:
            yield Gap(target, type_, trouble.reason, trouble.detail)
    for other in declared.elsewhere:
        if other.type == type_:
            yield Gap(target, type_, GapReason.NOT_IN_SOURCE, other.detail, resource=other.what)


def resource_events(target: str, draft: Draft, wanted: FactRequest, now: datetime) -> Iterator[Event]:
    """The gaps of a resource, then the resource."""
    known = {}
    for fact in sorted(wanted.facts(draft.type)):
        try:
            known[fact] = draft.facts.get(fact, _only_live)()
        except Exception as error:  # noqa: BLE001 (the boundary: whatever happens is a gap of this one fact)
            reason, text = _trouble(draft, error)
            yield Gap(target, draft.type, reason, _one_line(text), resource=draft.id, fact=fact)
    yield Resource(
        id=draft.id,
        type=draft.type,
        name=draft.name,
        target=target,
        facts=known,
        collected_at=now,
        locations=draft.locations,
        native_id=draft.native_id,
        former_ids=draft.former_ids,
    )


def _only_live() -> Json:
    raise NotInSourceError("only the running system tells")


def _trouble(draft: Draft, error: Exception) -> tuple[GapReason, str]:
    if isinstance(error, UnknownValueError):
        return GapReason.UNKNOWN_UNTIL_APPLY, str(error)
    if isinstance(error, NotInSourceError):
        return GapReason.NOT_IN_SOURCE, str(error)
    if isinstance(error, ReasonedError):
        return error.reason, str(error)
    what = f"{error} is missing" if isinstance(error, KeyError) else str(error) or type(error).__name__
    return GapReason.MALFORMED, f"{draft.id}: {what}"


def _one_line(text: str) -> str:
    """Foreign text for a gap's detail: one line, printable, of bounded length."""
    words = " ".join(text[: 4 * MAX_TEXT].split())
    return "".join(char for char in words if char.isprintable())[:MAX_TEXT]
