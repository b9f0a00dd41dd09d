"""Picking what a test is about out of the events of a scan."""

from collections.abc import Sequence
from typing import Any

from scanner.model import Enumerated, Event, Gap, Resource


def only(events: Sequence[Event], type_: str = "web.page") -> dict[str, Any]:
    """The facts of the one resource of a type."""
    (found,) = (event for event in events if isinstance(event, Resource) and event.type == type_)
    return dict(found.facts)


def form(events: Sequence[Event]) -> dict[str, Any]:
    """The facts of the one form."""
    return only(events, "web.form")


def kinds(events: Sequence[Event]) -> dict[str, str]:
    """What the fields of the one form ask for, by name."""
    return {field["name"]: field["kind"] for field in form(events)["fields"]}


def gaps(events: Sequence[Event], type_: str = "web.page") -> list[Gap]:
    """The gaps of a type."""
    return [event for event in events if isinstance(event, Gap) and event.type == type_]


def listed(events: Sequence[Event], type_: str) -> bool:
    """Whether the listing of a type is complete."""
    return any(isinstance(event, Enumerated) and event.type == type_ for event in events)
