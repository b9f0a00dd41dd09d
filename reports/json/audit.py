"""The checklist of an audit as plain JSON values."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from reports.json.values import plain
from reports.text import utc
from scanner.model import Audit, ChecklistItem


def audit_document(audit: Audit | None) -> dict[str, Any] | None:
    """The period, totals, and what became of the last audit's findings; None for a scan."""
    if audit is None:
        return None
    return {one.name: _values(getattr(audit, one.name)) for one in fields(audit) if one.name != "items"}


def checklist_document(audit: Audit | None) -> list[dict[str, Any]]:
    """One item per control, which is named by its id; empty for a scan."""
    return [_item(item) for item in audit.items] if audit else []


def _item(item: ChecklistItem) -> dict[str, Any]:
    return {**_values(item), "control": plain(item.control.id), "domain": plain(item.control.domain)}


def _values(thing: Any) -> Any:
    """Data classes as objects, instants in UTC, days in ISO form."""
    if is_dataclass(thing):
        return {one.name: _values(getattr(thing, one.name)) for one in fields(thing)}
    if isinstance(thing, datetime):
        return utc(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, Mapping):
        return {plain(str(key)): _values(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return [_values(one) for one in thing]
    return plain(thing)
