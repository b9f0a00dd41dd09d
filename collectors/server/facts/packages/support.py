"""Which release the machine is, and what it knows itself about the end of its support."""

import csv
import re
from collections.abc import Mapping, Sequence

from collectors.server.facts.packages.manager import release, section
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

FACT = "support"
_COLUMNS = {
    "debian": {"eol": "standard", "eol-lts": "debian-lts", "eol-elts": "debian-elts"},
    "ubuntu": {
        "eol": "standard",
        "eol-server": "standard",
        "eol-esm": "ubuntu-pro",
        "eol-legacy": "ubuntu-legacy",
    },
}
"""Columns of distro-info-data, and the programme whose end they tell."""


def support(reply: Reply) -> Json:
    """os-release(5) with SUPPORT_END, and the rows of distro-info-data for this release."""
    values = release(reply, FACT)
    if not values:
        raise NotSeenError(GapReason.UNSUPPORTED, "the machine has no os-release file")
    id_, version = values.get("ID", "linux"), values.get("VERSION_ID", "")
    ends: Mapping[str, str] = {}
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", values.get("SUPPORT_END", "")):
        ends = {"standard": values["SUPPORT_END"]}
    elif id_ in _COLUMNS and version:
        ends = _distro_info(reply, id_, version)
    return {
        "id": id_,
        "version_id": version,
        "codename": values.get("VERSION_CODENAME", ""),
        "name": values.get("PRETTY_NAME") or values.get("NAME") or id_,
        "ends": [{"programme": programme, "date": date} for programme, date in ends.items()],
    }


def _distro_info(reply: Reply, id_: str, version: str) -> Mapping[str, str]:
    texts = parse_texts(reply.item(section(FACT), "dates"), reply)
    lines: Sequence[str] = texts.read(f"/usr/share/distro-info/{id_}.csv") or ()
    row = next(
        (row for row in csv.DictReader(lines) if (row.get("version") or "").split()[:1] == [version]), {}
    )
    ends: dict[str, str] = {}
    for column, programme in _COLUMNS[id_].items():
        date = row.get(column) or ""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
            ends[programme] = max(date, ends.get(programme, ""))
    return ends
