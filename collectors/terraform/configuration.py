"""A folder of .tf files as blocks: the root module, modules that it calls, the values of its variables."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from collectors.aws.planned.terraform.computed import references
from collectors.planned.blocks import Block, Estate
from collectors.planned.files import read_text
from collectors.terraform.expressions import Node, Scope, evaluate, traversal
from collectors.terraform.hcl import Element, Folder, expression, parse, read_folder
from collectors.terraform.instances import META, UNKNOWN, Instance, keyed
from collectors.terraform.modules import Module
from collectors.terraform.references import written_key
from collectors.terraform.sources import installed_modules
from scanner.interfaces import ConfigurationError

Json = Any
MAX_MODULES = 500
"""Instances, in all."""


class Configuration:
    """A root module with everything below it."""

    def __init__(
        self, path: Path, shown: str, variables: Sequence[Path] = (), account: str | None = None
    ) -> None:
        self.folders: dict[Path, Folder] = {}
        self.shown = shown
        self.account = account
        self.root_path = path.parent if path.is_file() else path
        self.installed = installed_modules(self.root_path)
        self.modules: list[Module] = []
        self.missing: list[str] = []
        folder = read_folder(path, shown)
        self.root = self._module(folder, "", _tfvars(path, self.root_path, variables), (), ())

    def _module(
        self,
        folder: Folder,
        address: str,
        given: Mapping[str, Callable[[], Json]],
        keys: tuple[str, ...],
        above: tuple[Path, ...],
    ) -> Module:
        module = Module(folder, address, given, self.account)
        self.modules.append(module)
        if len(self.modules) > MAX_MODULES:
            raise ConfigurationError(f"{self.shown}: more than {MAX_MODULES} instances of modules")
        for element in folder.of("module"):
            self._call(module, element, keys, (*above, folder.path.resolve()))
        return module

    def _call(self, module: Module, element: Element, keys: tuple[str, ...], above: tuple[Path, ...]) -> None:
        (name,) = element.labels or ("",)
        path = self._locate(module, element, (*keys, name))
        if path is None or path.resolve() in above:
            missing = f"{module.address}.module.{name}".removeprefix(".")
            self.missing.append(f"{missing} is not there; run terraform init, or give its plan")
            return
        folder = self._read(path)
        module.children[name] = []
        for key, each in keyed(element.body, module.scope()):
            address = f"{module.address}.module.{name}".removeprefix(".")
            address += "" if key is None else written_key(key)
            given = {
                argument: _later(node, module.scope(each))
                for argument, node in element.body.attributes.items()
                if argument not in META
            }
            child = self._module(folder, address, given, (*keys, name), above)
            module.children[name].append((key, child))

    def _locate(self, module: Module, element: Element, keys: tuple[str, ...]) -> Path | None:
        node = element.body.attributes.get("source")
        source = None if node is None else evaluate(node, module.scope())
        if isinstance(source, str) and source.startswith(("./", "../")):
            path = module.folder.path / source
        elif ".".join(keys) in self.installed:
            path = self.root_path / self.installed[".".join(keys)]
        else:
            return None
        return path if path.is_dir() else None

    def _read(self, path: Path) -> Folder:
        real = path.resolve()
        if real not in self.folders:
            root = self.root_path.resolve()
            inside = real.relative_to(root) if real.is_relative_to(root) else real
            base = Path(self.shown).parent if Path(self.shown).suffix == ".tf" else Path(self.shown)
            self.folders[real] = read_folder(path, str(base / inside))
        return self.folders[real]

    def estate(self) -> Estate:
        """All managed resources as blocks, with the addresses that they had before `moved`."""
        blocks: dict[str, list[Block]] = {}
        moved = dict(self._moved())
        for module in self.modules:
            region = _region(module) or _region(self.root)
            for (managed, _, _), resource in module.resources.items():
                for instance in resource.instances() if managed else ():
                    block = _block(instance, region, moved)
                    blocks.setdefault(block.type, []).append(block)
        return Estate(blocks, self.account, tuple(self.missing))

    def _moved(self) -> Iterator[tuple[str, str]]:
        for module in self.modules:
            for element in module.folder.of("moved"):
                found = {key: traversal(node) for key, node in element.body.attributes.items()}
                prefix = f"{module.address}." if module.address else ""
                if "from" in found and "to" in found:
                    yield prefix + found["to"], prefix + found["from"]


def _later(node: Node, scope: Scope) -> Callable[[], Json]:
    return lambda: evaluate(node, scope)


def _block(instance: Instance, region: str | None, moved: Mapping[str, str]) -> Block:
    resource = instance.resource
    values = instance.values()

    def links(attribute: str) -> tuple[str, ...]:
        return linked(instance, attribute)

    address, base = instance.address, resource.address
    former = moved.get(address)
    if former is None and base in moved:
        former = moved[base] + address[len(base) :]
    return Block(
        address=address,
        type=resource.type,
        values=values,
        links=links,
        region=region,
        location=resource.element.location,
        former=(former,) if former else (),
    )


def linked(instance: Instance, attribute: str) -> tuple[str, ...]:
    """The instances that an attribute refers to, through variables, locals and outputs."""
    node = instance.resource.element.body.attributes.get(attribute)
    return () if node is None else tuple(dict.fromkeys(references(evaluate(node, instance.scope()))))


def _region(module: Module) -> str | None:
    for element in module.folder.of("provider"):
        if element.labels == ("aws",) and "alias" not in element.body.attributes:
            node = element.body.attributes.get("region")
            found = None if node is None else evaluate(node, module.scope())
            return found if isinstance(found, str) else None
    return None


def _tfvars(path: Path, folder: Path, more: Sequence[Path]) -> dict[str, Callable[[], Json]]:
    """Values of variables: terraform.tfvars, then *.auto.tfvars by name, then what was named."""
    found: dict[str, Callable[[], Json]] = {}
    own = [] if path.is_file() else [folder / "terraform.tfvars", folder / "terraform.tfvars.json"]
    automatic = (
        () if path.is_file() else sorted([*folder.glob("*.auto.tfvars"), *folder.glob("*.auto.tfvars.json")])
    )
    empty = Scope(lambda _: UNKNOWN, expression)
    for file in [*(each for each in own if each.exists()), *sorted(automatic), *more]:
        text = read_text(file, str(file))
        if file.suffix == ".json":
            for name, value in _json_object(text, file).items():
                found[name] = _always(value)
        else:
            for name, node in _attributes(text, file).items():
                found[name] = _later(node, empty)
    return found


def _always(value: Json) -> Callable[[], Json]:
    return lambda: value


def _json_object(text: str, file: Path) -> Mapping[str, Json]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{file}: not JSON") from error
    if not isinstance(found, dict):
        raise ConfigurationError(f"{file}: not a JSON object")
    return found


def _attributes(text: str, file: Path) -> Mapping[str, Node]:
    (element,) = parse(f"values {{\n{text}\n}}\n", str(file))
    return element.body.attributes
