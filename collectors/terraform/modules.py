"""Modules of a configuration, and what names mean in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from collectors.planned.files import read_text
from collectors.planned.values import Unknown
from collectors.terraform.expressions import Lookup, Node, Scope, evaluate
from collectors.terraform.functions import FunctionError, refs_of
from collectors.terraform.hcl import Folder, expression
from collectors.terraform.instances import UNKNOWN, Instances, Resource, bounded
from scanner.interfaces import ConfigurationError

Json = Any


@dataclass(slots=True)
class Module:
    """One instance of a module; `given` makes the values of its variables when they are asked for."""

    folder: Folder
    address: str
    given: Mapping[str, Callable[[], Json]]
    account: str | None = None
    resources: dict[tuple[bool, str, str], Resource] = field(default_factory=dict)
    children: dict[str, "list[tuple[Json, Module]]"] = field(default_factory=dict)
    _locals: dict[str, Node] = field(default_factory=dict)
    _known: dict[str, Json] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for kind, managed in (("resource", True), ("data", False)):
            for element in self.folder.of(kind):
                if len(element.labels) == 2:
                    self.resources[(managed, *element.labels)] = Resource(self, element, managed)
        self._locals = dict(self.folder.settings("locals"))

    def scope(self, names: Mapping[str, Json] | None = None) -> Scope:
        """Where expressions of this module stand."""
        return Scope(self._root, expression, names or {})

    def _root(self, name: str) -> Json:
        """What a first name means."""
        if name in ("var", "local", "module", "data"):
            return _Names(self, name)
        if name == "path":
            here = str(self.folder.path)
            return {"module": here, "root": here, "cwd": here}
        if name == "file":
            return self._file
        if any(managed and type_ == name for managed, type_, _ in self.resources):
            return _Names(self, name)
        return UNKNOWN

    def named(self, kind: str, name: str) -> Json:
        """`kind.name`. Raises FunctionError when there is none."""
        if kind == "var":
            return self._made(f"var.{name}", lambda: self._variable(name))
        if kind == "local":
            node = self._locals.get(name)
            return (
                UNKNOWN if node is None else self._made(f"local.{name}", lambda: evaluate(node, self.scope()))
            )
        if kind == "module":
            return _Calls(self.children[name]) if name in self.children else UNKNOWN
        found = self.resources.get((True, kind, name))
        if found is None:
            raise FunctionError(f"no resource {kind}.{name}")
        return Instances(found)

    def data(self, type_: str, name: str) -> Json:
        """`data.type.name`."""
        found = self.resources.get((False, type_, name))
        return UNKNOWN if found is None else Instances(found)

    def output(self, name: str) -> Json:
        """The value of an output."""
        for element in self.folder.of("output"):
            if element.labels == (name,) and "value" in element.body.attributes:
                node = element.body.attributes["value"]
                return self._memo(f"output.{name}", node)
        return UNKNOWN

    def _variable(self, name: str) -> Json:
        if name in self.given:
            return self.given[name]()
        for element in self.folder.of("variable"):
            if element.labels == (name,) and "default" in element.body.attributes:
                return evaluate(element.body.attributes["default"], self.scope())
        return UNKNOWN

    def _memo(self, key: str, node: Node) -> Json:
        return self._made(key, lambda: evaluate(node, self.scope()))

    def _made(self, key: str, make: Callable[[], Json]) -> Json:
        """Made once; a value that needs itself is unknown."""
        if key not in self._known:
            if key in self._busy:
                return UNKNOWN
            self._busy.add(key)
            try:
                self._known[key] = bounded(make())
            finally:
                self._busy.discard(key)
        return self._known[key]

    def _file(self, name: Json) -> Json:
        """A file within the folder of the module; others are not read."""
        if not isinstance(name, str):
            return UNKNOWN
        path = (self.folder.path / name).resolve()
        if not path.is_relative_to(self.folder.path.resolve()):
            return UNKNOWN
        try:
            return read_text(path, name)
        except ConfigurationError:
            return UNKNOWN


class _Names(Lookup):
    """`var`, `local`, `module`, `data`, or the type of a resource, before the name that follows."""

    def __init__(self, module: Module, kind: str) -> None:
        self._module = module
        self._kind = kind

    def attribute(self, name: str) -> Json:
        if self._kind == "data":
            return _DataType(self._module, name)
        return self._module.named(self._kind, name)

    def item(self, key: Json) -> Json:
        return self.attribute(str(key))

    def items(self) -> Json:
        return UNKNOWN


class _DataType(_Names):
    """`data.type`."""

    def attribute(self, name: str) -> Json:
        return self._module.data(self._kind, name)


class _Calls(Lookup):
    """`module.name`: one instance, or several."""

    def __init__(self, instances: "Sequence[tuple[Json, Module]]") -> None:
        self._instances = instances

    def attribute(self, name: str) -> Json:
        if len(self._instances) == 1 and self._instances[0][0] is None:
            return self._instances[0][1].output(name)
        return Unknown(refs_of([each.output(name) for _, each in self._instances]))

    def item(self, key: Json) -> Json:
        for own, module in self._instances:
            if own == key or own is None:
                return _Calls([(None, module)])
        raise FunctionError("no such instance")

    def items(self) -> Json:
        if self._instances and isinstance(self._instances[0][0], str):
            return {str(key): _Calls([(None, module)]) for key, module in self._instances}
        return [_Calls([(None, module)]) for _, module in self._instances]
