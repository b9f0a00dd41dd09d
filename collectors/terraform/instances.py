"""Resources of a configuration and their instances: what `count`, `for_each` and `dynamic` make of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collectors.aws.planned.terraform.computed import computed, document_of
from collectors.planned.values import Unknown, parts
from collectors.terraform.expressions import Lookup, Scope, evaluate, pairs, traversal
from collectors.terraform.functions import FunctionError, refs_of
from collectors.terraform.hcl import Body, Element
from collectors.terraform.references import written_key

if TYPE_CHECKING:
    from collectors.terraform.modules import Module

Json = Any
MAX_INSTANCES = 2000
MAX_NODES = 200_000
"""Of one value: a chain of locals can double it at each step."""
META = frozenset(
    {"count", "for_each", "provider", "providers", "depends_on", "lifecycle", "source", "version"}
)
"""Arguments of Terraform itself."""
UNKNOWN = Unknown()


@dataclass(slots=True)
class Resource:
    """A resource of a module with all its instances."""

    module: "Module"
    element: Element
    managed: bool
    _instances: "list[Instance] | None" = None

    @property
    def type(self) -> str:
        """Such as `aws_s3_bucket`."""
        return self.element.labels[0]

    @property
    def address(self) -> str:
        """Without the key of an instance."""
        local = ".".join(self.element.labels)
        prefix = f"{self.module.address}." if self.module.address else ""
        return f"{prefix}{local if self.managed else f'data.{local}'}"

    def instances(self) -> "list[Instance]":
        """One for each key of `count` or `for_each`; one without a key when that is not known."""
        if self._instances is None:
            self._instances = []
            found = keyed(self.element.body, self.module.scope())
            self._instances = [Instance(self, key, each) for key, each in found]
        return self._instances


@dataclass(slots=True)
class Instance:
    """One instance of a resource; its attributes are evaluated when they are asked for."""

    resource: Resource
    key: Json
    each: Mapping[str, Json]
    _values: dict[str, Json] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """With its key."""
        return self.resource.address + ("" if self.key is None else written_key(self.key))

    def scope(self) -> Scope:
        """Where its expressions stand."""
        return self.resource.module.scope(self.each)

    def values(self) -> dict[str, Json]:
        """All attributes and nested blocks."""
        return body_values(self.resource.element.body, self.scope())

    def attribute(self, name: str) -> Json:
        """What other blocks see: what is set, else what AWS will make of it as far as that is certain."""
        if name in self._values:
            return self._values[name]
        if name in self._busy:
            return Unknown((self.address,))
        self._busy.add(name)
        try:
            self._values[name] = bounded(self._made(name))
        finally:
            self._busy.discard(name)
        return self._values[name]

    def _made(self, name: str) -> Json:
        own = self.resource.element.body.attributes.get(name)
        if own is not None:
            found = evaluate(own, self.scope())
            if found is not None:
                return Unknown((self.address,)) if isinstance(found, Unknown) and not found.refs else found
        if not self.resource.managed:
            return self._read(name)
        made = computed(
            self.resource.type, self.address, self.attribute_text, name, self.resource.module.account
        )
        return Unknown((self.address,)) if made is None else made

    def attribute_text(self, name: str) -> str | None:
        """An attribute that is set and known."""
        node = self.resource.element.body.attributes.get(name)
        value = self.attribute(name) if node is not None else None
        return value if isinstance(value, str) else None

    def _read(self, name: str) -> Json:
        """Of a data source: documents are made here, all else is read by Terraform only."""
        if self.resource.type == "aws_iam_policy_document" and name in ("json", "minified_json"):
            return document_of(self.values())
        if self.resource.type == "aws_partition" and name == "partition":
            return "aws"
        return UNKNOWN


class Instances(Lookup):
    """`type.name` in an expression."""

    def __init__(self, resource: Resource) -> None:
        self._resource = resource

    def attribute(self, name: str) -> Json:
        found = self._resource.instances()
        if len(found) == 1 and (found[0].key is None):
            return found[0].attribute(name)
        return Unknown(tuple(each.address for each in found))

    def item(self, key: Json) -> Json:
        for each in self._resource.instances():
            if each.key == key or each.key is None:
                return _One(each)
        raise FunctionError("no such instance")

    def items(self) -> Json:
        found = self._resource.instances()
        if found and isinstance(found[0].key, str):
            return {str(each.key): _One(each) for each in found}
        return [_One(each) for each in found]


class _One(Lookup):
    """One instance of a resource in an expression."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    def attribute(self, name: str) -> Json:
        return self._instance.attribute(name)

    def item(self, key: Json) -> Json:
        return self._instance.attribute(str(key))

    def items(self) -> Json:
        return [self]


def keyed(body: Body, scope: Scope) -> Iterator[tuple[Json, dict[str, Json]]]:
    """The keys of instances, with what `each` and `count` are in them."""
    if "count" in body.attributes:
        count = evaluate(body.attributes["count"], scope)
        if not isinstance(count, int):
            yield None, {"count": {"index": UNKNOWN}}
            return
        for number in range(min(int(count), MAX_INSTANCES)):
            yield number, {"count": {"index": number}}
    elif "for_each" in body.attributes:
        given = evaluate(body.attributes["for_each"], scope)
        given = given.items() if isinstance(given, Lookup) else given
        if not isinstance(given, Mapping | list):
            yield None, {"each": {"key": UNKNOWN, "value": UNKNOWN}}
            return
        found = pairs(given) if isinstance(given, Mapping) else ((item, item) for item in given)
        for key, value in list(found)[:MAX_INSTANCES]:
            if isinstance(key, Unknown):
                yield None, {"each": {"key": key, "value": value}}
                return
            yield str(key), {"each": {"key": key, "value": value}}
    else:
        yield None, {}


def body_values(body: Body, scope: Scope) -> dict[str, Json]:
    """Attributes and nested blocks as a plan has them; `dynamic` blocks are unfolded."""
    found: dict[str, Json] = {
        name: plain(evaluate(node, scope)) for name, node in body.attributes.items() if name not in META
    }
    for element in body.blocks:
        if element.kind in META:
            continue
        if element.kind != "dynamic":
            _add(found, element.kind, [body_values(element.body, scope)])
        else:
            _add(found, element.labels[0], _dynamic(element, scope))
    return found


def _add(found: dict[str, Json], name: str, blocks: Json) -> None:
    before = found.get(name, [])
    if isinstance(blocks, Unknown) or isinstance(before, Unknown):
        found[name] = Unknown(refs_of(blocks, before))
    else:
        found[name] = [*before, *blocks]


def _dynamic(element: Element, scope: Scope) -> Json:
    node = element.body.attributes.get("for_each")
    given = Unknown() if node is None else evaluate(node, scope)
    given = given.items() if isinstance(given, Lookup) else given
    contents = [each for each in element.body.blocks if each.kind == "content"]
    if not isinstance(given, Mapping | list) or len(contents) != 1:
        return Unknown(refs_of(given))
    iterator = element.labels[0]
    if "iterator" in element.body.attributes:
        iterator = traversal(element.body.attributes["iterator"])
    return [
        body_values(contents[0].body, scope.with_names(**{iterator: {"key": key, "value": value}}))
        for key, value in list(pairs(given))[:MAX_INSTANCES]
    ]


def plain(value: Json) -> Json:
    """Without whole resources in it, which no attribute can hold."""
    if isinstance(value, Lookup):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def bounded(value: Json) -> Json:
    """Unknown in the place of a value that is too large."""
    for number, _ in enumerate(parts(value)):
        if number > MAX_NODES:
            return UNKNOWN
    return value
