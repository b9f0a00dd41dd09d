"""Folders of .tf files as blocks, parsed by python-hcl2.

Source: "HCL Native Syntax Specification".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hcl2
from lark import Token, Tree
from lark.exceptions import LarkError, UnexpectedInput

from collectors.planned.files import MAX_FILES, read_text
from collectors.terraform.expressions import children, token_text
from scanner.interfaces import ConfigurationError
from scanner.model import Location

Json = Any
Node = Tree[Token] | Token
MAX_BYTES = 1024 * 1024
"""Of the files of one folder: the parser takes some 700 bytes of memory for each."""
_MAX_NESTING = 60


@dataclass(frozen=True, slots=True)
class Body:
    """The attributes and nested blocks of a block."""

    attributes: Mapping[str, Node]
    blocks: Sequence["Element"]


@dataclass(frozen=True, slots=True)
class Element:
    """A block with its labels."""

    kind: str
    labels: tuple[str, ...]
    body: Body
    location: Location


@dataclass(slots=True)
class Folder:
    """The blocks of one folder, by kind."""

    path: Path
    elements: dict[str, list[Element]] = field(default_factory=dict)

    def of(self, kind: str) -> Sequence[Element]:
        """The blocks of a kind, in order."""
        return self.elements.get(kind, ())

    def settings(self, kind: str) -> Iterator[tuple[str, Node]]:
        """The attributes of all blocks of a kind, such as `locals`."""
        for element in self.of(kind):
            yield from element.body.attributes.items()


def read_folder(path: Path, shown: str) -> Folder:
    """All .tf files of a folder, or one file. Raises ConfigurationError with file and line."""
    files = [path] if path.is_file() else sorted(path.glob("*.tf"))
    if len(files) > MAX_FILES:
        raise ConfigurationError(f"{shown}: more than {MAX_FILES} files")
    if sum(file.stat().st_size for file in files) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise ConfigurationError(f"{shown}: more than {limit} MiB of configuration; give the plan instead")
    folder = Folder(path.parent if path.is_file() else path)
    for file in files:
        name = shown if path.is_file() else str(Path(shown) / file.name)
        for element in parse(read_text(file, name), name):
            folder.elements.setdefault(element.kind, []).append(element)
    return folder


def parse(text: str, shown: str) -> list[Element]:
    """The blocks of a file. Raises ConfigurationError."""
    tree = parse_tree(text, shown)
    return [_element(node, shown) for node in children(children(tree)[0]) if node.data == "block"]


def parse_tree(text: str, shown: str) -> Tree[Token]:
    """The tree of a text. Raises ConfigurationError with the line of what is wrong."""
    if _nesting(text) > _MAX_NESTING:
        raise ConfigurationError(f"{shown}: nested deeper than {_MAX_NESTING} levels")
    try:
        return hcl2.parses_to_tree(text)
    except UnexpectedInput as error:
        line = getattr(error, "line", 0)
        raise ConfigurationError(f"{shown}:{line}: not HCL; run terraform validate") from error
    except (LarkError, RecursionError) as error:
        raise ConfigurationError(f"{shown}: not HCL; run terraform validate") from error


def expression(text: str) -> Node:
    """The tree of an expression on its own, as in a heredoc. Raises ConfigurationError."""
    tree = parse_tree(f"x = ({text})\n", "a template")
    return children(children(children(tree)[0])[0])[-1]


def _nesting(text: str) -> int:
    depth = deepest = 0
    for char in text:
        if char in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]}":
            depth -= 1
    return deepest


def _element(node: Tree[Token], shown: str) -> Element:
    words = [
        each for each in node.children if not isinstance(each, Token) and each.data != "new_line_or_comment"
    ]
    names = [_label(word) for word in words if word.data != "body"]
    meta = node.meta
    where = Location(shown, meta.line, meta.end_line)
    return Element(names[0], tuple(names[1:]), _body(words[-1], shown), where)


def _label(node: Tree[Token]) -> str:
    if node.data == "string":
        return "".join(token_text(part) for part in children(node))
    return token_text(node)


def _body(node: Tree[Token], shown: str) -> Body:
    attributes: dict[str, Node] = {}
    blocks = []
    for each in children(node):
        if each.data == "attribute":
            name, value = children(each)[0], children(each)[-1]
            attributes[token_text(name)] = value
        elif each.data == "block":
            blocks.append(_element(each, shown))
    return Body(attributes, blocks)
