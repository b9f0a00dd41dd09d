"""Lists and maps of HCL: written out, and made by `for`."""

from collections.abc import Iterator, Mapping

from lark import Token, Tree

from collectors.planned.values import Unknown
from collectors.terraform.evaluation import Handler, Json, Lookup, Scope, children, inner, token_text
from collectors.terraform.functions import MAX_ITEMS, FunctionError, refs_of, to_text


def _tuple(node: Tree[Token], scope: Scope) -> Json:
    return [inner(each, scope) for each in children(node)]


def _object(node: Tree[Token], scope: Scope) -> Json:
    found: dict[str, Json] = {}
    for element in children(node):
        key_node, value_node = children(element)[:2]
        key = _key(key_node, scope)
        if isinstance(key, Unknown):
            return Unknown(key.refs)
        found[to_text(key)] = inner(value_node, scope)
    return found


def _key(node: Tree[Token], scope: Scope) -> Json:
    """A bare word is a text here; in parentheses it is an expression."""
    first = children(node)[0] if children(node) else node
    if first.data == "keyword":
        return token_text(first)
    word = first
    while word.data == "expr_term" and len(word.children) == 1 and isinstance(word.children[0], Tree):
        word = word.children[0]
    if word.data == "identifier":
        return token_text(word)
    return inner(first, scope)


def pairs(value: Json) -> Iterator[tuple[Json, Json]]:
    """Keys and values, as a `for` goes through them."""
    if isinstance(value, Mapping):
        yield from sorted(value.items())
    elif isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, Lookup):
        yield from pairs(value.items())
    else:
        raise FunctionError("not a collection")


def _for(node: Tree[Token], scope: Scope, *, object_: bool) -> Json:
    intro, *rest = children(node)
    names = [token_text(each) for each in children(intro) if each.data == "identifier"]
    source = inner(children(intro)[-1], scope)
    if isinstance(source, Unknown):
        return source
    conditions = [each for each in rest if each.data == "for_cond"]
    results = [each for each in rest if each.data != "for_cond"]
    grouped = any(isinstance(each, Token) and each.type == "ELLIPSIS" for each in node.children)
    found: list[tuple[Json, Json]] = []
    for key, value in pairs(source):
        within = scope.with_names(
            **dict(zip(names, (key, value) if len(names) == 2 else (value,), strict=False))
        )
        kept = inner(children(conditions[0])[0], within) if conditions else True
        if isinstance(kept, Unknown):
            return Unknown(refs_of(kept))
        if kept not in (True, "true"):
            continue
        made = [inner(each, within) for each in results]
        found.append((made[0], made[-1]))
        if len(found) > MAX_ITEMS:
            return Unknown()
    return _for_object(found, grouped=grouped) if object_ else [value for _, value in found]


def _for_object(found: list[tuple[Json, Json]], *, grouped: bool) -> Json:
    if any(isinstance(key, Unknown) for key, _ in found):
        return Unknown(refs_of([key for key, _ in found]))
    if not grouped:
        return {to_text(key): value for key, value in found}
    groups: dict[str, Json] = {}
    for key, value in found:
        groups.setdefault(to_text(key), []).append(value)
    return groups


def _for_tuple(node: Tree[Token], scope: Scope) -> Json:
    return _for(node, scope, object_=False)


def _for_map(node: Tree[Token], scope: Scope) -> Json:
    return _for(node, scope, object_=True)


HANDLERS: Mapping[str, Handler] = {
    "tuple": _tuple,
    "object": _object,
    "for_tuple_expr": _for_tuple,
    "for_object_expr": _for_map,
}
