"""How expressions of HCL are evaluated: where they stand, and who knows each kind of part.

The tree is that of python-hcl2.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lark import Token, Tree

from collectors.planned.values import Unknown
from collectors.terraform.functions import FunctionError

Json = Any
Node = Tree[Token] | Token
MAX_DEPTH = 100


class Lookup:
    """A value of which the attributes are made when they are asked for: a resource, a module."""

    def attribute(self, name: str) -> Json:
        """The value of an attribute."""
        raise NotImplementedError

    def item(self, key: Json) -> Json:
        """The instance with a key."""
        raise NotImplementedError

    def items(self) -> Json:
        """All instances, for a splat."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: `root` gives the value of a first name, `names` those of a `for`."""

    root: Callable[[str], Json]
    parse: Callable[[str], Node]
    names: Mapping[str, Json] = field(default_factory=dict)
    depth: int = 0

    def with_names(self, **names: Json) -> "Scope":
        """With variables of a `for` or a `dynamic`."""
        return replace(self, names={**self.names, **names})


Handler = Callable[[Tree[Token], Scope], Json]
HANDLERS: dict[str, Handler] = {}
"""By kind of node; `collectors.terraform.expressions` registers them. A node of no known kind is unknown."""


def evaluate(node: Node, scope: Scope) -> Json:
    """The value of an expression; unknown for what is nested too deep or Terraform would refuse."""
    try:
        return inner(node, scope)
    except FunctionError:
        return Unknown()


def inner(node: Node, scope: Scope) -> Json:
    """The value of a part of an expression. Raises FunctionError for what Terraform would refuse."""
    if scope.depth > MAX_DEPTH:
        return Unknown()
    return _value(node, replace(scope, depth=scope.depth + 1))


def _value(node: Node, scope: Scope) -> Json:
    if isinstance(node, Token):
        return Unknown()
    handler = HANDLERS.get(str(node.data))
    return handler(node, scope) if handler else Unknown()


def children(node: Node) -> list[Tree[Token]]:
    """What is in a node, without punctuation, blanks and comments."""
    if isinstance(node, Token):
        return []
    return [each for each in node.children if isinstance(each, Tree) and each.data != "new_line_or_comment"]


def token_text(node: Node) -> str:
    """The text of a node that is one word."""
    if isinstance(node, Token):
        return str(node)
    return "".join(str(each) for each in node.children)


def traversal(node: Node) -> str:
    """An address as it is written, as in a `moved` block."""
    if isinstance(node, Token):
        return str(node)
    text = "".join(traversal(each) for each in node.children)
    return "".join(text.split())
