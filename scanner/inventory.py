"""audit.yaml: read, validated, and turned into targets and datasets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scanner import plugins
from scanner.datasets import TYPE_OF_STORE
from scanner.interfaces import Collector, ConfigurationError
from scanner.model import Classification, Dataset, Store, Target
from scanner.schemas import load_schema
from scanner.yaml_source import Location, YamlSource, read_yaml, schema_problems

COMMON_KEYS = ("id", "kind", "labels")

_SECRET_KEY = re.compile(r"pass(word|phrase|wd)?$|secret|token|private_key$|access_key", re.IGNORECASE)
_SECRET_VALUE = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA|ASIA)[A-Z0-9]{16}\b|://[^/\s:@]+:[^/\s@]+@|\bgh[pousr]_\w{30,}"
)


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is to be audited. `datasets` is empty when the file defines none."""

    targets: tuple[Target, ...]
    collectors: Mapping[str, Collector]
    """By kind of target."""
    datasets: tuple[Dataset, ...] = ()
    policies: tuple[Path, ...] = ()
    plugins: tuple[str, ...] = field(default=())


def this_machine() -> Inventory:
    """The inventory without a configuration: the machine that the scanner runs on."""
    collector = plugins.create(plugins.available("collectors")["local"])
    return Inventory((Target("this-machine", "local"),), {"local": collector})


def read_inventory(path: Path) -> Inventory:
    """Read audit.yaml. Raises ConfigurationError with every problem, each with its line and the fix."""
    source = read_yaml(path)
    problems = _secret_problems(source) or schema_problems(source, load_schema("audit"))
    if problems:
        raise ConfigurationError(*problems)
    kinds = plugins.available("collectors", source.data.get("plugins", ()))
    problems = [*_kind_problems(source, kinds)]
    if problems:
        raise ConfigurationError(*problems)
    used = sorted({item["kind"] for item in source.data["targets"]})
    collectors: dict[str, Collector] = {kind: plugins.create(kinds[kind]) for kind in used}
    return _Reader(source, path.parent, collectors).inventory()


def _secret_problems(source: YamlSource) -> list[str]:
    """Secrets are named, never written: the value itself is not repeated in the message."""
    problems = []
    for place, value in _strings(source.data, ()):
        key = str(place[-1]) if place else ""
        if _SECRET_KEY.search(key) or _SECRET_VALUE.search(value):
            text = (
                "a secret does not belong in this file; use an agent, a key file or a profile, "
                "or name an environment variable (as in key_passphrase_env)"
            )
            problems.append(source.problem(place, text))
    return problems


def _strings(value: Any, place: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*place, index))
    elif value is not None and not isinstance(value, bool):
        yield place, str(value)


def _kind_problems(source: YamlSource, kinds: Mapping[str, Any]) -> Iterator[str]:
    for index, item in enumerate(source.data["targets"]):
        if item["kind"] not in kinds:
            text = f"'{item['kind']}' is not a kind of target; there are {', '.join(sorted(kinds))}"
            fix = " (others need their distribution under 'plugins:')"
            yield source.problem(("targets", index, "kind"), text + fix)


class _Reader:
    """Turns a file of the right shape into an inventory, collecting problems on the way."""

    def __init__(self, source: YamlSource, folder: Path, collectors: Mapping[str, Collector]) -> None:
        self.source = source
        self.folder = folder
        self.collectors = collectors
        self.problems: list[str] = []

    def inventory(self) -> Inventory:
        data = self.source.data
        self.problems += schema_problems(self.source, _full_schema(self.collectors))
        self._unique("targets")
        self._unique("datasets")
        if self.problems:
            raise ConfigurationError(*self.problems)
        targets = {item["id"]: self._target(item) for item in data["targets"]}
        datasets = [
            self._dataset(index, item, targets) for index, item in enumerate(data.get("datasets", ()))
        ]
        for index, target in enumerate(targets.values()):
            for problem in self.collectors[target.kind].check(target):
                self._problem(("targets", index), problem)
        if self.problems:
            raise ConfigurationError(*self.problems)
        return Inventory(
            targets=tuple(targets.values()),
            collectors=self.collectors,
            datasets=tuple(datasets),
            policies=tuple(self._path(folder) for folder in data.get("policies", ())),
            plugins=tuple(data.get("plugins", ())),
        )

    def _problem(self, place: Location, text: str) -> None:
        self.problems.append(self.source.problem(place, text))

    def _unique(self, section: str) -> None:
        seen: set[str] = set()
        for index, item in enumerate(self.source.data.get(section, ())):
            if item["id"] in seen:
                self._problem((section, index, "id"), f"the id '{item['id']}' is used twice; ids are unique")
            seen.add(item["id"])

    def _target(self, item: Mapping[str, Any]) -> Target:
        properties = self.collectors[item["kind"]].settings_schema.get("properties", {})
        settings = {
            key: str(self._path(value)) if properties[key].get("format") == "path" else value
            for key, value in item.items()
            if key not in COMMON_KEYS
        }
        return Target(item["id"], item["kind"], settings, item.get("labels", {}))

    def _path(self, text: str) -> Path:
        return self.folder / Path(text).expanduser()

    def _dataset(self, index: int, item: Mapping[str, Any], targets: dict[str, Target]) -> Dataset:
        dataset = Dataset(
            item["id"], Classification(item["classification"]), item["owner"], item["retention_days"]
        )
        for number, store in enumerate(item["stores"]):
            place = ("datasets", index, "stores", number)
            kinds = [kind for kind in TYPE_OF_STORE if kind in store]
            target = targets.get(store["target"])
            if target is None:
                self._problem((*place, "target"), f"there is no target '{store['target']}'")
            elif len(kinds) != 1:
                self._problem(place, "give either 'path' or 'bucket'")
            elif TYPE_OF_STORE[kinds[0]] not in self.collectors[target.kind].types:
                text = f"a target of kind '{target.kind}' has no {kinds[0]}"
                self._problem((*place, kinds[0]), text)
            else:
                held = (*target.stores, Store(dataset, kinds[0], store[kinds[0]]))
                targets[target.id] = replace(target, stores=held)
        return dataset


def _full_schema(collectors: Mapping[str, Collector]) -> dict[str, Any]:
    """The schema of the file with the settings of each kind of target in it."""
    schema = load_schema("audit")
    common: dict[str, Any] = schema["properties"]["targets"]["items"]["properties"]
    variants: Sequence[dict[str, Any]] = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {
                "additionalProperties": False,
                "required": collector.settings_schema.get("required", []),
                "properties": {**common, **collector.settings_schema.get("properties", {})},
            },
        }
        for kind, collector in collectors.items()
    ]
    return {"properties": {"targets": {"items": {"allOf": variants}}}}
