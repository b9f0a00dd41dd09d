"""audit.yaml: read, validated, and turned into targets and datasets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from scanner import plugins
from scanner.datasets import TYPE_OF_STORE
from scanner.interfaces import Collector, ConfigurationError, InventorySource
from scanner.inventory_sources import Entry, Sources, resolved
from scanner.model import Dataset, Target
from scanner.parameters import Setting
from scanner.period import Calendar, PeriodError
from scanner.schemas import load_schema
from scanner.scoped import DATASETS, TARGETS, key_of
from scanner.stores import StoreError, dataset_of_entry, store_of_entry
from scanner.yaml_source import Location, YamlSource, read_yaml, schema_problems

COMMON_KEYS = ("id", "kind", "labels", "parameters")

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
    calendar: Calendar = field(default_factory=Calendar)
    waivers: Path | None = None
    """The file that is named, else the one beside the configuration, if there is one."""
    baseline: Path | None = None
    parameters: Mapping[str, Setting] = field(default_factory=dict)


def this_machine() -> Inventory:
    """The inventory without a configuration: the machine that the scanner runs on."""
    collector = plugins.create(plugins.available(plugins.COLLECTORS)["local"])
    target = Target("this-machine", "local")
    return Inventory((target,), {"local": collector}, waivers=waivers_beside(Path()))


def waivers_beside(folder: Path) -> Path | None:
    """The file of waivers that needs no mention, if it is there."""
    path = folder / "waivers.yaml"
    return path if path.exists() else None


def validated(path: Path, name: str | None = None) -> YamlSource:
    """An audit.yaml of the right shape, without secrets. Raises ConfigurationError."""
    source = read_yaml(path, name)
    problems = _secret_problems(source) or schema_problems(source, load_schema("audit"))
    if problems:
        raise ConfigurationError(*problems)
    return source


def parameters_of(source: YamlSource, sections: Sequence[str] = (DATASETS, TARGETS)) -> dict[str, Setting]:
    """The parameters that an audit.yaml sets: for everything, and for single datasets and targets."""
    found = {
        name: Setting(value, f"{source.name}:{source.line(('parameters', name))}: parameters.{name}")
        for name, value in source.data.get("parameters", {}).items()
    }
    for section in sections:
        for index, item in enumerate(source.data.get(section, ())):
            for name, value in item.get("parameters", {}).items():
                line = source.line((section, index, "parameters", name))
                place = f"parameters.{name} of the {section.removesuffix('s')} '{item['id']}'"
                key = key_of(section, item["id"], name)
                found[key] = Setting(value, f"{source.name}:{line}: {place}")
    return found


def read_inventory(path: Path) -> Inventory:
    """Read audit.yaml. Raises ConfigurationError with every problem, each with its line and the fix."""
    source = validated(path)
    allowed = source.data.get("plugins", ())
    kinds = plugins.available(plugins.COLLECTORS, allowed)
    points = plugins.available("inventories", allowed)
    problems = [
        *_kind_problems(source, "targets", "target", kinds),
        *_kind_problems(source, "inventories", "inventory", points),
    ]
    if not source.data.get("targets") and not source.data.get("inventories"):
        problems.append(source.problem((), "there is nothing to audit; add 'targets' or 'inventories'"))
    if problems:
        raise ConfigurationError(*problems)
    listing = {item["kind"] for item in source.data.get("inventories", ())}
    sources: dict[str, InventorySource] = {kind: plugins.create(points[kind]) for kind in sorted(listing)}
    used = {item["kind"] for item in source.data.get("targets", ())}
    used |= {inventory.kind for inventory in sources.values()}
    collectors: dict[str, Collector] = {kind: plugins.create(kinds[kind]) for kind in sorted(used)}
    return _Reader(source, path.parent, collectors, sources).inventory()


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


def _kind_problems(source: YamlSource, section: str, what: str, kinds: Mapping[str, Any]) -> Iterator[str]:
    for index, item in enumerate(source.data.get(section, ())):
        if item["kind"] not in kinds:
            text = f"'{item['kind']}' is not a kind of {what}; there are {', '.join(sorted(kinds))}"
            fix = " (others need their distribution under 'plugins:')"
            yield source.problem((section, index, "kind"), text + fix)


class _Reader:
    """Turns a file of the right shape into an inventory, collecting problems on the way."""

    def __init__(
        self,
        source: YamlSource,
        folder: Path,
        collectors: Mapping[str, Collector],
        sources: Mapping[str, InventorySource],
    ) -> None:
        self.source = source
        self.folder = folder
        self.collectors = collectors
        self.sources = Sources(sources, collectors, folder)
        self.problems: list[str] = []

    def inventory(self) -> Inventory:
        data = self.source.data
        self.problems += schema_problems(self.source, _full_schema(self.collectors, self.sources))
        self._unique("targets")
        self._unique("datasets")
        if self.problems:
            raise ConfigurationError(*self.problems)
        calendar = self._calendar()
        entries = [*self._entries(calendar), *self.sources.entries(self.source)]
        targets = self._by_id(entries)
        datasets = [
            self._dataset(index, item, targets) for index, item in enumerate(data.get("datasets", ()))
        ]
        for entry in entries:
            target = targets[entry.target.id]
            self.problems += (f"{entry.place}: {text}" for text in self.collectors[target.kind].check(target))
        if self.problems:
            raise ConfigurationError(*self.problems)
        return Inventory(
            targets=tuple(targets.values()),
            collectors=self.collectors,
            datasets=tuple(datasets),
            policies=tuple(self._path(folder) for folder in data.get("policies", ())),
            plugins=tuple(data.get("plugins", ())),
            waivers=self._path(data["waivers"]) if "waivers" in data else waivers_beside(self.folder),
            baseline=self._path(data["baseline"]) if "baseline" in data else None,
            calendar=calendar,
            parameters=parameters_of(self.source),
        )

    def _calendar(self) -> Calendar:
        try:
            return Calendar.of(self.source.data.get("period", {}))
        except PeriodError as error:
            self._problem(("period", "time_zone"), str(error))
            return Calendar()

    def _problem(self, place: Location, text: str) -> None:
        self.problems.append(self.source.problem(place, text))

    def _unique(self, section: str) -> None:
        seen: set[str] = set()
        for index, item in enumerate(self.source.data.get(section, ())):
            if item["id"] in seen:
                self._problem((section, index, "id"), f"the id '{item['id']}' is used twice; ids are unique")
            seen.add(item["id"])

    def _entries(self, calendar: Calendar) -> Iterator[Entry]:
        for index, item in enumerate(self.source.data.get("targets", ())):
            given = {key: value for key, value in item.items() if key not in COMMON_KEYS}
            collector = self.collectors[item["kind"]]
            settings = {**_zones(collector, calendar), **resolved(given, collector, self.folder)}
            place = f"{self.source.name}:{self.source.line(('targets', index))}"
            yield Entry(place, Target(item["id"], item["kind"], settings, item.get("labels", {})))

    def _by_id(self, entries: Sequence[Entry]) -> dict[str, Target]:
        """The targets by id; one id for two is a problem, and so is a secret that an inventory holds."""
        places: dict[str, str] = {}
        for entry in entries:
            id_ = entry.target.id
            if id_ in places:
                self.problems.append(
                    f"{entry.place}: the id '{id_}' is used twice, also at {places[id_]}; ids are unique"
                )
            places.setdefault(id_, entry.place)
            values = _strings([dict(entry.target.settings), dict(entry.target.labels)], ())
            if any(_SECRET_VALUE.search(value) for _, value in values):
                self.problems.append(f"{entry.place}: a secret does not belong in an inventory")
        return {entry.target.id: entry.target for entry in entries}

    def _path(self, text: str) -> Path:
        return self.folder / Path(text).expanduser()

    def _dataset(self, index: int, item: Mapping[str, Any], targets: dict[str, Target]) -> Dataset:
        dataset = dataset_of_entry(item)
        for number, store in enumerate(item["stores"]):
            place = ("datasets", index, "stores", number)
            meant = [id_ for id_ in targets if id_ == store["target"] or fnmatchcase(id_, store["target"])]
            if not meant:
                self._problem((*place, "target"), f"there is no target '{store['target']}'")
            for id_ in meant:
                targets[id_] = self._held(place, store, dataset, targets[id_])
        return dataset

    def _held(self, place: Location, given: Mapping[str, Any], dataset: Dataset, target: Target) -> Target:
        """The target with one more store on it."""
        try:
            store = store_of_entry(dataset, given)
        except StoreError as error:
            self._problem((*place, *error.place), str(error))
            return target
        if TYPE_OF_STORE[store.kind] not in self.collectors[target.kind].types:
            text = f"a target of kind '{target.kind}' has no {store.kind}"
            self._problem((*place, store.kind if store.kind in given else "tag"), text)
            return target
        return replace(target, stores=(*target.stores, store))


def _zones(collector: Collector, calendar: Calendar) -> dict[str, str]:
    """The settings that are the zone of periods as long as nothing else is said."""
    known = collector.settings_schema.get("properties", {})
    return {name: calendar.zone.key for name, one in known.items() if one.get("format") == "time-zone"}


def _full_schema(collectors: Mapping[str, Collector], sources: Sources) -> dict[str, Any]:
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
    properties = {"targets": {"items": {"allOf": variants}}, "inventories": sources.schema()}
    return {"properties": properties, "$defs": schema["$defs"]}
