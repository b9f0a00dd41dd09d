"""XLSX workbooks (ECMA-376) as raw rows, read as a stream.

The sheet is the one that is called like the register, else the only one.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from collectors.registers.problems import Problem, UnusableError

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 1000
MAX_COLUMNS = 256
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
)


def read_xlsx(
    content: bytes, name: str
) -> tuple[tuple[str, ...], Iterator[tuple[int, Mapping[str, Any]] | Problem]]:
    """The header and the rows. Raises UnusableError."""
    if not openpyxl.DEFUSEDXML:
        raise UnusableError("XLSX needs the package defusedxml, without which it is not safe to read")
    _guard(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = _sheet(book, name)
        # What the file says of its own size is not to be believed.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        header = next(rows, ())
    except (*_BROKEN, SyntaxError) as error:
        why = type(error.__cause__ or error).__name__
        raise UnusableError(f"not an XLSX workbook ({why})") from error
    if len(header) > MAX_COLUMNS:
        raise UnusableError(f"more than {MAX_COLUMNS} columns", 1)
    columns = [str(cell).strip().lower() if cell is not None else "" for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    return tuple(columns), _rows(rows, tuple(columns))


def _guard(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise UnusableError("not an XLSX workbook") from error
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > min(MAX_UNPACKED_BYTES, MAX_RATIO * max(len(content), 4096)):
        raise UnusableError("it unpacks to too much; save it again, or as CSV", too_long=True)


def _sheet(book: Any, name: str) -> Any:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in sheets if sheet.title.strip().lower() == name]
    if len(named or sheets) != 1:
        raise UnusableError(f"several sheets; call the one with the records '{name}'")
    return (named or sheets)[0]


def _rows(
    rows: Iterator[tuple[Any, ...]], columns: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, Any]] | Problem]:
    width = len(columns)
    line = 1
    while True:
        line += 1
        try:
            row = next(rows, None)
        except (*_BROKEN, SyntaxError) as error:
            raise UnusableError(f"damaged ({type(error).__name__}); the rest was not read", line) from error
        if row is None:
            return
        if any(cell is not None for cell in row[width:]):
            yield Problem(f"more than {width} cells", line)
        elif any(cell is not None for cell in row):
            yield line, dict(zip(columns, (*row, *[None] * (width - len(row))), strict=False))
