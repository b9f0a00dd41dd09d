"""Entry points: how collectors, report formats and policy packs are found, ours and others'."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from itertools import chain
from typing import Any

OWN_DISTRIBUTION = "selfaudit"
RECOGNISERS = ("recognisers",)
"""Collectors of files and folders that know their own. A gate loads these alone: the others are large."""
COLLECTORS = ("collectors", *RECOGNISERS)


def available(groups: str | tuple[str, ...], plugins: Iterable[str] = ()) -> dict[str, EntryPoint]:
    """Entry points of each `selfaudit.<group>` by name: ours, and those of the distributions in `plugins`.

    Of two with one name ours wins: a plugin cannot replace a built-in one.
    """
    allowed = {_normal(name) for name in plugins}
    own, others = {}, {}
    for point in chain.from_iterable(map(_all, [groups] if isinstance(groups, str) else groups)):
        distribution = _normal(point.dist.name) if point.dist else ""
        if distribution == OWN_DISTRIBUTION:
            own[point.name] = point
        elif distribution in allowed:
            others[point.name] = point
    return {**others, **own}


def create(point: EntryPoint) -> Any:
    """Load an entry point and make an instance of it."""
    return point.load()()


def _all(group: str) -> tuple[EntryPoint, ...]:
    return tuple(_installed().select(group=f"selfaudit.{group}"))


@cache
def _installed() -> Any:
    """Those of all distributions; to know them, a file of each is read. (Their type varies with Python.)"""
    return entry_points()


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")
