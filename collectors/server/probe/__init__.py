"""The shell text that runs on a machine, and how it is put together."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

SECTION_CAP = 16 * 1024 * 1024
"""Bytes the probe sends of one section at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section to run: its name in the reply, its text, and its time limit in seconds."""

    name: str
    body: str
    seconds: int


@cache
def text(name: str) -> str:
    """One of the shell files next to this module."""
    return resources.files(__name__).joinpath(f"{name}.sh").read_text(encoding="utf-8")


def script(parts: Sequence[Part], nonce: str, library: str) -> bytes:
    """The whole probe for `sh -s`.

    It stands in braces: a shell reads to the closing one before it runs anything, so a connection lost
    half way runs nothing. `library` goes before the body of every section.
    """
    lines = [
        "{",
        f"NONCE={nonce}",
        f"CAP={SECTION_CAP}",
        f"LIB={shlex.quote(library)}",
        text("main"),
        *(f"section {part.name} {part.seconds} {shlex.quote(part.body)}" for part in parts),
        "printf '\\n%s done\\n' \"$NONCE\"",
        "exit 0",
        "}",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "surrogateescape")
