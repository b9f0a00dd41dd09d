"""What the probe said: sections of items, and what is missing of them."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.model import GapReason

ITEM_CAP = 4194304
"""Bytes the probe sends of one item at most; the same figure is in probe/lib.sh."""


class NotSeenError(Exception):
    """A fact could not be looked at; becomes a Gap."""

    def __init__(self, reason: GapReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = one_line(detail)


def one_line(text: str, limit: int = 400) -> str:
    """Text of foreign origin made fit for a detail: printable, one line, at most `limit` characters."""
    clean = "".join(char if char.isprintable() else " " for char in text)
    clean = " ".join(clean.split())
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Item:
    """Output of one command on the machine. `status` is its exit status, 127 when it is not installed."""

    out: bytes
    status: int
    error: str

    @property
    def text(self) -> str:
        """Standard output; bytes that are not UTF-8 become U+FFFD."""
        return self.out.decode("utf-8", "replace")

    def lines(self) -> list[str]:
        """Lines of the output, split at newlines only."""
        return self.text.removesuffix("\n").split("\n") if self.out else []


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one section by name, and why the section is not whole (None when it is)."""

    items: Mapping[str, Item]
    broken: NotSeenError | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """All sections of one machine. `absent` is why a section that is not there is missing."""

    sections: Mapping[str, Section]
    absent: NotSeenError
    sudo_refused: str | None = None
    root: bool = field(default=False)

    def item(self, section: str, name: str) -> Item:
        """One item; raises NotSeenError when it did not arrive."""
        found = self.maybe(section, name)
        if found is None:
            raise NotSeenError(GapReason.MALFORMED, f"the probe's section {section} came without {name}")
        return found

    def maybe(self, section: str, name: str) -> Item | None:
        """One item, None when a whole section came without it; raises NotSeenError when it was cut."""
        part = self.sections.get(section)
        if part is None:
            raise self.absent
        if name in part.items:
            return part.items[name]
        if part.broken is not None:
            raise part.broken
        return None

    def output(self, section: str, name: str, tool: str) -> Item:
        """An item whose command must have worked; raises NotSeenError otherwise."""
        item = self.item(section, name)
        if item.status != 0:
            raise self.failed(item, tool)
        return item

    def failed(self, item: Item, tool: str) -> NotSeenError:
        """Why a command on the machine did not work."""
        if item.status in (126, 127):
            return NotSeenError(GapReason.TOOL_ABSENT, f"{tool} is not installed or not in PATH; install it")
        if _DENIED.search(item.error):
            return self.denied(f"{tool}: {item.error}")
        return NotSeenError(
            GapReason.UNSUPPORTED, f"{tool} failed with status {item.status}: {item.error or 'no message'}"
        )

    def denied(self, what: str) -> NotSeenError:
        """Something that needs more rights, with the way to give them."""
        if self.root:
            hint = "refused even to root"
        elif self.sudo_refused is not None:
            hint = f"sudo -n refused: {self.sudo_refused}"
        else:
            hint = "needs root; set sudo: true or connect as root"
        return NotSeenError(GapReason.DENIED, f"{what}; {hint}")


_DENIED = re.compile(r"permission denied|operation not permitted|must be root", re.IGNORECASE)
_FRAME = re.compile(rb"(begin|end|done)(?: ([a-z0-9_.]+))?")
_STATUS = re.compile(rb"~ (\d+)")
_NAME = re.compile(rb"[a-z_]+(?:[-][a-z]+)?")


def parse(out: bytes, nonce: str, absent: NotSeenError) -> tuple[dict[str, Section], bool]:
    """Sections of a probe's output, and whether its end was seen.

    Whatever stands outside of a frame is noise (a login shell's greeting). A section that comes twice or
    is not closed by its own end is broken.
    """
    mark = nonce.encode() + b" "
    sections: dict[str, Section] = {}
    name: str | None = None
    body: list[bytes] = []
    for line in out.split(b"\n"):
        if not line.startswith(mark):
            body.append(line)
            continue
        match = _FRAME.fullmatch(line[len(mark) :])
        word = match[1] if match else b""
        label = (match[2] or b"").decode() if match else ""
        if name is not None:
            closed = word == b"end" and label == name
            _add(sections, name, _section(body, closed=closed, absent=absent))
        if word == b"done":
            return sections, True
        name, body = (label, []) if word == b"begin" else (None, [])
    if name is not None:
        _add(sections, name, _section(body, closed=False, absent=absent))
    return sections, False


def _add(sections: dict[str, Section], name: str, section: Section) -> None:
    if name in sections:
        section = Section({}, NotSeenError(GapReason.MALFORMED, f"the probe's section {name} came twice"))
    sections[name] = section


def _section(body: list[bytes], *, closed: bool, absent: NotSeenError) -> Section:
    status = next((m for line in reversed(body) if (m := _STATUS.fullmatch(line))), None)
    items, damaged, malformed = _items(body)
    if malformed:
        return Section({}, NotSeenError(GapReason.MALFORMED, malformed))
    if damaged and closed:
        detail = f"{damaged} came back damaged, or longer than {ITEM_CAP >> 20} MiB"
        return Section(items, NotSeenError(GapReason.TRUNCATED, detail))
    if not closed:
        return Section(items, absent)
    if status is None:
        return Section(items, NotSeenError(GapReason.TRUNCATED, "the section was cut at its size limit"))
    if int(status[1]) in (124, 137, 143):
        return Section(
            items, NotSeenError(GapReason.TIMEOUT, "a command on the machine did not come back in time")
        )
    if int(status[1]) != 0:
        detail = f"the section ended with status {int(status[1])}"
        return Section(items, NotSeenError(GapReason.MALFORMED, detail))
    return Section(items)


def _items(body: list[bytes]) -> tuple[dict[str, Item], str | None, str | None]:
    """Items by name, the name of one that was damaged, and why nothing here can be trusted."""
    items: dict[str, Item] = {}
    damaged: str | None = None
    name: bytes | None = None
    data: list[bytes] = []
    for line in body:
        if line.startswith(b"@ "):
            name, data = line[2:], []
        elif line.startswith(b"% "):
            parts = line.split(b" ", 3)
            if name is None or len(parts) != 4 or parts[1] != name or not _NAME.fullmatch(name):
                return {}, None, "the probe's items are out of order"
            key = name.decode()
            if key in items:
                return {}, None, f"the probe's item {key} came twice"
            item = _item(data, parts[2], parts[3])
            if item is None:
                damaged = key
            else:
                items[key] = item
            name = None
        elif line and not line.startswith(b"~ "):
            data.append(line)
    return items, damaged, None


def _item(data: list[bytes], status: bytes, error: bytes) -> Item | None:
    """None for an item that was cut or damaged: it counts as not arrived."""
    out = _unarmor(data[:-1]) if data and data[-1] == _length(data[:-1]) else None
    said = _unarmor([error]) if error != b"-" else b""
    if out is None or said is None or not status.isdigit() or len(out) >= ITEM_CAP:
        return None
    return Item(out, int(status), one_line(said.decode("utf-8", "replace")))


def _length(lines: list[bytes]) -> bytes:
    return b"# %d" % len(b"\n".join(lines))


def _unarmor(lines: list[bytes]) -> bytes | None:
    try:
        if any(line.startswith(b"x ") for line in lines):
            return bytes.fromhex(b" ".join(lines).replace(b"x", b" ").decode("ascii"))
        return base64.b64decode(b"".join(lines), validate=True)
    except (binascii.Error, ValueError):
        return None
