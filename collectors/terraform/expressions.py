"""Expressions of HCL, evaluated as far as the source tells; what it does not tell is unknown, never guessed.

Source: "HCL Native Syntax Specification", chapters "Expressions" and "Templates".
"""

from lark import Token, Tree

from collectors.planned.values import Unknown
from collectors.terraform import access, gathering, operators, quoted
from collectors.terraform.evaluation import (
    HANDLERS,
    Json,
    Lookup,
    Node,
    Scope,
    children,
    evaluate,
    inner,
    token_text,
    traversal,
)
from collectors.terraform.functions import FunctionError, call, refs_of
from collectors.terraform.gathering import pairs

__all__ = ["Lookup", "Node", "Scope", "children", "evaluate", "pairs", "token_text", "traversal"]


def _only(node: Tree[Token], scope: Scope) -> Json:
    return inner(children(node)[0], scope)


def _literal(node: Tree[Token], _: Scope) -> Json:
    return {"true": True, "false": False, "null": None}[token_text(node)]


def _integer(node: Tree[Token], _: Scope) -> Json:
    return int(token_text(node))


def _float(node: Tree[Token], _: Scope) -> Json:
    return float(token_text(node))


def _identifier(node: Tree[Token], scope: Scope) -> Json:
    name = token_text(node)
    return scope.names[name] if name in scope.names else scope.root(name)


def _call(node: Tree[Token], scope: Scope) -> Json:
    name = token_text(children(node)[0])
    given = [each for each in children(node)[1:] if each.data == "arguments"]
    nodes = children(given[0]) if given else []
    if name == "try":
        return _try(nodes, scope)
    if name == "can":
        return not isinstance(_attempt(nodes[0], scope), FunctionError)
    arguments = [_plain(inner(each, scope)) for each in nodes]
    if given and any(isinstance(each, Token) and each.type == "ELLIPSIS" for each in given[0].children):
        if not isinstance(arguments[-1], list):
            return Unknown(refs_of(arguments))
        arguments = [*arguments[:-1], *arguments[-1]]
    if name == "file":
        return scope.root("file")(*arguments) if len(arguments) == 1 else Unknown()
    return call(name, arguments)


def _plain(value: Json) -> Json:
    """A whole resource as an argument: its instances are not looked into."""
    return value.items() if isinstance(value, Lookup) else value


def _attempt(node: Node, scope: Scope) -> Json:
    try:
        return inner(node, scope)
    except FunctionError as error:
        return error


def _try(nodes: list[Tree[Token]], scope: Scope) -> Json:
    for node in nodes:
        found = _attempt(node, scope)
        if not isinstance(found, FunctionError):
            return found
    raise FunctionError("try: nothing worked")


for _room in (quoted, operators, gathering, access):
    HANDLERS.update(_room.HANDLERS)
HANDLERS.update(
    {
        "expr_term": _only,
        "literal_value": _literal,
        "int_lit": _integer,
        "float_lit": _float,
        "identifier": _identifier,
        "function_call": _call,
    }
)
