"""Plans as Terraform would write them, by its published JSON format."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from collectors.terraform.collector import TerraformCollector
from collectors.terraform.references import module_of, without_keys
from scanner.interfaces import FactRequest
from scanner.model import Event, Gap, Resource, Target
from scanner.policy_pack.fact_schema import read_fact_schema

SCHEMAS = Path(__file__).parents[3] / "policies" / "schemas"
Json = Any


@dataclass
class Plan:
    """A plan in the making: what changes, and what the configuration says."""

    changes: list[Json] = field(default_factory=list)
    config: dict[str, Json] = field(default_factory=lambda: {"resources": []})
    provider: dict[str, Json] = field(
        default_factory=lambda: {
            "aws": {"name": "aws", "expressions": {"region": {"constant_value": "us-east-1"}}}
        }
    )
    prior: list[Json] = field(default_factory=list)
    more: dict[str, Json] = field(default_factory=dict)

    def add(
        self,
        address: str,
        after: Mapping[str, Json] | None,
        *,
        unknown: Mapping[str, Json] | None = None,
        refs: Mapping[str, Sequence[str]] | None = None,
        before: Mapping[str, Json] | None = None,
        actions: Sequence[str] = ("create",),
        previous: str | None = None,
        module: dict[str, Json] | None = None,
    ) -> None:
        """A resource. Attributes in `refs` refer to others, and are unknown unless `after` has them."""
        base = without_keys(address[len(module_of(address)) :].lstrip("."))
        type_, name = base.split(".")[-2:]
        given = dict(refs or {})
        marks = {**{key: True for key in given if key not in (after or {})}, **(unknown or {})}
        change = {"actions": list(actions), "before": before, "after": after, "after_unknown": marks}
        entry = {"address": address, "mode": "managed", "type": type_, "name": name, "change": change}
        if previous:
            entry["previous_address"] = previous
        self.changes.append(entry)
        expressions: dict[str, Json] = {key: {"constant_value": each} for key, each in (after or {}).items()}
        expressions |= {key: {"references": list(said)} for key, said in given.items()}
        declared = (self.config if module is None else module).setdefault("resources", [])
        if not any(each["address"] == base for each in declared):
            declared.append(
                {
                    "address": base,
                    "mode": "managed",
                    "type": type_,
                    "name": name,
                    "provider_config_key": "aws",
                    "expressions": expressions,
                }
            )

    def document(self) -> dict[str, Json]:
        """The whole plan."""
        return {
            "format_version": "1.2",
            "terraform_version": "1.9.8",
            "planned_values": {"root_module": {}},
            "resource_changes": self.changes,
            "prior_state": {"values": {"root_module": {"resources": self.prior}}},
            "configuration": {"provider_config": self.provider, "root_module": self.config},
            **self.more,
        }

    def write(self, folder: Path) -> Path:
        """plan.json in a folder."""
        path = folder / "plan.json"
        path.write_text(json.dumps(self.document()))
        return path


@cache
def everything() -> FactRequest:
    """Every fact of every type that the collector has."""
    types = {
        type_: frozenset(read_fact_schema(SCHEMAS / f"{type_}.json")["properties"])
        for type_ in TerraformCollector.types
    }
    return FactRequest(types)


@dataclass
class Found:
    """What a collector delivered."""

    events: list[Event]

    def resource(self, id_: str, type_: str | None = None) -> Resource:
        """The one with this id."""
        (found,) = [
            event
            for event in self.events
            if isinstance(event, Resource) and event.id == id_ and type_ in (None, event.type)
        ]
        return found

    def facts(self, id_: str, type_: str | None = None) -> Mapping[str, Json]:
        """Its facts."""
        return self.resource(id_, type_).facts

    def gaps(self, id_: str | None = None) -> dict[str | None, tuple[str, str]]:
        """Reason and detail by fact of a resource; those of listings without an id."""
        return {
            event.fact if id_ else event.type: (event.reason.value, event.detail)
            for event in self.events
            if isinstance(event, Gap) and event.resource == id_
        }


def collect(path: Path, **settings: Json) -> Found:
    """Everything that the collector finds in a file or folder."""
    target = Target("t", "terraform", {"path": str(path), "account": "123456789012", **settings})
    collector = TerraformCollector()
    assert collector.check(target) == []
    return Found(list(collector.collect(target, everything())))
