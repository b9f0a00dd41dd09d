"""What could not be looked at, and why."""

from scanner.model import GapReason

MAX_TEXT = 300
MAX_DETAIL = 800


class NotSeenError(Exception):
    """Something could not be looked at; `detail` says how to get to see it, in one line."""

    def __init__(self, reason: GapReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = one_line(detail, MAX_DETAIL)


def one_line(text: str, longest: int = MAX_TEXT) -> str:
    """Foreign text for a gap's detail: one line, printable, of bounded length."""
    words = " ".join(text[: 4 * longest].split())
    return "".join(char for char in words if char.isprintable())[:longest]
