"""Values of a source: known, unset, or set to something that nobody knows yet.

An attribute is read through a `View`, which raises for what is unknown: the fact that is being made then
becomes a gap, and no other. Nothing unknown can be mistaken for unset.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scanner.model import GapReason


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is set, but not known before the change is applied; `refs` name what it is made of.

    `why` says more, when there is more to say.
    """

    refs: tuple[str, ...] = ()
    why: str = ""


class Named(str):
    """A known name of another resource, with the address of that resource."""

    refs: tuple[str, ...]

    def __new__(cls, text: str, refs: tuple[str, ...]) -> "Named":
        made = super().__new__(cls, text)
        made.refs = refs
        return made


class UnknownValueError(Exception):
    """A fact depends on a value that is known only after the change is applied."""


class NotInSourceError(Exception):
    """A fact that no source of this kind can hold; the text says where it is."""


class ReasonedError(Exception):
    """A fact that cannot be told for another reason."""

    def __init__(self, reason: GapReason, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class UnsuitableError(ValueError):
    """A value of another type than the provider documents."""


@dataclass(frozen=True, slots=True)
class View:
    """The attributes of a block; `where` is its address, for messages."""

    values: Mapping[str, Any]
    where: str

    def is_set(self, key: str) -> bool:
        """Whether the source gives a value, known or not."""
        return self.values.get(key) is not None

    def any(self, key: str) -> Any:
        """The value, None when it is not set. Raises UnknownValueError when any part of it is unknown."""
        value = self.values.get(key)
        for part in parts(value):
            if isinstance(part, Unknown):
                why = part.why or "known only after the change is applied"
                raise UnknownValueError(f"{self.where}: {key} is {why}")
        return value

    def text(self, key: str) -> str | None:
        """A text; numbers and switches as text. Raises UnknownValueError, UnsuitableError."""
        value = self.any(key)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        found: str | None = self._typed(key, value, str)
        return found

    def known(self, key: str) -> str | None:
        """A text that is set and known; None for everything else."""
        try:
            return self.text(key)
        except (UnknownValueError, UnsuitableError):
            return None

    def needed(self, key: str) -> str:
        """A text that must be there."""
        value = self.text(key)
        if value is None:
            raise UnsuitableError(f"{self.where}: {key} is missing")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """A switch; `default` is what the provider takes when it is not set."""
        value = self.any(key)
        if value is None or value == "":
            return default
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        found = self._typed(key, value, bool)
        return bool(found)

    def number(self, key: str) -> int | None:
        """A whole number, also when written as text."""
        value = self.any(key)
        if isinstance(value, str) and value.lstrip("-").isdecimal():
            return int(value)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool):
            raise UnsuitableError(f"{self.where}: {key} is not a number")
        found: int | None = self._typed(key, value, int)
        return found

    def texts(self, key: str) -> list[str]:
        """A list of texts; a single one counts as a list of one, unset as empty."""
        value = self.any(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, str | int) for item in items):
            raise UnsuitableError(f"{self.where}: {key} is not a list of texts")
        return [str(item) for item in items]

    def blocks(self, key: str) -> list["View"]:
        """Nested blocks. Raises UnknownValueError when their number is unknown, not for what is in them."""
        value = self.values.get(key)
        if isinstance(value, Unknown):
            raise UnknownValueError(f"{self.where}: {key} is known only after the change is applied")
        items = value if isinstance(value, list) else [] if value is None else [value]
        if any(isinstance(item, Unknown) for item in items):
            raise UnknownValueError(f"{self.where}: {key} is known only after the change is applied")
        if not all(isinstance(item, Mapping) for item in items):
            raise UnsuitableError(f"{self.where}: {key} is not made of blocks")
        return [View(item, f"{self.where}: {key}") for item in items]

    def block(self, key: str) -> "View | None":
        """A nested block that can stand once at most."""
        found = self.blocks(key)
        if len(found) > 1:
            raise UnsuitableError(f"{self.where}: {key} stands {len(found)} times")
        return found[0] if found else None

    def identity(self, key: str) -> str | None:
        """The name of another resource; one that is not made yet goes by its address."""
        value = self.values.get(key)
        if isinstance(value, Unknown) and len(value.refs) == 1:
            return stand_in(value.refs[0])
        return self.text(key)

    def identities(self, key: str) -> list[str]:
        """Names of other resources; those that are not made yet go by their addresses."""
        value = self.values.get(key)
        if isinstance(value, Unknown) and value.refs:
            return [stand_in(ref) for ref in value.refs]
        items = value if isinstance(value, list) else [] if value is None else [value]
        return [found for item in items if (found := View({key: item}, self.where).identity(key)) is not None]

    def _typed(self, key: str, value: Any, type_: type) -> Any:
        if value is None or isinstance(value, type_):
            return value
        raise UnsuitableError(f"{self.where}: {key} is not {_NAMES[type_]}")


_NAMES = {str: "a text", bool: "true or false", int: "a whole number"}


def stand_in(address: str) -> str:
    """What a resource goes by whose name is known only after it was made: its address."""
    return address


def holds_unknown(value: Any) -> bool:
    """Whether any part of a value is unknown."""
    return any(isinstance(part, Unknown) for part in parts(value))


def parts(value: Any) -> Iterator[Any]:
    """A value and all that is in it, without recursion: sources decide how deep they nest."""
    stack = [value]
    while stack:
        part = stack.pop()
        yield part
        if isinstance(part, Mapping):
            stack.extend(part.values())
        elif isinstance(part, list | tuple):
            stack.extend(part)
