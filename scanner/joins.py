"""Joined types: what one check may look up in the resources of another type."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scanner.model import Need, Reason, Resource
from scanner.tables import expanded, is_table

TARGET = "target"
"""Rows are indexed by their target too."""


_INDEX = re.compile(r"""(?:\.by\b|\[\s*["`]by["`]\s*\])(?:\.(\w+)|\[\s*["`](\w+)["`]\s*\])?""")


class _Every(Container[str]):
    def __contains__(self, _: object) -> bool:
        return True


EVERY: Container[str] = _Every()


def indexed(sources: Iterable[str]) -> Container[str]:
    """The facts by which policies look up rows, by their source; every one where it does not say which."""
    names = {found[1] or found[2] or "" for source in sources for found in _INDEX.finditer(source)}
    return EVERY if "" in names else names


@dataclass(frozen=True, slots=True)
class JoinProblem:
    """Why a target's rows are not all there, or lack `fact`."""

    target: str
    fact: str | None
    reason: Reason


@dataclass(slots=True)
class JoinState:
    """The rows of one type, and the facts of theirs that some check asked for.

    `listed` are the targets that can have the type. Any problem that concerns what a check needs makes
    that check unknown.
    """

    facts: frozenset[str]
    listed: frozenset[str] = frozenset()
    problems: tuple[JoinProblem, ...] = ()
    rows: list[dict[str, Any]] = field(default_factory=list)
    _reasons: dict[tuple[Need, str], tuple[Reason, ...]] = field(default_factory=dict)

    def add(self, resource: Resource) -> None:
        """Keep what checks asked for of one resource, or of each row of a table."""
        if is_table(resource):
            self.rows.extend({**row, TARGET: resource.target} for row in expanded(resource, self.facts))
            return
        row = {fact: resource.facts[fact] for fact in self.facts if fact in resource.facts}
        self.rows.append(
            {**row, "id": resource.native_id or resource.id, "name": resource.name, TARGET: resource.target}
        )

    def missing(self, type_: str, need: Need, target: str) -> tuple[Reason, ...]:
        """Why a check on a resource of `target` cannot rely on the rows; empty when it can."""
        key = (need, target if need.within_target else "")
        if key not in self._reasons:
            self._reasons[key] = tuple(dict.fromkeys(self._find(type_, need, target)))
        return self._reasons[key]

    def _find(self, type_: str, need: Need, target: str) -> list[Reason]:
        if need.within_target and target not in self.listed:
            text = f"{type_}: targets of this kind do not have it"
            return [Reason(text, zh=f"{type_}：此类目标没有该资源")]
        return [
            problem.reason
            for problem in self.problems
            if problem.fact in (None, *need.facts) and (not need.within_target or problem.target == target)
        ]

    def document(self, indexed: Container[str] = EVERY) -> dict[str, Any]:
        """What policies see below data.inventory[type]: all rows, and an index for each fact of text.

        An index takes as much memory as all rows, so there are only those of facts that are `indexed`.
        """
        facts = [fact for fact in (*sorted(self.facts), TARGET) if fact in indexed]
        return {"all": self.rows, "by": {fact: self._index(fact) for fact in facts}}

    def _index(self, fact: str) -> Mapping[str, list[dict[str, Any]]]:
        index: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            value = row.get(fact)
            for key in value if isinstance(value, list) else [value]:
                if isinstance(key, str):
                    index.setdefault(key, []).append(row)
        return index
