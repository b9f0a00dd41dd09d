"""A program as the policies of a dedicated OPA server."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from scanner.engines.opa.connection import CompileError, Connection
from scanner.interfaces import ConfigurationError, EngineError, Json, Module, Program

PREFIX = "selfaudit/"
BATCH = f"{PREFIX}batch"
PACKAGE = "selfaudit_batch"
RULE = "run"
INVENTORY = "inventory"
ENTRY_RULES = ("deny", "not_applicable", "unknown")

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
T = TypeVar("T")

TEMPLATE = """\
# Made by selfaudit for one run; answers many queries at once.
package {package}

{rule} := {{"digest": "{digest}", "answers": answers}}

answers := [answer |
	some query in input.queries
	answer := {{ref: value |
		some ref in query.refs
		value := rules[ref] with input as query.input{overlay}
	}}
]

rules[""] := null

{rules}
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """The generated policy that answers queries and tells with each answer which program it is part of."""

    digest: str
    keys: tuple[str, ...]
    """Top-level keys of `data` that travel with each request."""
    refs: frozenset[str]

    @property
    def source(self) -> str:
        """The policy as Rego."""
        overlay = "".join(
            f" with data[{json.dumps(key)}] as input.data[{json.dumps(key)}]" for key in self.keys
        )
        rules = "\n".join(f"rules[{json.dumps(ref)}] := {_reference(ref)}" for ref in sorted(self.refs))
        return TEMPLATE.format(package=PACKAGE, rule=RULE, digest=self.digest, overlay=overlay, rules=rules)

    def knows(self, refs: Iterable[str]) -> bool:
        """Whether it can answer for all these rules."""
        return self.refs.issuperset(refs)

    def extended(self, refs: Iterable[str]) -> "Batch":
        """The same for more rules."""
        return Batch(self.digest, self.keys, self.refs.union(refs))


def batch_of(program: Program) -> Batch:
    """The batch policy of a program, for every entry point its checks can have."""
    parts = [[module.package, module.source, module.library] for module in program.modules]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    packages = [module.package for module in program.modules if not module.library]
    refs = frozenset(f"{package}.{rule}" for package in packages for rule in ENTRY_RULES)
    return Batch(digest, tuple(sorted(program.data)), refs)


def policies_of(program: Program) -> dict[str, Module]:
    """Modules by the id they get on the server, libraries first."""
    ordered = sorted(program.modules, key=lambda module: not module.library)
    return {f"{PREFIX}{number:04}-{_slug(module)}": module for number, module in enumerate(ordered)}


def inventory_readers(program: Program) -> frozenset[str]:
    """Packages whose rules may read `data.inventory`; all of them when a library may."""
    found = [item for item in program.modules if INVENTORY in ESCAPE.sub(_unescaped, item.source)]
    if any(item.library for item in found):
        return frozenset(item.package for item in program.modules)
    return frozenset(item.package for item in found)


def clear(connection: Connection, policies: Iterable[str]) -> None:
    """Delete policies of ours, the batch policy first so that no other run trusts what is left."""
    others = sorted((policy for policy in policies if policy != BATCH), reverse=True)
    connection.delete(BATCH)
    refused = _until_settled(others, connection.delete)
    if refused:
        listed = "; ".join(f"{policy} ({reason})" for policy, reason in refused.items())
        raise EngineError(f"the OPA server does not delete policies of an earlier run: {listed}")


def upload(connection: Connection, modules: Mapping[str, Module], batch: Batch) -> None:
    """Put all modules, then the batch policy. Raises ConfigurationError for one that does not compile."""

    def put(policy: str) -> list[str] | None:
        try:
            connection.put(policy, modules[policy].source)
        except CompileError as error:
            return [located(item, modules) for item in error.errors]
        return None

    # A call of a function that is not there yet does not compile, so a library may have to wait for another.
    failed = _until_settled(list(modules), put)
    if failed:
        raise ConfigurationError(*dict.fromkeys(line for lines in failed.values() for line in lines))
    put_batch(connection, batch)


def put_batch(connection: Connection, batch: Batch) -> None:
    """Put the batch policy; it fails to compile when an entry point is not a plain rule."""
    try:
        connection.put(BATCH, batch.source)
    except CompileError as error:
        problems = [f"an entry point is not a plain rule: {_message(item)}" for item in error.errors]
        raise ConfigurationError(*problems) from error


def located(error: Mapping[str, Json], modules: Mapping[str, Module]) -> str:
    """One of OPA's errors with the file as the user knows it."""
    text = _message(error)
    place = error.get("location") or {}
    policy = place.get("file", "")
    if not policy:
        return text
    name = modules[policy].name if policy in modules else policy
    return f"{name}:{place.get('row', 0)}: {text}"


def _message(error: Mapping[str, Json]) -> str:
    return f"{error.get('code', 'error')}: {error.get('message', '')}"


def _until_settled(policies: Sequence[str], act: Callable[[str], T | None]) -> dict[str, T]:
    """Act on each; again on those that fail, as long as that gets further. What still fails, and why."""
    failed: dict[str, T] = {}
    waiting = policies
    while True:
        failed = {policy: reason for policy in waiting if (reason := act(policy)) is not None}
        if not failed or len(failed) == len(waiting):
            return failed
        waiting = list(failed)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _slug(module: Module) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "_", module.package)


def _reference(ref: str) -> str:
    return "data" + "".join(f"[{json.dumps(name)}]" for name in ref.split("."))
