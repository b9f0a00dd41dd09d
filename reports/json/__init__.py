"""The machine-readable report: `report.json`, described by `report.schema.json`."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from reports.json.document import document
from scanner.model import Report

_UNSAFE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class JsonReport:
    """One JSON document; one line per finding, gap, check and control. The same report gives the same bytes.

    Characters that a terminal would obey or hide are written as JSON escapes, which changes no value.
    """

    filename = "report.json"

    def render(self, report: Report) -> str:
        """The whole document, ending in a line break."""
        body = ",\n".join(f"{_dump(key)}: {_section(value)}" for key, value in document(report).items())
        return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", f"{{\n{body}\n}}\n")


def schema() -> Mapping[str, Any]:
    """The published JSON Schema (draft 2020-12) of the document."""
    text = resources.files(__name__).joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def _section(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"  {_dump(item)}" for item in value) + "\n]"
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(_members(value)) + "\n}"
    return _dump(value)


def _members(value: dict[str, object]) -> Iterator[str]:
    return (f"  {_dump(key)}: {_dump(item)}" for key, item in value.items())


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
