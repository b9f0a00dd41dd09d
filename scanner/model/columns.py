"""Columns of a register, kept as JSON: a value takes a tenth of the memory that it takes as an object."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any


class ColumnWriter:
    """An array that grows, and is JSON already."""

    def __init__(self) -> None:
        self._done = bytearray()

    def extend(self, values: Sequence[Any]) -> None:
        """Add values of JSON; many at a time are encoded quickly."""
        if values:
            comma = b"," if self._done else b""
            self._done += comma + json.dumps(values, separators=(",", ":"))[1:-1].encode()

    def text(self) -> bytes:
        """The array as JSON, on one line."""
        return b"[%b]" % bytes(self._done)


class Columns(Mapping[str, list[Any]]):
    """Facts that are arrays, as JSON texts of one line each. One is parsed anew whenever it is read."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self.texts = texts

    def __getitem__(self, name: str) -> list[Any]:
        values: list[Any] = json.loads(self.texts[name])
        return values

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def only(self, names: Iterable[str]) -> "Columns":
        """Those of these names that are there."""
        return Columns({name: self.texts[name] for name in names if name in self.texts})

    def text(self) -> bytes:
        """All of them as a JSON object."""
        members = (json.dumps(name).encode() + b":" + text for name, text in self.texts.items())
        return b"{%b}" % b",".join(members)
