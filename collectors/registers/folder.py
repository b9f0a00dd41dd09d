"""Registers in a folder."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from collectors.registers.problems import UnusableError
from collectors.registers.table import MAX_BYTES
from scanner.model import GapReason


class SourceError(Exception):
    """A file, or all of them, cannot be had: why, and what to do."""

    def __init__(self, reason: GapReason, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class AbsentError(SourceError):
    """There is no file of that name; everything else is as it should be."""


class Folder:
    """The files of one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def place(self, name: str) -> str:
        """How messages call a file."""
        return str(self._path / name)

    def present(self, names: Sequence[str]) -> list[str]:
        """Which of the files there are. Raises SourceError when nobody can tell."""
        try:
            if not self._path.is_dir():
                raise SourceError(GapReason.UNREACHABLE, "the folder is not there; check the folder setting")
            return [name for name in names if os.path.lexists(self._path / name)]
        except OSError as error:
            raise SourceError(GapReason.UNREACHABLE, f"cannot be read ({type(error).__name__})") from error

    def read(self, name: str) -> bytes:
        """A file, one byte more than the cap at most. Raises SourceError or UnusableError."""
        try:
            # Without O_NONBLOCK a FIFO would wait for a writer for ever.
            descriptor = os.open(self._path / name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise UnusableError("not a regular file; put the register there")
                return file.read(MAX_BYTES + 1)
        except PermissionError:
            text = "may not be read; allow the scanning account to read it"
            raise SourceError(GapReason.DENIED, text) from None
        except (OSError, ValueError) as error:
            text = f"cannot be read ({type(error).__name__}); check the folder setting"
            raise SourceError(GapReason.UNREACHABLE, text) from error
