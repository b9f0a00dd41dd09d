"""The shell text that runs on a machine, and how it is put together."""

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


def quote(value: str) -> str:
    """One word for a shell, whatever is in it."""
    return "'" + value.replace("'", r"'\''") + "'"


def script(parts: Sequence[Part], nonce: str, library: str) -> bytes:
    """The whole probe for `sh -s`.

    It stands in braces: a shell reads to the closing one before it runs anything, so a connection lost
    half way runs nothing. `library` goes before the body of every section.
    """
    return opening(nonce) + rest(parts, library)


def opening(nonce: str) -> bytes:
    """The first lines of a probe, which no other has."""
    return f"{{\nNONCE={nonce}\n".encode()


def rest(parts: Sequence[Part], library: str) -> bytes:
    """What follows the first lines."""
    lines = [
        *frame(library),
        text("streamed"),
        text("main"),
        *(f"section {part.name} {part.seconds} {quote(part.body)}" for part in parts),
        *END,
    ]
    return encoded(lines)


END = ("printf '\\n%s done\\n' \"$NONCE\"", "exit 0", "}", "")
"""The last lines of a probe."""


def frame(library: str) -> tuple[str, ...]:
    """What `main.sh` expects to be set besides the nonce."""
    return f"CAP={SECTION_CAP}", f"LIB={quote(library)}"


def encoded(lines: Sequence[str]) -> bytes:
    """Text as it goes to the machine; paths keep the bytes that they have there."""
    return "\n".join(lines).encode("utf-8", "surrogateescape")
