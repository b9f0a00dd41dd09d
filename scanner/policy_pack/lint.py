"""What a policy may not do. Each rule yields one line per problem: file, line, what, how to fix."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scanner.model import Need
from scanner.policy_pack.builtins import ALLOWED
from scanner.policy_pack.schema_path import path_problem
from scanner.policy_pack.syntax import Module, Path, Rule
from scanner.policy_pack.uses import OWN_TARGET, Call, Trace, Use, plain
from scanner.schemas import load_schema

ENTRY_POINTS = ("deny", "not_applicable", "unknown")
INPUT_KEYS = ("id", "type", "name", "target")
DATASET_KEYS = ("ids", "classification", "retention_days", "owner", "prefixes")
ROW_KEYS = ("id", "name", "target")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a check can refer to."""

    modules: Mapping[Path, Module]
    schemas: Mapping[str, Mapping[str, Any]]
    parameters: frozenset[str]
    resource: str
    needs: Mapping[str, Need]


def check_problems(module: Module, seen: Trace, around: Surroundings) -> Iterator[str]:
    """Everything wrong with a check, given all that its rules reach."""
    yield from _entry_points(module)
    yield from _unused_rules(module, seen)
    yield from common_problems(seen, around.modules)
    for use in sorted(seen.uses):
        problem = _input_problem(use, around) if use.path[0] == "input" else _data_problem(use, around)
        if problem:
            yield f"{use.file}:{use.line}: {problem}"


def library_problems(seen: Trace, modules: Mapping[Path, Module]) -> Iterator[str]:
    """Everything wrong with a library module."""
    yield from common_problems(seen, modules)
    for use in sorted(seen.uses):
        shown = ".".join(use.path)
        yield f"{use.file}:{use.line}: a library takes values as arguments, it does not read {shown}"


def common_problems(seen: Trace, modules: Mapping[Path, Module]) -> Iterator[str]:
    """What neither a check nor a library may do."""
    for call in sorted(seen.calls):
        problem = _call_problem(call, modules)
        if problem:
            yield f"{call.file}:{call.line}: {problem}"
    for oddity in sorted(seen.oddities):
        yield f"{oddity.file}:{oddity.line}: {oddity.text}"


def _entry_points(module: Module) -> Iterator[str]:
    rules = module.by_name
    if "deny" not in rules:
        yield f"{module.name}:1: no rule 'deny contains …'; a check needs one"
    for name, kind, form in (
        ("deny", "set", "deny contains {…} if {…}"),
        ("unknown", "set", "unknown contains {…} if {…}"),
        ("not_applicable", "value", "not_applicable if {…}"),
    ):
        for rule in rules.get(name, ()):
            if rule.kind != kind:
                yield f"{module.name}:{rule.line}: '{name}' must be written as '{form}'"


def _unused_rules(module: Module, seen: Trace) -> Iterator[str]:
    reached = {name for package, name in seen.rules if package == module.package}
    for name, rules in module.by_name.items():
        if name in reached:
            continue
        close = difflib.get_close_matches(name, ENTRY_POINTS, n=1)
        fix = f"did you mean '{close[0]}'?" if close else "entry points are deny, not_applicable and unknown"
        yield f"{module.name}:{rules[0].line}: nothing uses the rule '{name}'; {fix}"


def _call_problem(call: Call, modules: Mapping[Path, Module]) -> str | None:
    name = ".".join(call.function)
    if call.function[0] == "data":
        return _function_problem(call, modules)
    if name not in ALLOWED:
        close = difflib.get_close_matches(name, ALLOWED, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        return f"the function '{name}' is not available to policies{hint}"
    if call.arguments != ALLOWED[name]:
        return f"'{name}' takes {ALLOWED[name]} arguments, it got {call.arguments}"
    return None


def _function_problem(call: Call, modules: Mapping[Path, Module]) -> str | None:
    owner = modules.get(call.function[1:-1])
    rules = owner.by_name.get(call.function[-1], ()) if owner else ()
    if not rules:
        return f"the function '{'.'.join(call.function)}' does not exist"
    arities = {len(rule.args) for rule in rules}
    if call.arguments not in arities:
        return f"'{call.function[-1]}' takes {min(arities)} arguments, it got {call.arguments}"
    return None


def _input_problem(use: Use, around: Surroundings) -> str | None:
    shown = ".".join(plain(key) for key in use.path)
    match use.path[1:]:
        case ("facts", fact, *rest) if fact != "*":
            problem = path_problem(around.schemas[around.resource], (fact, *rest))
            return f"{shown}: {problem}" if problem else None
        case ("labels", label) if label != "*":
            return None
        case ("dataset",):
            return None
        case ("dataset", key, *_) if plain(key) in DATASET_KEYS:
            return None
        case (key,) if key in INPUT_KEYS:
            return None
        case _:
            return f"'{shown}' hides what is read; name one fact, as in input.facts.<fact>"


def _data_problem(use: Use, around: Surroundings) -> str | None:
    match use.path[1:]:
        case ("parameters", name, *_) if name in around.parameters:
            return None
        case ("parameters", name, *_):
            return f"there is no parameter '{name}' in parameters.yaml"
        case ("run", *rest) if rest:
            return path_problem(load_schema("run"), tuple(rest))
        case ("inventory", type_, *rest) if type_ in around.needs:
            return _row_problem(type_, tuple(rest), around.needs[type_])
        case ("inventory", type_, *_):
            return f"data.inventory[\"{type_}\"] must be declared under 'custom.needs'"
        case _:
            return f"'{'.'.join(use.path)}' does not exist or is not available to a check"


def _row_problem(type_: str, rest: tuple[str, ...], need: Need) -> str | None:
    match rest:
        case ("by", "target", key, *row) if key == OWN_TARGET or not need.within_target:
            fields = row[1:2]
        case _ if need.within_target:
            return f'rows within the target are data.inventory["{type_}"].by.target[input.target]'
        case ("all", *row):
            fields = row[1:2]
        case ("by", fact, *row) if fact in need.facts:
            fields = row[2:3]
        case _:
            known = ", ".join((*sorted(need.facts), "target"))
            return f'data.inventory["{type_}"] has "all" and "by".<fact>, with {known}'
    if fields and fields[0] not in (*need.facts, *ROW_KEYS, "*"):
        return f"'{fields[0]}' of {type_} must be declared under 'custom.needs'"
    return None


def needs_problems(
    needs: Mapping[str, Need], schemas: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Wrong entries of `custom.needs`, as (type, what is wrong)."""
    for type_, need in needs.items():
        if type_ not in schemas:
            yield type_, f"no schema knows the resource type; there are {', '.join(sorted(schemas))}"
            continue
        known = schemas[type_]["properties"]
        for fact in sorted(need.facts):
            if fact not in known:
                yield type_, f"'{fact}' does not exist; there are {', '.join(sorted(known))}"


def misplaced_tests(check: Module, test: Module | None, kinds: Iterable[str]) -> Iterator[str]:
    """A check needs tests named after the outcomes that it can have."""
    names = tuple(test.by_name) if test else ()
    for kind in kinds:
        if not any(name.startswith(f"test_{kind}") for name in names):
            where = check.name.removesuffix(".rego") + "_test.rego"
            yield f"{check.name}:1: no test 'test_{kind}…' in {where}; write one"


def entry_rules(module: Module) -> tuple[Rule, ...]:
    """The rules the scanner asks for."""
    return tuple(rule for name in ENTRY_POINTS for rule in module.by_name.get(name, ()))
