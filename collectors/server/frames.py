"""The frames of a probe's output: sections, and items in them."""

import binascii
import re
import zlib
from dataclasses import replace
from functools import lru_cache

from collectors.server.reply import Item, NotSeenError, Section, one_line
from scanner.model import GapReason

ITEM_CAP = 4194304
"""Bytes the probe sends of one item at most; the same figure is in probe/lib.sh."""
_UNPACKED_CAP = 17 * 1024 * 1024
"""Bytes of one unpacked section at most: what the probe sends of one, and its last line."""
_KEPT_BYTES = 64 * 1024
"""Larger sections are not kept for other machines."""
_CHANGEABLE = (
    "root would have to run a program outside of /usr that others than root can change; "
    "give it and every folder above it to root alone"
)
_DISORDER = "the probe's items are out of order"
_FRAME = re.compile(rb"(begin|end|done)(?: ([a-z0-9_.]+))?")
_NAME = re.compile(rb"[a-z_]+(?:[-][a-z]+)?")


def parse(out: bytes, nonce: str, absent: NotSeenError) -> tuple[dict[str, Section], bool]:
    """Sections of a probe's output, and whether its end was seen.

    Whatever stands outside of a frame is noise (a login shell's greeting). A section that comes twice or
    is not closed by its own end is broken.
    """
    sections: dict[str, Section] = {}
    name, body = "", b""
    _, *frames = (b"\n" + out).split(f"\n{nonce} ".encode())
    for frame in frames:
        line, _, after = frame.partition(b"\n")
        match = _FRAME.fullmatch(line)
        word, label = (match[1], (match[2] or b"").decode()) if match else (b"", "")
        if name:
            closed = word == b"end" and label == name
            _add(sections, name, _section(body, cut=None if closed else absent))
        if word == b"done":
            return sections, True
        name, body = (label, after) if word == b"begin" else ("", b"")
    if name:
        _add(sections, name, _section(body, cut=absent))
    return sections, False


def _unpacked(body: bytes) -> bytes:
    """The text of a section; none when it was packed (gzip in base64 below a line `z`) and is not whole."""
    packed = body.lstrip(b"\n")
    if not packed.startswith(b"z\n"):
        return body
    unzip = zlib.decompressobj(wbits=31)
    try:
        # Characters that are not base64 are passed over: the check sum of gzip tells what is whole.
        data = unzip.decompress(binascii.a2b_base64(packed[2:]), _UNPACKED_CAP)
    except (binascii.Error, zlib.error):
        return b""
    return data if unzip.eof else b""


def _add(sections: dict[str, Section], name: str, section: Section) -> None:
    if name in sections:
        section = Section({}, NotSeenError(GapReason.MALFORMED, f"the probe's section {name} came twice"))
    sections[name] = section


def _section(body: bytes, *, cut: NotSeenError | None) -> Section:
    """One section; `cut` is why its end did not come."""
    kept = _kept(body) if cut is None and len(body) <= _KEPT_BYTES else None
    return kept or _judged(_unpacked(body), cut)


@lru_cache(512)
def _kept(body: bytes) -> Section | None:
    """A whole section that is not large: one object for all machines that say the same."""
    text = _unpacked(body)
    section = _judged(text, None)
    return replace(section, kept=True) if section.broken is None and len(text) <= _KEPT_BYTES else None


def _judged(text: bytes, cut: NotSeenError | None) -> Section:
    items, damaged, malformed = _items(text)
    if malformed:
        return Section({}, NotSeenError(GapReason.MALFORMED, malformed))
    if "refused" in items:
        return Section({}, NotSeenError(GapReason.DENIED, items["refused"].error))
    if cut is not None:
        return Section(items, cut)
    if damaged:
        detail = f"{damaged} came back damaged, or longer than {ITEM_CAP >> 20} MiB"
        return Section(items, NotSeenError(GapReason.TRUNCATED, detail))
    return Section(items, _unfinished(text))


def _unfinished(body: bytes) -> NotSeenError | None:
    """Why a section is not whole, by the status in its last line; None when it is."""
    status = body.rpartition(b"\n~ ")[2].partition(b"\n")[0]
    if not status.isdigit():
        return NotSeenError(GapReason.TRUNCATED, "the section was cut at its size limit")
    match int(status):
        case 0:
            return None
        case 124 | 137 | 143:
            return NotSeenError(GapReason.TIMEOUT, "a command on the machine did not come back in time")
        case 95:  # of `guard` in probe/lib.sh
            return NotSeenError(GapReason.DENIED, _CHANGEABLE)
        case other:
            return NotSeenError(GapReason.MALFORMED, f"the section ended with status {other}")


def _items(body: bytes) -> tuple[dict[str, Item], str | None, str | None]:
    """Items by name, the name of one that was damaged, and why nothing here can be trusted."""
    items: dict[str, Item] = {}
    damaged: str | None = None
    noise, *parts = (b"\n" + body).split(b"\n@ ")
    if b"\n% " in noise:
        return {}, None, _DISORDER
    for part in parts:
        data, ended, after = part.partition(b"\n% ")
        if not ended:
            continue
        line, _, rest = after.partition(b"\n")
        name, _, text = data.partition(b"\n")
        words = line.split(b" ", 2)
        if len(words) != 3 or words[0] != name or not _NAME.fullmatch(name) or b"\n% " in b"\n" + rest:
            return {}, None, _DISORDER
        key = name.decode()
        if key in items:
            return {}, None, f"the probe's item {key} came twice"
        item = _item(text, words[1], words[2])
        if item is None:
            damaged = key
        else:
            items[key] = item
    return items, damaged, None


def _item(text: bytes, status: bytes, error: bytes) -> Item | None:
    """None for an item that was cut or damaged: it counts as not arrived."""
    armored, _, length = text.rpartition(b"\n# ")
    out = _unarmor(armored) if length == b"%d" % len(armored) else None
    said = _unarmor(error) if error != b"-" else b""
    if out is None or said is None or not status.isdigit() or len(out) >= ITEM_CAP:
        return None
    return Item(out, int(status), one_line(said.decode("utf-8", "replace")))


def _unarmor(text: bytes) -> bytes | None:
    try:
        if text.startswith(b"x ") or b"\nx " in text:
            return bytes.fromhex(text.replace(b"x", b" ").decode("ascii"))
        return binascii.a2b_base64(text.replace(b"\n", b""), strict_mode=True)
    except (binascii.Error, ValueError):
        return None
