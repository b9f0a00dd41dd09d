"""Configuration files of a source under the paths that they will have on a machine."""

import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

from collectors.planned.files import read_bytes
from collectors.server.reply import NotSeenError
from scanner.interfaces import ConfigurationError
from scanner.model import GapReason, Location

MAX_FILES = 500
MAX_BYTES = 4 * 1024 * 1024
"""Of one file; no configuration that people write is larger."""
_MAX_LINKS = 8
_TEMPLATE = re.compile(r"\s*[^\s#].*?(?:\{\{|\{%|<%[-=\s])|\s*(?:\{\{|\{%|\{#|<%)")
"""Of Jinja, ERB and the like, outside of comments."""
_WILD = re.compile(r"[*?\[]")


class Tree:
    """What a main file of a source and its includes say; see collectors.server.texts.Files.

    The main file stands for `place` on a machine. When its path ends like that, the folder above stands for
    the root of the machine; else its own folder for the folder of `place`. What is not below that folder, or
    is not there, is not in the source: nothing else of the scanning machine is read.
    """

    def __init__(self, path: Path, shown: str, place: str) -> None:
        self.place = place
        self._main = path
        self._shown = shown
        steps = place.strip("/").split("/")
        whole = list(path.parts[-len(steps) :]) == steps
        self._base = "/" if whole else place.rpartition("/")[0]
        self._root = path.parents[len(steps) - 1] if whole else path.parent
        below = posixpath.relpath(place, self._base)
        self._prefix = shown.removesuffix(below) if shown.endswith(below) else f"{self._root}/"
        self.seen: dict[str, Path] = {}
        """The files that were read, by their paths on a machine."""

    def read(self, path: str) -> Sequence[str] | None:
        """Lines of a file; raises NotSeenError when it is not in the source or cannot be read."""
        found = self._real(path)
        if found is None or not found.is_file():
            raise self._absent(path)
        if len(self.seen) >= MAX_FILES:
            raise NotSeenError(GapReason.TRUNCATED, f"{self._shown} includes more than {MAX_FILES} files")
        self.seen[path] = found.resolve()
        if found.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            raise NotSeenError(GapReason.TRUNCATED, f"{self.shown(path)}: larger than {limit} MiB")
        try:
            text = read_bytes(found, self.shown(path)).decode("utf-8", "replace")
        except ConfigurationError as error:
            raise NotSeenError(GapReason.MALFORMED, str(error)) from error
        lines = text.removesuffix("\n").split("\n")
        for number, line in enumerate(lines, 1):
            if _TEMPLATE.match(line):
                where = f"{self.shown(path)}:{number}"
                detail = f"{where}: a template; give what it makes, as nobody knows what will stand there"
                raise NotSeenError(GapReason.MALFORMED, detail)
        return [line.removesuffix("\r") for line in lines]

    def included(self, pattern: str) -> Sequence[str]:
        """The files of a pattern, in order; raises NotSeenError when they are not in the source."""
        plain = posixpath.normpath(pattern)
        if not _WILD.search(plain):
            found = self._real(plain)
            if found is None or not found.is_file():
                raise self._absent(plain)
            return [plain]
        fixed = _WILD.split(plain)[0].rpartition("/")[0]
        folder = self._real(fixed)
        if folder is None or not folder.is_dir():
            raise self._absent(f"{fixed}/", " (an empty folder there says that there are none)")
        return self._matches(fixed, folder, plain.removeprefix(f"{fixed}/"))

    @property
    def main(self) -> Path:
        """The main file as it lies in the source."""
        return self._main

    def absent(self, path: str) -> bool:  # noqa: ARG002 (a source is never the whole machine)
        """A source does not tell what else there is on a machine."""
        return False

    def shown(self, path: str) -> str:
        """What a file is called in messages and locations."""
        if path == self.place:
            return self._shown
        return self._prefix + posixpath.relpath(path, self._base)

    def location(self, path: str, line: int) -> Location:
        """A line of a file."""
        return Location(self.shown(path), line)

    def told(self, text: str) -> str:
        """A message of a parser with the names that the source has for its files."""
        for path in sorted(self.seen, key=len, reverse=True):
            shown = self.shown(path).replace("\\", r"\\")
            text = re.sub(rf"(?<![\w./-]){re.escape(path)}", shown, text)
        return text

    def not_in_source(self, detail: str) -> NotSeenError:
        """Something that no file of the source says."""
        return NotSeenError(GapReason.NOT_IN_SOURCE, detail)

    def _absent(self, path: str, hint: str = "") -> NotSeenError:
        return self.not_in_source(f"{path} is not in the source; put it at {self.shown(path)}{hint}")

    def _matches(self, fixed: str, folder: Path, pattern: str) -> list[str]:
        names = sorted(
            found.relative_to(folder).as_posix() for found in folder.glob(pattern.replace("**", "*"))
        )
        paths = [f"{fixed}/{name}" for name in names]
        for path in paths:
            if self._real(path) is None:
                raise self.not_in_source(f"{self.shown(path)} leads out of the source")
        return paths

    def _real(self, path: str, links: int = 0) -> Path | None:
        """The file or folder of the source; None when it would lie outside of it."""
        if path == self.place:
            return self._main
        below = posixpath.relpath(posixpath.normpath(path), self._base)
        if below.startswith("..") or links > _MAX_LINKS:
            return None
        found = self._root / below
        if found.is_symlink() and (target := str(found.readlink())).startswith("/"):
            # A link to a place of the machine, such as those in sites-enabled.
            return self._real(target, links + 1)
        return found if found.resolve().is_relative_to(self._root.resolve()) else None
