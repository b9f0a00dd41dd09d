"""waivers.yaml: findings and gaps that somebody accepts, for a reason and up to a day.

A waiver concerns either failures or unknowns, never both: accepting that something cannot be seen accepts no
failure there, and the other way round. What a broken check says is accepted by nobody.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scanner.interfaces import ConfigurationError
from scanner.model import Acceptance, GapReason, Outcome, Severity
from scanner.schemas import load_schema
from scanner.waiver_scopes import FindingScope, GapScope, InlineScope
from scanner.yaml_source import YamlSource, read_yaml, schema_problems

FOUR_EYES = Severity.HIGH
"""From this severity on, who answers for a finding must not be who approves its waiver."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry: what is accepted, and by whom. It holds up to the end of `expires`, in UTC."""

    scope: FindingScope | GapScope | InlineScope
    acceptance: Acceptance
    expires: date

    def holds(self, today: date) -> bool:
        """Whether it has not expired."""
        return today <= self.expires

    def suffices(self, severity: Severity) -> bool:
        """Whether enough people stand behind it for a finding of this severity."""
        if severity.rank < FOUR_EYES.rank:
            return True
        return _person(self.acceptance.owner) != _person(self.acceptance.approved_by)


def _person(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def read_waivers(path: Path, name: str | None = None) -> tuple[Waiver, ...]:
    """Read a file of waivers. Raises ConfigurationError with every problem, each with its line."""
    source = read_yaml(path, name)
    problems = schema_problems(source, load_schema("waivers"))
    if not problems:
        problems = list(_problems(source))
    if problems:
        raise ConfigurationError(*problems)
    return tuple(_waiver(source, index, item) for index, item in enumerate(source.data["waivers"]))


def _problems(source: YamlSource) -> Iterator[str]:
    for index, item in enumerate(source.data["waivers"]):
        place = ("waivers", index)
        kinds = [kind for kind in ("check", "control", "gap") if kind in item]
        if len(kinds) != 1:
            yield source.problem(place, "give exactly one of 'check', 'control' and 'gap'")
        elif kinds == ["gap"]:
            for key in ("resource", "target", "path", "outcome"):
                if key in item:
                    where = "below 'gap'" if key in ("resource", "target") else "not for a gap"
                    yield source.problem((*place, key), f"belongs {where}; move or remove it")
        elif "resource" not in item:
            yield source.problem(place, "the key 'resource' is missing; add it")
        try:
            date.fromisoformat(item["expires"])
        except ValueError:
            yield source.problem((*place, "expires"), "there is no such day; give YYYY-MM-DD")


def _waiver(source: YamlSource, index: int, item: Mapping[str, Any]) -> Waiver:
    expires = date.fromisoformat(item["expires"])
    where = f"{source.name}:{source.line(('waivers', index))}"
    people = (item["owner"].strip(), item["approved_by"].strip())
    acceptance = Acceptance(where, item["reason"].strip(), *people, expires)
    return Waiver(_scope(item), acceptance, expires)


def _scope(item: Mapping[str, Any]) -> FindingScope | GapScope:
    if gap := item.get("gap"):
        reason = GapReason(gap["reason"])
        return GapScope(gap["target"], gap["type"], reason, gap.get("fact", ""), gap.get("resource", ""))
    controls = item.get("control", [])
    return FindingScope(
        check=item.get("check", ""),
        controls=frozenset([controls] if isinstance(controls, str) else controls),
        resource=item["resource"],
        target=item.get("target", ""),
        path=item.get("path", ""),
        outcome=Outcome(item.get("outcome", Outcome.FAIL)),
    )
