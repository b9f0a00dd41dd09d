"""Operators and conditions of HCL."""

from collections.abc import Callable, Mapping

from lark import Token, Tree

from collectors.planned.values import Unknown
from collectors.terraform.evaluation import Handler, Json, Scope, children, inner, token_text
from collectors.terraform.functions import refs_of


def _conditional(node: Tree[Token], scope: Scope) -> Json:
    condition, yes, no = children(node)
    chosen = inner(condition, scope)
    if isinstance(chosen, Unknown):
        first, second = inner(yes, scope), inner(no, scope)
        if not isinstance(first, Unknown) and first == second:
            return first
        return Unknown(refs_of(chosen, first, second))
    return inner(yes if chosen in (True, "true") else no, scope)


def _unary(node: Tree[Token], scope: Scope) -> Json:
    value = inner(children(node)[0], scope)
    if isinstance(value, Unknown):
        return value
    if str(node.children[0]) == "!":
        return value not in (True, "true")
    return -value if isinstance(value, int | float) else Unknown()


def _binary(node: Tree[Token], scope: Scope) -> Json:
    left, term = children(node)[:2]
    operator, right = children(term)[:2]
    sign = token_text(operator).split()[-1]
    first, second = inner(left, scope), inner(right, scope)
    if sign in _SHORT:
        return _short(sign, first, second)
    if isinstance(first, Unknown) or isinstance(second, Unknown):
        return Unknown(refs_of(first, second))
    try:
        return _OPERATORS[sign](first, second)
    except (TypeError, ZeroDivisionError, OverflowError):
        return Unknown()


_SHORT = {"&&": False, "||": True}
"""Operators that one side can decide, and by what value."""


def _short(sign: str, first: Json, second: Json) -> Json:
    sides = [side if isinstance(side, Unknown) else side in (True, "true") for side in (first, second)]
    if _SHORT[sign] in [side for side in sides if not isinstance(side, Unknown)]:
        return _SHORT[sign]
    unknown = [side for side in sides if isinstance(side, Unknown)]
    return Unknown(refs_of(unknown)) if unknown else not _SHORT[sign]


_OPERATORS: Mapping[str, Callable[[Json, Json], Json]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: _sum(a, b),
    "-": lambda a, b: a - b,
    "*": lambda a, b: _product(a, b),
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
}


def _sum(first: Json, second: Json) -> Json:
    if isinstance(first, str) or isinstance(second, str):
        raise TypeError
    return first + second


def _product(first: Json, second: Json) -> Json:
    if not isinstance(first, int | float) or not isinstance(second, int | float):
        raise TypeError
    return first * second


HANDLERS: Mapping[str, Handler] = {
    "conditional": _conditional,
    "unary_op": _unary,
    "binary_op": _binary,
}
