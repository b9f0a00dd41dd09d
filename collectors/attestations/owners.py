"""owners.yaml: who may attest what, and with which keys; signed as a whole in `owners.yaml.sig`."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import fastjsonschema
import yaml

from collectors.attestations.keys import is_signed, public_key
from collectors.attestations.statement import Statement

NAME = "owners.yaml"
SIGNATURE = "owners.yaml.sig"
MAX_BYTES = 1024 * 1024
_DOMAIN = b"selfaudit owners 1\n"
_NAMES = {"type": "array", "uniqueItems": True, "items": {"type": "string", "minLength": 1, "maxLength": 200}}

_validate = fastjsonschema.compile(
    {
        "type": "object",
        "required": ["people"],
        "additionalProperties": False,
        "properties": {
            "people": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["name", "keys"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": "string", "minLength": 1, "maxLength": 200},
                        "keys": {**_NAMES, "minItems": 1},
                        "controls": _NAMES,
                        "registers": _NAMES,
                    },
                },
            }
        },
    }
)


class OwnersError(ValueError):
    """A file that does not say who may attest what."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with keys, and patterns (`*`) of the controls and registers that they may attest."""

    name: str
    keys: tuple[str, ...]
    controls: tuple[str, ...]
    registers: tuple[str, ...]

    def may(self, statement: Statement) -> bool:
        """Whether a statement is about something that they may attest."""
        patterns = self.controls if statement.kind == "control" else self.registers
        return self.may_attest(statement.about, patterns)

    @staticmethod
    def may_attest(name: str, patterns: Sequence[str]) -> bool:
        """Whether one of the patterns means a control or register."""
        return any(fnmatchcase(name, pattern.replace("[", "[[]")) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Owners:
    """The people of a file."""

    people: tuple[Person, ...]

    def person(self, name: str) -> Person | None:
        """The person of a name."""
        return next((person for person in self.people if person.name == name), None)


def parse(content: bytes) -> Owners:
    """The people of owners.yaml. Raises OwnersError."""
    if len(content) > MAX_BYTES:
        raise OwnersError(f"more than {MAX_BYTES} bytes")
    try:
        data = yaml.load(content.decode(), Loader=_Loader)  # noqa: S506 (a SafeLoader)
        _validate(data)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OwnersError(f"line {line}: not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise OwnersError(f"not usable: {reason}") from error
    except fastjsonschema.JsonSchemaValueException as error:
        raise OwnersError(error.message.replace("data.", "").replace("data ", "the file ")) from error
    return Owners(tuple(_people(data["people"])))


def to_sign(content: bytes) -> bytes:
    """What the signature is about."""
    return _DOMAIN + content


def is_vouched_for(content: bytes, signature: str, key: str) -> bool:
    """Whether the owner of a public key signed the file as it is."""
    return is_signed(key, signature, to_sign(content))


def _people(items: list[dict[str, Any]]) -> list[Person]:
    people: list[Person] = []
    keys: dict[str, str] = {}
    for item in items:
        if any(person.name == item["name"] for person in people):
            raise OwnersError(f"{item['name']} is there twice; keep one entry")
        for key in item["keys"]:
            try:
                public_key(key)
            except ValueError as error:
                raise OwnersError(f"{item['name']}: not a public key: {error}") from error
            if key in keys:
                raise OwnersError(f"{item['name']} and {keys[key]} share a key; everybody needs their own")
            keys[key] = item["name"]
        lists = (tuple(item.get(name, ())) for name in ("keys", "controls", "registers"))
        people.append(Person(item["name"], *lists))
    return people


class _Loader(yaml.SafeLoader):
    """Without aliases, which can expand without end, and without keys that are given twice."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases are not allowed here", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                problem = f"the key '{key.value}' is given twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)
