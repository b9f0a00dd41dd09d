"""Templates in YAML and JSON, with the lines of their resources.

Source: "Template anatomy" in the CloudFormation user guide.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from scanner.interfaces import ConfigurationError
from scanner.model import Location

Json = Any
MAX_NODES = 300_000
MAX_DEPTH = 100
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Template:
    """A template as data; short forms of functions (`!Ref`) in their long form."""

    data: Mapping[str, Json]
    lines: Mapping[str, Location] = field(default_factory=dict)
    """Of the resources, by logical id."""

    def section(self, name: str) -> Mapping[str, Json]:
        """A section, empty when it is not there."""
        found = self.data.get(name)
        return found if isinstance(found, Mapping) else {}


def looks_like_one(data: Mapping[str, Json]) -> bool:
    """Whether it is a template: resources that each have a type of a provider."""
    if not isinstance(data.get("Resources"), Mapping):
        return False
    types = [each.get("Type") for each in data["Resources"].values() if isinstance(each, Mapping)]
    known = any(isinstance(type_, str) and "::" in type_ for type_ in types)
    return known or "AWSTemplateFormatVersion" in data


def read_template(text: str, shown: str) -> Template:
    """A template. Raises ConfigurationError with file and line of what cannot be read."""
    node = _composed(text, shown)
    data = json.loads(text) if node is None else _value(node, _Budget(shown), 0)
    return Template(data if isinstance(data, dict) else {}, dict(_lines(node, shown)))


def _composed(text: str, shown: str) -> yaml.Node | None:
    """The tree with its lines; None for JSON that is no YAML."""
    try:
        loader = _LOADER(text)
        try:
            return _no_aliases(loader, shown)
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError) as error:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise ConfigurationError(f"{shown}:{line}: neither YAML nor JSON that can be read") from error
    return None


def _no_aliases(loader: Any, shown: str) -> yaml.Node:
    """Aliases are refused: a few of them can stand for millions of nodes. CloudFormation has none either."""
    node = loader.get_single_node()
    seen: set[int] = set()
    stack = [node] if isinstance(node, yaml.Node) else []
    while stack:
        found = stack.pop()
        if id(found) in seen and not isinstance(found, yaml.ScalarNode):
            raise ConfigurationError(
                f"{shown}:{found.start_mark.line + 1}: YAML aliases are not allowed here"
            )
        seen.add(id(found))
        if len(seen) > MAX_NODES:
            raise ConfigurationError(f"{shown}: more than {MAX_NODES} nodes; split the template")
        if isinstance(found, yaml.MappingNode):
            stack += [part for pair in found.value for part in pair]
        elif isinstance(found, yaml.SequenceNode):
            stack += found.value
    return node if isinstance(node, yaml.Node) else yaml.ScalarNode("tag:yaml.org,2002:null", "")


@dataclass(slots=True)
class _Budget:
    shown: str


def _value(node: yaml.Node, budget: _Budget, depth: int) -> Json:
    if depth > MAX_DEPTH:
        raise ConfigurationError(f"{budget.shown}:{node.start_mark.line + 1}: nested too deep")
    if isinstance(node, yaml.MappingNode):
        plain: Json = {}
        for key, value in node.value:
            name = str(key.value)
            if name in plain:
                line = key.start_mark.line + 1
                raise ConfigurationError(f"{budget.shown}:{line}: the key {name[:60]!r} is there twice")
            plain[name] = _value(value, budget, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        plain = [_value(item, budget, depth + 1) for item in node.value]
    else:
        plain = _scalar(node)
    return _long_form(node.tag, plain)


def _scalar(node: yaml.Node) -> Json:
    kind = node.tag.rpartition(":")[2]
    text = str(node.value)
    if node.tag.startswith("!"):
        return text
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind == "int" and text.lstrip("+-").isdecimal() and not text.lstrip("+-").startswith("0"):
        return int(text)
    if kind == "int" and text == "0":
        return 0
    return text


def _long_form(tag: str, value: Json) -> Json:
    if not tag.startswith("!"):
        return value
    name = tag[1:]
    if name == "GetAtt" and isinstance(value, str):
        return {"Fn::GetAtt": value.split(".", 1)}
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


def _lines(node: yaml.Node | None, shown: str) -> Iterator[tuple[str, Location]]:
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if key.value == "Resources" and isinstance(value, yaml.MappingNode):
            for name, body in value.value:
                # Without braces a mapping ends where the next thing begins.
                end = body.end_mark.line + bool(getattr(body, "flow_style", True))
                line = name.start_mark.line + 1
                yield str(name.value), Location(shown, line, max(end, line))
