"""Plans and states as JSON. Source: "JSON Output Format" in the Terraform documentation, 0.2 and 1.x."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from collectors.planned.blocks import Block, Estate
from collectors.planned.values import Unknown
from collectors.terraform.references import (
    References,
    instances_of,
    key_of,
    module_of,
    references_in,
    steps,
    without_keys,
)
from collectors.terraform.sources import Sources
from collectors.terraform.unknowns import merged
from scanner.interfaces import ConfigurationError

Json = Any
_FORMATS = ("0.2", "1.")
_MEMBERS = frozenset({"planned_values", "resource_changes", "configuration", "prior_state", "values"})
_AS_BLOCKS = {
    (type_, attribute)
    for type_ in (
        "aws_security_group",
        "aws_default_security_group",
        "aws_network_acl",
        "aws_default_network_acl",
    )
    for attribute in ("ingress", "egress")
}
"""Attributes that can be written as blocks and are open when they are left out: a block whose number is not
known looks like one that is not there."""


def is_plan(document: Mapping[str, Json]) -> bool:
    """Whether it is the JSON of a plan or a state."""
    return "format_version" in document and bool(document.keys() & _MEMBERS)


@dataclass(slots=True)
class Plan:
    """A plan; for a state everything is there already. `before` gives what there was before the change."""

    document: Mapping[str, Json]
    sources: Sources
    before: bool = False

    def estate(self) -> Estate:
        """The managed blocks. Raises ConfigurationError for a format that is not known."""
        return _Reader(self).estate()


class _Reader:
    def __init__(self, plan: Plan) -> None:
        document = plan.document
        self.plan = plan
        self.config: Mapping[str, Json] = document.get("configuration") or {}
        self.changes = [change for change in _list(document, "resource_changes") if _is_managed(change)]
        self.standing = list(_standing(document))
        addresses = [change["address"] for change in self.changes] + [
            each["address"] for each in self.standing
        ]
        self.instances = instances_of(self.config.get("root_module") or {}, addresses)
        local: dict[tuple[str, str], list[str]] = {}
        for address in dict.fromkeys(addresses):
            local.setdefault(_local(address), []).append(address)
        self.references = References(self.instances, local)
        self.declared = {module: _declared(each.config) for module, each in self.instances.items()}

    def estate(self) -> Estate:
        blocks: dict[str, list[Block]] = {}
        for block in self._blocks():
            blocks.setdefault(block.type, []).append(block)
        return Estate(blocks, _account(self.plan.document, self.config))

    def _blocks(self) -> Iterator[Block]:
        changed = set()
        for change in self.changes:
            changed.add(change["address"])
            block = self._before(change) if self.plan.before else self._after(change)
            if block is not None:
                yield block
        for found in self.standing:
            if found["address"] not in changed:
                yield self._block(found, found.get("values") or {}, new=False)

    def _before(self, change: Mapping[str, Json]) -> Block | None:
        values = change["change"].get("before")
        return self._block(change, values, new=False) if isinstance(values, Mapping) else None

    def _after(self, change: Mapping[str, Json]) -> Block | None:
        what = change["change"]
        after = what.get("after")
        if not isinstance(after, Mapping):
            return None
        address = change["address"]
        module, local = _local(address)
        config = self.declared.get(module, {}).get(local, {})
        resolve = partial(self._resolve, module, key_of(address))
        values = dict(merged(after, what.get("after_unknown"), config.get("expressions"), resolve))
        for attribute, value in values.items():
            if isinstance(value, Unknown) and not value.refs and self._left_out(change, attribute, config):
                values[attribute] = None
        return self._block(change, values, new="create" in what.get("actions", ()))

    def _left_out(self, change: Mapping[str, Json], attribute: str, config: Mapping[str, Json]) -> bool:
        """Whether an unknown value is one that the provider will choose, because the source has none."""
        if not config or attribute in config.get("expressions", {}):
            return False
        if (change["type"], attribute) not in _AS_BLOCKS:
            return True
        module, local = _local(change["address"])
        return self.plan.sources.has_dynamic(self.instances[module], local, attribute) is False

    def _block(self, found: Mapping[str, Json], values: Mapping[str, Json], *, new: bool) -> Block:
        address = found["address"]
        module, local = _local(address)
        config = self.declared.get(module, {}).get(local, {})
        expressions = config.get("expressions", {})
        previous = found.get("previous_address")

        def links(attribute: str) -> tuple[str, ...]:
            # What there was before is known by its names.
            if self.plan.before:
                return ()
            return self._resolve(module, key_of(address), expressions.get(attribute, {}))

        return Block(
            address=address,
            type=found["type"],
            values=values,
            links=links,
            region=self._region(config.get("provider_config_key") or found["type"].partition("_")[0]),
            new=new,
            location=self.plan.sources.block(self.instances[module], local),
            former=(previous,) if isinstance(previous, str) else (),
        )

    def _resolve(self, module: str, key: str | None, expression: Json) -> tuple[str, ...]:
        return self.references.resolve(module, references_in(expression), key)

    def _region(self, provider: str) -> str | None:
        configs = self.config.get("provider_config") or {}
        given = configs.get(provider) or configs.get(provider.partition(":")[2]) or {}
        region = (given.get("expressions") or {}).get("region") or {}
        if isinstance(region.get("constant_value"), str):
            return str(region["constant_value"])
        for reference in references_in(region):
            name = reference.removeprefix("var.")
            value = (self.plan.document.get("variables") or {}).get(name, {}).get("value")
            if reference.startswith("var.") and isinstance(value, str):
                return value
        return None


def _local(address: str) -> tuple[str, str]:
    """The module instance, and `type.name` within it."""
    module = module_of(address)
    inside = address[len(module) + 1 :] if module else address
    return module, without_keys(inside)


def _declared(config: Mapping[str, Json]) -> dict[str, Mapping[str, Json]]:
    return {
        each["address"]: each for each in _list(config, "resources") if isinstance(each.get("address"), str)
    }


def _is_managed(change: Mapping[str, Json]) -> bool:
    if not isinstance(change.get("address"), str) or not isinstance(change.get("type"), str):
        raise ConfigurationError("a change of the plan has no address or no type; make the plan again")
    if not isinstance(change.get("change"), Mapping):
        raise ConfigurationError(f"the change of {change['address']} is not there; make the plan again")
    return change.get("mode") == "managed" and steps(change["address"]) != []


def _standing(document: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
    """Managed resources that a state lists, or a plan without naming a change of them."""
    values = document.get("values") if "planned_values" not in document else document.get("planned_values")
    stack = [(values or {}).get("root_module") or {}]
    while stack:
        module = stack.pop()
        stack += _list(module, "child_modules")
        for found in _list(module, "resources"):
            if found.get("mode") == "managed" and isinstance(found.get("address"), str):
                yield found


def _list(given: Mapping[str, Json], key: str) -> Sequence[Mapping[str, Json]]:
    found = given.get(key)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise ConfigurationError(f"{key} of the plan is not a list of objects; make the plan again")
    return found


def _account(document: Mapping[str, Json], config: Mapping[str, Json]) -> str | None:
    """The account that the plan is for, as its caller identity or a provider tells."""
    found = set()
    stack = [((document.get("prior_state") or {}).get("values") or {}).get("root_module") or {}]
    while stack:
        module = stack.pop()
        stack += _list(module, "child_modules")
        for each in _list(module, "resources"):
            if each.get("type") == "aws_caller_identity":
                found.add((each.get("values") or {}).get("account_id"))
    for provider in (config.get("provider_config") or {}).values():
        allowed = ((provider.get("expressions") or {}).get("allowed_account_ids") or {}).get("constant_value")
        found.update(allowed if isinstance(allowed, list) else ())
    known = {each for each in found if isinstance(each, str)}
    return known.pop() if len(known) == 1 else None


def check_format(document: Mapping[str, Json], shown: str) -> None:
    """Raises ConfigurationError for a format that this version does not know."""
    version = document.get("format_version")
    if not isinstance(version, str) or not version.startswith(_FORMATS):
        raise ConfigurationError(
            f"{shown}: format_version {version!r} of this plan is not known; use Terraform 1.x or OpenTofu"
        )
