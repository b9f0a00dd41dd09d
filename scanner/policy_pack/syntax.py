"""Rego modules as a small, typed view of the syntax tree that the embedded engine gives."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import regorus

from scanner.interfaces import ConfigurationError

MAX_SOURCE_BYTES = 256 * 1024
MAX_LINE = 1024
MAX_NESTING = 12
"""Deeper brackets make the parser take exponential time."""

Node = Any
"""A node of the tree: a mapping of one key (its kind) to its body."""

Path = tuple[str, ...]
"""A reference: names from the root; `*` stands for any one key or item."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as written; `kind` is `set`, `function`, `value` or `default`."""

    name: str
    kind: str
    line: int
    start: int
    """Offset of its first byte. Where a rule ends the tree does not tell reliably."""
    args: tuple[Node, ...]
    heads: tuple[Node, ...]
    """Expressions of the head: the key of a set, keys and value of an object, the value."""
    bodies: tuple[tuple[tuple[Node, ...], tuple[Node, ...]], ...]
    """Per body (else included): the values it assigns, and its statements."""


@dataclass(frozen=True)
class Module:
    """One parsed file. `name` is what messages call it."""

    name: str
    source: str
    package: Path
    imports: dict[str, Path]
    rules: tuple[Rule, ...] = field(repr=False)

    @cached_property
    def by_name(self) -> dict[str, tuple[Rule, ...]]:
        """Rules by the first name of their head."""
        table: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            table[rule.name] = (*table.get(rule.name, ()), rule)
        return table

    def named(self) -> "Module":
        """The same with names and places of its rules only, without what they say."""
        rules = tuple(replace(rule, args=(), heads=(), bodies=()) for rule in self.rules)
        return replace(self, rules=rules)

    @cached_property
    def raw(self) -> bytes:
        """The source as UTF-8; spans of the tree count its bytes."""
        return self.source.encode()

    def text(self, span: dict[str, int]) -> str:
        """The source text of a span."""
        return self.raw[span["start"] : span["end"]].decode(errors="replace")


def parse_module(name: str, source: str) -> Module:
    """Parse one file. Raises ConfigurationError with file and line when it is not Rego."""
    _guard(name, source)
    try:
        tree = json.loads(_tree(name, source))[0]["ast"]
    except RuntimeError as error:
        raise ConfigurationError(engine_message(name, str(error))) from error
    package = reference(tree["package"]["refr"]) or ()
    module = Module(name, source, package, {}, tuple(_rule(item) for item in tree["rules"]))
    for item in tree["imports"]:
        path = reference(item["refr"])
        if path and path[0] in ("data", "input"):
            alias = module.text(item["as"]) if "as" in item else path[-1]
            module.imports[alias] = path
    return module


def _tree(name: str, source: str) -> str:
    """The syntax tree as JSON. Raises RuntimeError when there is none."""
    engine = regorus.Engine()
    try:
        engine.add_policy(name, source)
        return str(engine.get_ast_as_json())
    finally:
        # It has to end in this thread; the traceback of an error would keep it, for any thread to throw away.
        del engine


def engine_message(name: str, text: str) -> str:
    """An error of the embedded engine as one line: file, line, column, what."""
    place = re.search(r"--> .*:(\d+):(\d+)", text)
    what = re.search(r"error: (.*)", text)
    message = (what.group(1) if what else text.strip().splitlines()[0]).split("Stack backtrace")[0].strip()
    return f"{name}:{place.group(1)}: {message}" if place else f"{name}: {message}"


def _guard(name: str, source: str) -> None:
    if len(source.encode()) > MAX_SOURCE_BYTES:
        raise ConfigurationError(f"{name}: larger than {MAX_SOURCE_BYTES // 1024} KiB; split the policy")
    depth = 0
    for number, line in enumerate(source.splitlines(), 1):
        if len(line) > MAX_LINE:
            raise ConfigurationError(f"{name}:{number}: line longer than {MAX_LINE} columns; break it")
    for number, line in enumerate(_without_text(source).split("\n"), 1):
        for char in line:
            depth += (char in "([{") - (char in ")]}")
            if depth > MAX_NESTING:
                text = f"brackets nested deeper than {MAX_NESTING}; use helper rules"
                raise ConfigurationError(f"{name}:{number}: {text}")


def _without_text(source: str) -> str:
    """The source without strings and comments, line breaks kept."""
    text = r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*'
    return re.sub(text, lambda match: "\n" * match.group().count("\n"), source)


def _rule(item: Node) -> Rule:
    if "Default" in item:
        body = item["Default"]
        name = _head_name(body["refr"])
        return Rule(name, "default", *_place(body), (), (body["value"],), ())
    body = item["Spec"]
    kind, head = next(iter(body["head"].items()))
    heads = tuple(head[key] for key in ("key",) if head.get(key))
    heads += tuple(_indexes(head["refr"]))
    if head.get("assign"):
        heads += (head["assign"]["value"],)
    bodies = tuple(_body(part) for part in body["bodies"])
    kinds = {"Set": "set", "Func": "function", "Compr": "value"}
    return Rule(
        _head_name(head["refr"]), kinds[kind], *_place(body), tuple(head.get("args", ())), heads, bodies
    )


def _body(part: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    values = (part["assign"]["value"],) if part["assign"] else ()
    return values, tuple(part["query"]["stmts"])


def _place(body: Node) -> tuple[int, int]:
    return body["span"]["line"], body["span"]["start"]


def _head_name(ref: Node) -> str:
    path = reference(ref)
    return path[0] if path else "?"


def _indexes(ref: Node) -> Iterator[Node]:
    kind, body = next(iter(ref.items()))
    if kind == "RefBrack":
        yield body["index"]
    if kind in ("RefBrack", "RefDot"):
        yield from _indexes(body["refr"])


def reference(node: Node) -> Path | None:
    """The path of a reference made of names and literal keys; any other key is `*`. None if it is none."""
    kind, body = next(iter(node.items()))
    if kind == "Var":
        return (body["value"],)
    if kind not in ("RefDot", "RefBrack"):
        return None
    base = reference(body["refr"])
    if base is None:
        return None
    return (*base, body["field"][1] if kind == "RefDot" else index_key(body["index"]))


def index_key(node: Node) -> str:
    """The literal key in brackets, or `*`."""
    kind, body = next(iter(node.items()))
    return body["value"] if kind in ("String", "RawString") else "*"


def line_of(node: Node) -> int:
    """The line of a node."""
    body = next(iter(node.values()))
    return int(body["span"]["line"])
