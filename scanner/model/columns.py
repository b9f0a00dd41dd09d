"""Columns of a register, kept as JSON: a value takes a tenth of the memory that it takes as an object."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_AT_A_TIME = 1024


class ColumnWriter:
    """An array that grows, and is JSON already; what is appended is encoded many values at a time."""

    def __init__(self) -> None:
        self._waiting: list[Any] = []
        self._done = bytearray()

    def append(self, value: Any) -> None:
        """Add a value of JSON."""
        self._waiting.append(value)
        if len(self._waiting) == _AT_A_TIME:
            self._encode()

    def text(self) -> bytes:
        """The array as JSON, on one line."""
        self._encode()
        return b"[%b]" % bytes(self._done)

    def _encode(self) -> None:
        if self._waiting:
            comma = b"," if self._done else b""
            self._done += comma + json.dumps(self._waiting, separators=(",", ":"))[1:-1].encode()
            self._waiting.clear()


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
