"""Statements of people: one line of canonical JSON each, signed, and bound to the line before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import fastjsonschema

from collectors.attestations.keys import is_signed

BEGINNING = "0" * 64
"""What stands for the digest of the line before the first one."""
_DOMAIN = b"selfaudit statement 1\n"
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}\\Z"}
_COMMON = {
    "version": {"const": 1},
    "entry": {"type": "integer", "minimum": 1},
    "period": _TEXT,
    "by": _TEXT,
    "at": _TEXT,
    "note": {"type": "string", "maxLength": 500},
    "previous": _DIGEST,
    "signature": {"type": "string", "maxLength": 100},
}
_CONTROL = {
    "kind": {"const": "control"},
    "control": _TEXT,
    "text": _DIGEST,
    "answer": {"enum": ["yes", "no"]},
    "until": _TEXT,
}
_COMPLETENESS = {
    "kind": {"const": "completeness"},
    "register": _TEXT,
    "period_start": _TEXT,
    "period_end": _TEXT,
    "answer": {"enum": ["complete", "nothing"]},
}


def _schema(members: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*_COMMON, *members],
        "properties": {**_COMMON, **members},
    }


_validate = {
    "control": fastjsonschema.compile(_schema(_CONTROL)),
    "completeness": fastjsonschema.compile(_schema(_COMPLETENESS)),
}


class NoStatementError(ValueError):
    """A line that is not a statement in its canonical form."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the log, of the right form; whether it counts is another question."""

    values: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """`control` or `completeness`."""
        return str(self.values["kind"])

    @property
    def about(self) -> str:
        """The control or the register."""
        return str(self.values["control" if self.kind == "control" else "register"])

    @property
    def at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.values["at"])

    @property
    def line(self) -> bytes:
        """The line of the log, with its line break."""
        return canonical(self.values) + b"\n"

    def is_signed_with(self, key: str) -> bool:
        """Whether the owner of a public key made it."""
        unsigned = {name: value for name, value in self.values.items() if name != "signature"}
        return is_signed(key, self.values["signature"], to_sign(unsigned))


def parse(line: bytes) -> Statement:
    """A line without its line break. Raises NoStatementError."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NoStatementError("not JSON") from error
    kind = values.get("kind") if isinstance(values, dict) else None
    if kind not in ("control", "completeness"):
        raise NoStatementError("not a statement")
    try:
        _validate[kind](values)
        _check_times(values)
    except (fastjsonschema.JsonSchemaValueException, ValueError) as error:
        raise NoStatementError(str(error).replace("data.", "").replace("data ", "the entry ")) from error
    if canonical(values) != line:
        raise NoStatementError("not written as it was signed")
    return Statement(values)


def to_sign(unsigned: Mapping[str, Any]) -> bytes:
    """What a signature is about; the first line keeps it from being taken for something else."""
    return _DOMAIN + canonical(unsigned)


def canonical(values: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and without spaces, UTF-8. Raises NoStatementError for lone surrogates."""
    try:
        return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NoStatementError("not Unicode text") from error


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _check_times(values: Mapping[str, Any]) -> None:
    for name in ("at", "period_start", "period_end"):
        if name in values and datetime.fromisoformat(values[name]).tzinfo is None:
            raise ValueError(f"{name} must be an instant with its zone")
    if "until" in values:
        date.fromisoformat(values["until"])
