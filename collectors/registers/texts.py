"""The bytes of a file as text.

A file that is valid UTF-8 is UTF-8, with or without a byte order mark. Everything else must be GB18030, the
encoding in which spreadsheets under Chinese Windows save CSV; text in another encoding seldom is, and then
holds characters that no register has.
"""

import unicodedata

from collectors.registers.problems import UnusableError

_BOMS_16 = (b"\xff\xfe", b"\xfe\xff")


def encoding_of(content: bytes) -> str:
    """The encoding, `utf-8-sig` or `gb18030`. Raises UnusableError with the line that is in neither."""
    if content.startswith(_BOMS_16):
        raise UnusableError("UTF-16; save the file as CSV UTF-8")
    position = content.find(b"\0")
    if position >= 0:
        raise UnusableError("it holds NUL characters", content.count(b"\n", 0, position) + 1)
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _require_gb18030(content, content.count(b"\n", 0, error.start) + 1)
        return "gb18030"
    return "utf-8-sig"


def decoded(content: bytes) -> str:
    """The text. Raises UnusableError."""
    return content.decode(encoding_of(content))


def _require_gb18030(content: bytes, line: int) -> None:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise UnusableError("neither UTF-8 nor GB18030; save the file as CSV UTF-8", line) from None
    for number, part in enumerate(text.split("\n"), 1):
        if any(unicodedata.category(char) in ("Co", "Cn", "Cs") for char in part):
            raise UnusableError("neither UTF-8 nor GB18030; save the file as CSV UTF-8", number)
