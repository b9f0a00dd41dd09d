"""Lines of the files that findings point to."""

import stat
from collections.abc import Sequence
from pathlib import Path

from scanner.model import Location

_MAX_BYTES = 4 * 1024 * 1024
_MAX_LINES = 8


class Excerpts:
    """Reads files when asked, each once. What is no readable text file has no lines."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, ...]] = {}

    def lines(self, path: str) -> tuple[str, ...]:
        """All lines of a file; none when it is no regular file, too large, or not UTF-8."""
        if path not in self._files:
            self._files[path] = read_lines(Path(path))
        return self._files[path]

    def of(self, location: Location) -> Sequence[tuple[int, str]]:
        """The first lines of a place, with their numbers."""
        if not location.line:
            return ()
        end = min(max(location.line, location.end_line), location.line + _MAX_LINES - 1)
        lines = self.lines(location.path)[location.line - 1 : end]
        return tuple(enumerate(lines, location.line))


def read_lines(path: Path) -> tuple[str, ...]:
    """See `Excerpts.lines`."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return ()
        with path.open("rb") as handle:
            raw = handle.read(_MAX_BYTES + 1)
        return () if len(raw) > _MAX_BYTES else tuple(raw.decode("utf-8").split("\n"))
    except (OSError, ValueError):
        return ()
