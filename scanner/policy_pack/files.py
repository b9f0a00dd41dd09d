"""The files of one policy pack, read and parsed but not yet related to each other."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from scanner.interfaces import ConfigurationError
from scanner.model import Control, Document
from scanner.policy_pack.catalogue import control
from scanner.policy_pack.fact_schema import read_fact_schema
from scanner.policy_pack.syntax import Module, parse_module
from scanner.policy_pack.walk import add_files, pack_files
from scanner.schemas import load_schema
from scanner.yaml_source import YamlSource, read_yaml, schema_problems


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """An entry of `verify` that is a rule: its name within the control, and where it stands."""

    name: str
    data: Mapping[str, Any]
    file: str
    place: str


@dataclass(slots=True)
class PackFiles:
    """One folder of policies. Problems are collected, so that a reader sees all of them at once."""

    name: str
    folder: Path
    overrides: tuple[str, ...] = ()
    checks: list[Module] = field(default_factory=list)
    libraries: list[Module] = field(default_factory=list)
    tests: dict[str, Module] = field(default_factory=dict)
    """Tests by the name of the file that they are about."""
    schemas: dict[str, dict[str, Any]] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    controls: dict[str, Control] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    entries: list[tuple[str, RuleEntry]] = field(default_factory=list)
    """Rules about records, each with the control that they decide."""
    digest: str = ""


def read_pack(name: str, folder: Path) -> PackFiles:
    """Read a pack's folder. Raises ConfigurationError when it is not a folder that can be read."""
    if not folder.is_dir():
        raise ConfigurationError(f"{folder}: not a folder of policies")
    pack = PackFiles(name, folder)
    digest = hashlib.sha256()
    try:
        files = pack_files(folder)
        add_files(digest, folder, files)
    except OSError as error:
        raise ConfigurationError(f"{error.filename}: cannot be read: {error.strerror or error}") from error
    for file in files:
        _collect(pack, partial(_read, pack, folder / file))
    pack.digest = digest.hexdigest()
    return pack


def _collect(pack: PackFiles, action: Callable[[], None]) -> None:
    try:
        action()
    except ConfigurationError as error:
        pack.problems.extend(error.problems)


def _read(pack: PackFiles, path: Path) -> None:
    relative = path.relative_to(pack.folder)
    shown = f"{pack.name}/{relative.as_posix()}"
    if path.suffix == ".rego":
        _read_rego(pack, path, relative, shown)
    elif relative.parts[:-1] == ("schemas",) and path.suffix == ".json":
        _read_schema(pack, path, shown)
    elif relative.parts[0] == "controls" and path.suffix == ".yaml":
        _read_controls(pack, path, shown)
    elif relative.as_posix() == "parameters.yaml":
        pack.parameters = _valid_yaml(path, shown, "parameters").data["parameters"]
    elif relative.as_posix() == "documents.yaml":
        found = _valid_yaml(path, shown, "documents").data["documents"]
        pack.documents = {id_: Document(id_, **titles) for id_, titles in found.items()}
    elif relative.as_posix() == "roles.yaml":
        pack.roles = _valid_yaml(path, shown, "roles").data["roles"]
    elif relative.as_posix() == "pack.yaml":
        _read_manifest(pack, path, shown)


def _read_rego(pack: PackFiles, path: Path, relative: Path, shown: str) -> None:
    try:
        source = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{shown}:1: not UTF-8; save the file as UTF-8") from error
    module = parse_module(shown, source)
    is_test = path.stem.endswith("_test")
    expected = (*relative.parent.parts[:-1], relative.parent.name + ("_test" if is_test else ""))
    if module.package != expected or path.stem != expected[-1]:
        text = (
            f"package '{'.'.join(module.package)}' does not fit the path; a check lies in "
            "<domain>/<name>/<name>.rego as package <domain>.<name>, its test in <name>_test.rego"
        )
        raise ConfigurationError(f"{shown}:1: {text}")
    if is_test:
        # Of a test only the names count; its tree, larger than all others, goes.
        pack.tests[shown.removesuffix("_test.rego") + ".rego"] = module.named()
    elif module.package[0] == "lib":
        pack.libraries.append(module)
    else:
        pack.checks.append(module)


def _read_schema(pack: PackFiles, path: Path, shown: str) -> None:
    try:
        pack.schemas[path.stem] = read_fact_schema(path)
    except ValueError as error:
        raise ConfigurationError(f"{shown}:1: not a JSON Schema: {error}") from error


def _read_controls(pack: PackFiles, path: Path, shown: str) -> None:
    source = _valid_yaml(path, shown, "controls")
    for index, item in enumerate(source.data["controls"]):
        if item["id"] in pack.controls:
            text = f"the control '{item['id']}' is defined twice; keep one"
            pack.problems.append(source.problem(("controls", index, "id"), text))
        pack.controls[item["id"]] = made = control(item, path.stem)
        pack.entries += _entries(made, index, source)


def _entries(control: Control, index: int, source: YamlSource) -> Iterator[tuple[str, RuleEntry]]:
    for number, entry in enumerate(control.verify):
        if "rule" in entry:
            place = f"{source.name}:{source.line(('controls', index, 'verify', number))}"
            yield control.id, RuleEntry(entry.get("name", str(number + 1)), entry, source.name, place)


def _read_manifest(pack: PackFiles, path: Path, shown: str) -> None:
    data = _valid_yaml(path, shown, "pack").data
    pack.overrides = tuple(data.get("overrides", ()))


def _valid_yaml(path: Path, shown: str, schema: str) -> YamlSource:
    source = read_yaml(path, shown)
    problems = schema_problems(source, load_schema(schema))
    if problems:
        raise ConfigurationError(*problems)
    return source
