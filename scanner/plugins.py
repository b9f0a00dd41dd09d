"""Entry points: how collectors, report formats and policy packs are found, ours and others'."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

OWN_DISTRIBUTION = "selfaudit"


def available(group: str, plugins: Iterable[str] = ()) -> dict[str, EntryPoint]:
    """Entry points of `selfaudit.<group>` by name: ours, and those of the distributions in `plugins`.

    Of two with one name ours wins: a plugin cannot replace a built-in one.
    """
    allowed = {_normal(name) for name in plugins}
    own, others = {}, {}
    for point in _all(group):
        distribution = _normal(point.dist.name) if point.dist else ""
        if distribution == OWN_DISTRIBUTION:
            own[point.name] = point
        elif distribution in allowed:
            others[point.name] = point
    return {**others, **own}


def create(point: EntryPoint) -> Any:
    """Load an entry point and make an instance of it."""
    return point.load()()


@cache
def _all(group: str) -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=f"selfaudit.{group}"))


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")
