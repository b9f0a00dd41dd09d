"""What in a register cannot be used."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be used; `line` and `column` are empty when it is the whole file."""

    text: str
    line: int | None = None
    column: str | None = None
    too_long: bool = False

    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line else ""
        column = f"column {self.column}: " if self.column else ""
        return f"{line}{column}{self.text}"


class UnusableError(Exception):
    """The file as a whole, or the rest of it, cannot be used."""

    def __init__(self, text: str, line: int | None = None, *, too_long: bool = False) -> None:
        super().__init__(text)
        self.problem = Problem(text, line, None, too_long)


class BadValueError(ValueError):
    """A value that does not fit its column; the text never repeats it, for it may be private."""
