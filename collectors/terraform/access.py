"""Parts of values: attributes, items, and all of them by a splat."""

from collections.abc import Mapping

from lark import Token, Tree

from collectors.planned.values import Unknown
from collectors.terraform.evaluation import Handler, Json, Lookup, Scope, children, inner, token_text
from collectors.terraform.functions import FunctionError, refs_of, to_text


def attribute(value: Json, name: str) -> Json:
    """`value.name`. Raises FunctionError where there is none."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Lookup):
        return value.attribute(name)
    if isinstance(value, Mapping):
        if name not in value:
            raise FunctionError(f"no attribute {name}")
        return value[name]
    raise FunctionError("not an object")


def _get_attr(node: Tree[Token], scope: Scope) -> Json:
    base, access = children(node)
    return attribute(inner(base, scope), token_text(children(access)[0]))


def index(value: Json, key: Json) -> Json:
    """`value[key]`. Raises FunctionError where there is none."""
    if isinstance(value, Unknown) or isinstance(key, Unknown):
        return Unknown(refs_of(value, key))
    if isinstance(value, Lookup):
        return value.item(key)
    try:
        return value[int(key)] if isinstance(value, list) else value[to_text(key)]
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise FunctionError(f"no item {key}") from error


def _index(node: Tree[Token], scope: Scope) -> Json:
    base, access = children(node)
    return index(inner(base, scope), _index_key(access, scope))


def _index_key(access: Tree[Token], scope: Scope) -> Json:
    if access.data == "short_index":
        return int(token_text(access).lstrip("."))
    return inner(children(access)[0], scope)


def _splat(node: Tree[Token], scope: Scope) -> Json:
    base, access = children(node)
    value = inner(base, scope)
    if isinstance(value, Unknown):
        return value
    items = value.items() if isinstance(value, Lookup) else value
    if isinstance(items, Unknown):
        return items
    if items is None:
        return []
    found = []
    for item in items if isinstance(items, list) else [items]:
        for step in children(access):
            if step.data == "get_attr":
                item = attribute(item, token_text(children(step)[0]))
            else:
                item = index(item, _index_key(step, scope))
        found.append(item)
    return found


HANDLERS: Mapping[str, Handler] = {
    "get_attr_expr_term": _get_attr,
    "index_expr_term": _index,
    "attr_splat_expr_term": _splat,
    "full_splat_expr_term": _splat,
}
