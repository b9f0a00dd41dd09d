"""From references of the configuration to the blocks that are meant: through variables, outputs, instances.

Source: "Expression Representation" and "Configuration Representation" in the JSON output format of Terraform.
A reference is there with its prefixes after it. Locals are not in the format, and nothing is made of them.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Any
MAX_STEPS = 40
"""How far a value is followed through modules."""
MAX_FOUND = 64
_STEP = re.compile(r'[^.\[\]"]+|\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_KEYED = re.compile(r'\[(\d+|"(?:[^"\\]|\\.)*")\]')


@dataclass(frozen=True, slots=True)
class Instance:
    """A module instance: its address (empty for the root), its configuration, and its own key."""

    address: str
    config: Mapping[str, Json]
    key: str | None = None
    parent: "Instance | None" = None
    call: Mapping[str, Json] = field(default_factory=dict)


def steps(address: str) -> list[str]:
    """`module.a["x"].t.n[0]` as its words and keys."""
    return _STEP.findall(address)


def key_of(address: str) -> str | None:
    """The key of the last instance, as it is written: `[0]`, `["x"]`."""
    found = steps(address)
    return found[-1] if found and found[-1].startswith("[") else None


def without_keys(address: str) -> str:
    """The address of the configuration: without the keys of instances."""
    return _KEYED.sub("", address)


def module_of(address: str) -> str:
    """The address of the module instance that holds a resource; empty for the root."""
    words = steps(address)
    end = 0
    while end + 1 < len(words) and words[end] == "module":
        end += 2
        if end < len(words) and words[end].startswith("["):
            end += 1
    return join(words[:end])


def join(words: Sequence[str]) -> str:
    """Words and keys as an address."""
    text = ""
    for word in words:
        text += word if word.startswith("[") or not text else f".{word}"
    return text


@dataclass(slots=True)
class References:
    """Follows references; `instances` are the module instances, `blocks` addresses by their local name."""

    instances: Mapping[str, Instance]
    blocks: Mapping[tuple[str, str], Sequence[str]]
    """(module instance, `type.name`) to addresses."""

    def resolve(self, module: str, said: Sequence[str], key: str | None) -> tuple[str, ...]:
        """The addresses of the blocks that a list of references is about; empty when that is not known.

        `key` is that of the instance that refers: with `each.key` it meets the one of the same key.
        """
        found: dict[str, None] = {}
        for address in self._follow(module, said, key, 0, set()):
            found[address] = None
            if len(found) >= MAX_FOUND:
                break
        return tuple(found)

    def _follow(
        self, module: str, said: Sequence[str], key: str | None, depth: int, seen: set[tuple[str, str]]
    ) -> Iterator[str]:
        previous = ""
        for reference in said:
            if previous.startswith(reference) or depth > MAX_STEPS or (module, reference) in seen:
                continue
            previous = reference
            seen.add((module, reference))
            yield from self._one(module, steps(reference), key, depth, seen)

    def _one(
        self, module: str, words: Sequence[str], key: str | None, depth: int, seen: set[tuple[str, str]]
    ) -> Iterator[str]:
        if len(words) < 2:
            return
        if words[0] == "var":
            yield from self._variable(module, words[1], depth, seen)
        elif words[0] == "module":
            yield from self._output(module, words, key, depth, seen)
        elif words[0] not in ("local", "each", "count", "path", "terraform", "self"):
            yield from self._resource(module, words, key)

    def _variable(self, module: str, name: str, depth: int, seen: set[tuple[str, str]]) -> Iterator[str]:
        here = self.instances.get(module)
        if here is None or here.parent is None:
            return
        said = here.call.get("expressions", {}).get(name, {})
        yield from self._follow(here.parent.address, references_in(said), here.key, depth + 1, seen)

    def _output(
        self, module: str, words: Sequence[str], key: str | None, depth: int, seen: set[tuple[str, str]]
    ) -> Iterator[str]:
        prefix = f"{module}." if module else ""
        base = f"{prefix}module.{words[1]}"
        keyed = len(words) > 2 and words[2].startswith("[")
        rest = words[3:] if keyed else words[2:]
        exact = base + words[2] if keyed else None
        children = [each for each in self.instances.values() if each.parent and each.parent.address == module]
        children = [
            each for each in children if each.address == exact or (not keyed and without_key(each) == base)
        ]
        if len(children) > 1:
            children = [each for each in children if each.key == key] or children
        for child in children:
            outputs = child.config.get("outputs", {})
            names = [rest[0]] if rest else sorted(outputs)
            for name in names:
                said = references_in(outputs.get(name, {}).get("expression", {}))
                yield from self._follow(child.address, said, key, depth + 1, seen)

    def _resource(self, module: str, words: Sequence[str], key: str | None) -> Iterator[str]:
        start = 1 if words[0] == "data" else 0
        local = ".".join(words[: start + 2])
        found = self.blocks.get((module, local), ())
        after = words[start + 2 :]
        if after and after[0].startswith("["):
            yield from (address for address in found if key_of(address) == after[0])
        elif len(found) > 1:
            same = [address for address in found if key is not None and key_of(address) == key]
            yield from same or found
        else:
            yield from found


def without_key(instance: Instance) -> str:
    """The address of a module instance without its own key."""
    return instance.address.removesuffix(instance.key) if instance.key else instance.address


def references_in(expression: Json) -> list[str]:
    """All references of an expression, or of the expressions of a nested block."""
    found: list[str] = []
    stack = [expression]
    while stack:
        part = stack.pop()
        if isinstance(part, Mapping):
            said = part.get("references")
            if isinstance(said, list):
                found += [each for each in said if isinstance(each, str)]
            stack.extend(value for key, value in part.items() if key != "references")
        elif isinstance(part, list):
            stack.extend(part)
    return found


def instances_of(config: Mapping[str, Json], addresses: Sequence[str]) -> dict[str, Instance]:
    """The module instances that hold some resource, and those above them."""
    found = {"": Instance("", config)}
    for address in sorted({module_of(each) for each in addresses}, key=len):
        words = steps(address)
        position, here = 0, found[""]
        while position + 1 < len(words):
            end = position + 2
            keyed = end < len(words) and words[end].startswith("[")
            end += keyed
            full = join(words[:end])
            if full not in found:
                call = here.config.get("module_calls", {}).get(words[position + 1], {})
                key = words[end - 1] if keyed else None
                found[full] = Instance(full, call.get("module", {}), key, here, call)
            position, here = end, found[full]
    return found


def written_key(index: Json) -> str:
    """The key of an instance as addresses have it."""
    return f"[{json.dumps(index, ensure_ascii=False)}]"
