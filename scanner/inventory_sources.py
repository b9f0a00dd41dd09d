"""The `inventories:` of audit.yaml: targets from files that people keep for other tools."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.interfaces import Collector, ConfigurationError, InventorySource, Json, Listed
from scanner.model import Target
from scanner.schemas import load_schema
from scanner.yaml_source import YamlSource

_PROBLEMS = 20
"""Of one inventory, so that a wrong column does not fill the screen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A target and where it stands, for messages."""

    place: str
    target: Target


@dataclass(frozen=True, slots=True)
class Sources:
    """What is needed to read inventories: their kinds, and the collectors of what they list."""

    sources: Mapping[str, InventorySource]
    collectors: Mapping[str, Collector]
    folder: Path
    """Where audit.yaml is: paths are relative to it."""

    def entries(self, source: YamlSource) -> list[Entry]:
        """The targets of all inventories. Raises ConfigurationError with every problem of every one."""
        problems: list[str] = []
        found: list[Entry] = []
        for index, item in enumerate(source.data.get("inventories", ())):
            try:
                found += self._read(item)
            except ConfigurationError as error:
                problems += (source.problem(("inventories", index), text) for text in _some(error.problems))
        if problems:
            raise ConfigurationError(*problems)
        return found

    def schema(self) -> dict[str, Any]:
        """The schema of `inventories`, with the settings of what each kind lists."""
        variants = [
            {
                "if": {"properties": {"kind": {"const": kind}}},
                "then": {
                    "properties": {
                        "settings": {"additionalProperties": False, "properties": self._common(source)}
                    }
                },
            }
            for kind, source in self.sources.items()
        ]
        return {"items": {"allOf": variants}}

    def _common(self, source: InventorySource) -> Mapping[str, Json]:
        """The settings that can be given for all entries: what each one must have is its own."""
        schema = self.collectors[source.kind].settings_schema
        own = schema.get("required", ())
        return {key: value for key, value in schema["properties"].items() if key not in own}

    def _read(self, item: Mapping[str, Json]) -> Iterator[Entry]:
        source = self.sources[item["kind"]]
        path, pattern = self.folder / Path(item["path"]).expanduser(), item.get("pattern")
        given = resolved(item.get("settings", {}), self.collectors[source.kind], self.folder)
        listed = source.read(path, pattern, given)
        if not listed:
            matching = f" that matches '{pattern}'" if pattern is not None else ""
            raise ConfigurationError(f"{path}: there is no host{matching}, so nothing would be audited")
        problems = [text for entry in listed for text in self._problems(entry, source.kind)]
        if problems:
            raise ConfigurationError(*problems)
        for entry in listed:
            labels = {**entry.labels, **item.get("labels", {})}
            yield Entry(entry.place, Target(entry.id, source.kind, {**entry.settings, **given}, labels))

    def _problems(self, entry: Listed, kind: str) -> Iterator[str]:
        """What is wrong with an entry, as if it stood under `targets`."""
        from jsonschema import Draft202012Validator  # takes time, in vain for runs without inventories

        common = load_schema("audit")["properties"]["targets"]["items"]["properties"]
        schemas = [(entry.id, common["id"]), (dict(entry.labels), common["labels"])]
        schemas.append((dict(entry.settings), self.collectors[kind].settings_schema))
        for value, schema in schemas:
            for error in Draft202012Validator(schema).iter_errors(value):
                yield f"{entry.place}: {error.message[:200]}"


def resolved(settings: Mapping[str, Json], collector: Collector, folder: Path) -> dict[str, Json]:
    """Settings of a target, paths relative to the folder of audit.yaml made whole."""
    properties = collector.settings_schema.get("properties", {})
    return {
        key: str(folder / Path(value).expanduser()) if properties[key].get("format") == "path" else value
        for key, value in settings.items()
    }


def _some(problems: tuple[str, ...]) -> Iterator[str]:
    yield from problems[:_PROBLEMS]
    if len(problems) > _PROBLEMS:
        yield f"and {len(problems) - _PROBLEMS} more like these"
