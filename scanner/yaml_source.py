"""YAML with line numbers: every complaint about a file names the line it is about."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from scanner.interfaces import ConfigurationError

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

MAX_BYTES = 4 * 1024 * 1024
MAX_NODES = 200_000

Location = tuple[str | int, ...]


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""That of libyaml is ten times as fast, and stops at a depth of its own."""


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.1 without timestamps, and with the booleans of YAML 1.2.

    A date stays the text that was written, and so do `on`, `off`, `yes` and `no`.
    """


_TEXT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _TEXT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A parsed YAML document; `lines` maps the place of each key and item to its line, from 1."""

    name: str
    data: Any
    lines: Mapping[Location, int] = field(repr=False)

    def line(self, place: Location) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Location, text: str) -> str:
        """One line for the reader: file, line, place, what and how to fix."""
        shown = _dotted(place)
        return f"{self.name}:{self.line(place)}: {shown + ': ' if shown else ''}{text}"


def read_yaml(path: Path, name: str | None = None) -> YamlSource:
    """Read a YAML file. Raises ConfigurationError when it cannot be read or parsed."""
    shown = name or str(path)
    try:
        with path.open("rb") as handle:
            raw = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        raise ConfigurationError(f"{shown}: larger than {MAX_BYTES // 2**20} MiB; split it")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigurationError(f"{shown}:{line}: not UTF-8; save the file as UTF-8") from error
    return parse_yaml(text, shown)


def parse_yaml(text: str, name: str, first_line: int = 1) -> YamlSource:
    """Parse one YAML document; `first_line` is the line its text starts on in `name`.

    Raises ConfigurationError for syntax errors, duplicate keys, anchors that expand too far, and keys
    that are not text.
    """
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines = dict(_places(node, name, first_line)) if node is not None else {}
            data = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise ConfigurationError(f"{name}:{line}: not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigurationError(f"{name}:{first_line}: not valid YAML: {reason}") from error
    return YamlSource(name, data, lines)


def _places(root: yaml.Node, name: str, first_line: int) -> Iterator[tuple[Location, int]]:
    pending: list[tuple[Location, yaml.Node]] = [((), root)]
    seen = 0
    while pending:
        place, node = pending.pop()
        seen += 1
        if seen > MAX_NODES:
            raise ConfigurationError(f"{name}: expands to more than {MAX_NODES} values; is an anchor nested?")
        if isinstance(node, yaml.MappingNode):
            for key, value, line in _pairs(node, name, first_line):
                yield (*place, key), line
                pending.append(((*place, key), value))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                yield (*place, index), item.start_mark.line + first_line
                pending.append(((*place, index), item))


def _pairs(node: yaml.MappingNode, name: str, first_line: int) -> Iterator[tuple[str, yaml.Node, int]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + first_line
        if not isinstance(key, yaml.ScalarNode):
            raise ConfigurationError(f"{name}:{line}: a key must be text")
        if key.value in seen:
            raise ConfigurationError(f"{name}:{line}: the key '{key.value}' is given twice; keep one")
        seen.add(key.value)
        yield key.value, value, line


def schema_problems(source: YamlSource, schema: Mapping[str, Any]) -> list[str]:
    """Check a document against a JSON Schema (2020-12); one line per problem, in the order of the file."""
    from jsonschema import Draft202012Validator  # takes time, in vain for runs without such files

    errors = Draft202012Validator(schema).iter_errors(source.data)
    found = [line for error in errors for line in _explain(source, error)]
    return sorted(set(found), key=lambda text: (int(text[len(source.name) + 1 :].split(":")[0]), text))


def _explain(source: YamlSource, error: "ValidationError") -> Iterator[str]:
    place: Location = tuple(error.absolute_path)
    expected: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties":
            yield from _unknown_keys(source, place, error.instance, schema)
        case "required":
            given: Any = error.instance
            missing = [key for key in expected if key not in given]
            yield from (source.problem(place, f"the key '{key}' is missing; add it") for key in missing)
        case "enum":
            allowed = ", ".join(str(value) for value in expected)
            yield source.problem(place, f"must be one of {allowed}")
        case "const":
            yield source.problem(place, f"must be {expected}")
        case "type":
            yield source.problem(place, f"must be {_types(expected)}")
        case _:
            hint = schema.get("description") if isinstance(schema, Mapping) else None
            text = f"must be {hint[:1].lower()}{hint[1:].rstrip('.')}" if hint else error.message[:200]
            yield source.problem(place, text)


def _unknown_keys(source: YamlSource, place: Location, given: Any, schema: Any) -> Iterator[str]:
    known = sorted(schema.get("properties", {}))
    for key in given:
        if key in known:
            continue
        close = difflib.get_close_matches(str(key), known, n=1)
        fix = f"did you mean '{close[0]}'?" if close else f"allowed are {', '.join(known)}"
        yield source.problem((*place, key), f"unknown key; {fix}")


def _types(expected: str | Sequence[str]) -> str:
    names = {
        "object": "a mapping",
        "array": "a list",
        "string": "text (quote it if it looks like a number)",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "null": "empty",
    }
    wanted = [expected] if isinstance(expected, str) else expected
    return " or ".join(names[name] for name in wanted)


def _dotted(place: Location) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
