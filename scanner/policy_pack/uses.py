"""What a rule uses, followed through aliases, helper rules and the arguments of functions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scanner.policy_pack.syntax import Module, Node, Path, Rule, index_key, line_of, reference

OWN_TARGET = "*input.target"
"""Stands in a path for the rows of the target that the judged resource is on."""
Scope = dict[str, Path | None]
"""Local names: the path each stands for, or None when it is a computed value."""


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A path below `input` or `data` that some rule reads.

    A key that starts with `?` was read by object.get, which supplies a default when it is missing.
    """

    file: str
    line: int
    path: Path


def plain(key: str) -> str:
    """The key itself, whether or not it was read with a default."""
    return key.removeprefix("?")


@dataclass(frozen=True, slots=True, order=True)
class Call:
    """A call of a function: its name or path, and how many arguments it got."""

    file: str
    line: int
    function: Path
    arguments: int


@dataclass(frozen=True, slots=True, order=True)
class Oddity:
    """A construct that the two engines do not agree on, or that hides what is read."""

    file: str
    line: int
    text: str


@dataclass(slots=True)
class Trace:
    """Everything seen while following rules."""

    uses: set[Use] = field(default_factory=set)
    calls: set[Call] = field(default_factory=set)
    oddities: set[Oddity] = field(default_factory=set)
    rules: set[tuple[Path, str]] = field(default_factory=set)
    """Package and name of each rule reached."""


def trace(modules: Mapping[Path, Module], module: Module, rules: Iterable[Rule]) -> Trace:
    """Follow rules of a module. `modules` maps packages to the modules they may reach."""
    walker = _Walker(modules, Trace(), set())
    for rule in rules:
        walker.rule(module, rule, dict.fromkeys(_argument_names(rule)))
    return walker.seen


def _argument_names(rule: Rule) -> Iterator[str]:
    for argument in rule.args:
        if path := reference(argument):
            yield path[0]


@dataclass(slots=True)
class _Walker:
    modules: Mapping[Path, Module]
    seen: Trace
    visited: set[tuple[Path, str, tuple[Path | None, ...]]]

    def rule(self, module: Module, rule: Rule, arguments: Scope) -> None:
        self.seen.rules.add((module.package, rule.name))
        for argument in rule.args:
            self._no_object_pattern(module, argument)
        statements = [statement for _, part in rule.bodies for statement in part]
        scope = self._bind(module, statements, arguments)
        for head in rule.heads:
            self._expression(module, head, scope)
        for values, body in rule.bodies:
            inner = self._bind(module, body, arguments)
            for value in values:
                self._expression(module, value, inner)
            self._statements(module, body, inner)

    # --- names ------------------------------------------------------------------------------------

    def _bind(self, module: Module, statements: Iterable[Node], outer: Scope) -> Scope:
        """The scope of a query: its bindings are known wherever they stand in it."""
        scope = dict(outer)
        listed = list(statements)
        for _ in range(2):  # an alias may be used above the line that defines it
            for statement in listed:
                self._binding(module, statement["literal"], scope)
        return scope

    def _binding(self, module: Module, literal: Node, scope: Scope) -> None:
        kind, body = next(iter(literal.items()))
        if kind == "SomeIn":
            self._bind_items(module, scope, body["key"], body["value"], body["collection"])
        elif kind == "SomeVars":
            for span in body["vars"]:
                scope.setdefault(module.text(span), None)
        elif kind == "Expr" and "AssignExpr" in body["expr"]:
            assign = body["expr"]["AssignExpr"]
            for name in _names(assign["lhs"]):
                if assign["op"] == "ColEq" or name not in scope:
                    scope[name] = None
            if "Var" in assign["lhs"] and self._is_local(module, assign):
                name = assign["lhs"]["Var"]["value"]
                scope[name] = self._path(module, assign["rhs"], scope)

    def _is_local(self, module: Module, assign: Node) -> bool:
        name = assign["lhs"]["Var"]["value"]
        known = name in ("input", "data") or name in module.imports or name in module.by_name
        return assign["op"] == "ColEq" or not known

    def _bind_items(
        self, module: Module, scope: Scope, key: Node | None, value: Node, collection: Node
    ) -> None:
        path = self._path(module, collection, scope)
        for name in _names(value):
            scope[name] = None
        if "Var" in value:
            scope[value["Var"]["value"]] = (*path, "*") if path else None
        for name in _names(key) if key else ():
            scope[name] = None

    def _path(self, module: Module, node: Node, scope: Scope) -> Path | None:
        """The absolute path that an expression stands for, None when it is a computed value."""
        kind, body = next(iter(node.items()))
        if kind == "Var":
            return self._root(module, body["value"], scope)
        if kind == "Call":
            return self._call_path(module, body, scope)
        if kind not in ("RefDot", "RefBrack"):
            return None
        base = self._path(module, body["refr"], scope)
        if base is None:
            return None
        key = body["field"][1] if kind == "RefDot" else self._key(module, base, body["index"], scope)
        return self._through_alias((*base, key))

    def _key(self, module: Module, base: Path, index: Node, scope: Scope) -> str:
        key = index_key(index)
        rows = base[:2] == ("data", "inventory") and base[3:] == ("by", "target")
        own = key == "*" and rows and self._path(module, index, scope) == ("input", "target")
        return OWN_TARGET if own else key

    def _root(self, module: Module, name: str, scope: Scope) -> Path | None:
        if name in scope:
            return scope[name]
        if name in ("input", "data"):
            return (name,)
        if name in module.imports:
            return self._through_alias(module.imports[name])
        if name in module.by_name:
            return self._through_alias(("data", *module.package, name))
        return None

    def _through_alias(self, path: Path) -> Path:
        """Replace the name of a rule that is only another name for a path by that path."""
        found = self._rule_at(path)
        if found is None:
            return path
        module, name, rest = found
        rules = module.by_name[name]
        if len(rules) != 1 or rules[0].kind != "value" or rules[0].bodies or len(rules[0].heads) != 1:
            return path
        target = self._path(module, rules[0].heads[0], {})
        if target:
            self.seen.rules.add((module.package, name))
        return (*target, *rest) if target else path

    def _rule_at(self, path: Path) -> tuple[Module, str, Path] | None:
        """The module and rule that a `data.` path leads to, and what remains of the path."""
        if path[0] != "data":
            return None
        for end in range(len(path) - 1, 1, -1):
            module = self.modules.get(path[1:end])
            if module and path[end] in module.by_name:
                return module, path[end], path[end + 1 :]
        return None

    def _call_path(self, module: Module, body: Node, scope: Scope) -> Path | None:
        """What a call stands for: object.get with a literal key, or a function that only picks a part."""
        name = reference(body["fcn"]) or ()
        if name == ("object", "get"):
            return self._object_get(module, body, scope)
        found = self._function(module, body, scope)
        if found is None:
            return None
        owner, rules = found
        if len(rules) != 1 or rules[0].bodies or len(rules[0].heads) != 1:
            return None
        return self._path(owner, rules[0].heads[0], self._parameters(module, rules[0], body, scope))

    def _object_get(self, module: Module, body: Node, scope: Scope) -> Path | None:
        base = self._path(module, body["params"][0], scope)
        keys = _literal_keys(body["params"][1]) if len(body["params"]) == 3 else None
        return (*base, *(f"?{key}" for key in keys)) if base and keys else None

    def _function(self, module: Module, body: Node, scope: Scope) -> tuple[Module, tuple[Rule, ...]] | None:
        name = reference(body["fcn"]) or ("?",)
        root = self._root(module, name[0], scope)
        found = self._rule_at((*root, *name[1:])) if root else None
        return (found[0], found[0].by_name[found[1]]) if found else None

    def _parameters(self, module: Module, rule: Rule, body: Node, scope: Scope) -> Scope:
        given = [self._path(module, argument, scope) for argument in body["params"]]
        bound: Scope = {}
        for argument, path in zip(rule.args, given, strict=False):
            for name in _names(argument):
                bound[name] = path if "Var" in argument else None
        return bound

    # --- expressions ------------------------------------------------------------------------------

    def _statements(self, module: Module, statements: Iterable[Node], scope: Scope) -> None:
        for statement in statements:
            if statement.get("with_mods"):
                self._odd(module, statement["span"]["line"], "'with' is for tests only")
            kind, body = next(iter(statement["literal"].items()))
            if kind in ("Expr", "NotExpr"):
                self._expression(module, body["expr"], scope)
            elif kind == "SomeIn":
                self._no_object_pattern(module, body["value"])
                self._expression(module, body["collection"], scope)
            elif kind == "Every":
                self._every(module, body, scope)

    def _every(self, module: Module, body: Node, scope: Scope) -> None:
        self._expression(module, body["domain"], scope)
        path = self._path(module, body["domain"], scope)
        inner = dict(scope)
        if body["key"]:
            inner[module.text(body["key"])] = None
        inner[module.text(body["value"])] = (*path, "*") if path else None
        statements = body["query"]["stmts"]
        self._statements(module, statements, self._bind(module, statements, inner))

    def _expression(self, module: Module, node: Node, scope: Scope) -> None:
        kind, body = next(iter(node.items()))
        if kind in ("Var", "RefDot", "RefBrack"):
            self._use(module, node, scope)
        elif kind == "Call":
            self._call(module, node, scope)
        elif kind in ("ArrayCompr", "SetCompr", "ObjectCompr"):
            statements = body["query"]["stmts"]
            inner = self._bind(module, statements, scope)
            self._statements(module, statements, inner)
            for part in ("term", "key", "value"):
                if part in body:
                    self._expression(module, body[part], inner)
        else:
            if kind == "AssignExpr":
                self._no_object_pattern(module, body["lhs"])
            for child in _children(body):
                self._expression(module, child, scope)

    def _use(self, module: Module, node: Node, scope: Scope) -> None:
        path = self._path(module, node, scope)
        if path:
            self._record(module, line_of(node), path)
        self._dynamic_parts(module, node, scope)

    def _dynamic_parts(self, module: Module, node: Node, scope: Scope) -> None:
        """Indexes may read something themselves; a reference may start with a call."""
        kind, body = next(iter(node.items()))
        if kind == "RefBrack":
            self._expression(module, body["index"], scope)
        if kind in ("RefBrack", "RefDot"):
            self._dynamic_parts(module, body["refr"], scope)
        elif kind != "Var":
            self._expression(module, node, scope)

    def _record(self, module: Module, line: int, path: Path) -> None:
        found = self._rule_at(path)
        if found is None:
            if path[0] in ("input", "data"):
                self.seen.uses.add(Use(module.name, line, path))
            return
        owner, name, _ = found
        self._follow(owner, owner.by_name[name], ())

    def _call(self, module: Module, node: Node, scope: Scope) -> None:
        body = node["Call"]
        name = reference(body["fcn"]) or ("?",)
        root = self._root(module, name[0], scope)
        full = (*root, *name[1:]) if root else name
        self.seen.calls.add(Call(module.name, line_of(node), full, len(body["params"])))
        picked = self._object_get(module, body, scope) if name == ("object", "get") else None
        if picked:
            self._record(module, line_of(node), picked)
        for argument in body["params"][1 if picked else 0 :]:
            self._expression(module, argument, scope)
        found = self._function(module, body, scope)
        if found:
            owner, rules = found
            for rule in rules:
                bound = self._parameters(module, rule, body, scope)
                self._follow(owner, (rule,), tuple(bound.items()))

    def _follow(
        self, owner: Module, rules: tuple[Rule, ...], arguments: tuple[tuple[str, Path | None], ...]
    ) -> None:
        for rule in rules:
            key = (owner.package, f"{rule.name}:{rule.start}", tuple(path for _, path in arguments))
            if key not in self.visited:
                self.visited.add(key)
                self.rule(owner, rule, dict(arguments))

    def _no_object_pattern(self, module: Module, node: Node) -> None:
        if "Object" in node and list(_names(node)):
            self._odd(
                module, line_of(node), "an object pattern matches differently in the two engines; use keys"
            )

    def _odd(self, module: Module, line: int, text: str) -> None:
        self.seen.oddities.add(Oddity(module.name, line, text))


def _children(body: Node) -> Iterator[Node]:
    """The expressions directly below a node."""
    values = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    for value in values:
        if _is_expression(value):
            yield value
        elif isinstance(value, list):
            yield from _children(value)


def _is_expression(value: Node) -> bool:
    if not isinstance(value, dict) or len(value) != 1:
        return False
    (body,) = value.values()
    return isinstance(body, dict) and "span" in body


def _names(node: Node) -> Iterator[str]:
    """The variables of a pattern: `x`, `[a, b]`, `{"k": v}`."""
    kind, body = next(iter(node.items()))
    if kind == "Var":
        yield body["value"]
    elif kind == "Array":
        for item in body["items"]:
            yield from _names(item)
    elif kind == "Object":
        for _, _, value in body["fields"]:
            yield from _names(value)


def _literal_keys(node: Node) -> Path | None:
    kind, body = next(iter(node.items()))
    if kind in ("String", "RawString"):
        return (body["value"],)
    if kind != "Array":
        return None
    keys = [_literal_keys(item) for item in body["items"]]
    return tuple(key[0] for key in keys if key) if all(keys) else None
