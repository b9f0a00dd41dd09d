"""Every record type is whole: the collector, the templates and the rules rely on what its schema declares."""

import json
from pathlib import Path
from typing import Any

import pytest

SCHEMAS = Path(__file__).parents[2] / "policies" / "schemas"
TYPES = sorted(path.stem.removeprefix("register.") for path in SCHEMAS.glob("register.*.json"))

HIDDEN = {
    "access_log": ["object_id"],
    "change_request_log": ["customer_ref"],
    "closed_relationships": ["customer_ref"],
    "complaint_log": ["customer_ref"],
    "consent_register": ["customer_ref"],
    "data_request_register": ["customer_ref"],
    "feedback_log": ["content"],
    "findings_register": ["description"],
    "incident_log": ["description", "impact_scope", "possible_cause", "interim_measures", "mitigation"],
    "violation_register": ["person", "manager"],
    "whistleblow_log": ["reporter"],
}
"""Customers, whistle-blowers, people punished, and free texts that may name them."""


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"register.{name}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", TYPES)
def test_a_type_names_its_file_key_and_date(name: str) -> None:
    found = schema(name)
    columns = found["properties"]
    assert found["x-file"] == name
    assert all(found[text] for text in ("title", "title_zh", "description"))
    assert found["x-key"]
    assert {*found["x-key"], *found.get("required", ())} <= set(columns)
    dated = found.get("x-date")
    assert dated is None or columns[dated]["format"] in ("date", "date-time")


@pytest.mark.parametrize("name", TYPES)
def test_a_column_says_what_it_is_and_whether_it_leaves(name: str) -> None:
    for column, found in schema(name)["properties"].items():
        assert found["x-column"] in ("keep", "hmac", "drop"), column
        assert all(found[text] for text in ("description", "description_zh")), column
        # A null in a list of values or of types is what an empty field becomes.
        if None in found.get("enum", ()):
            assert "null" in found["type"], column


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_customers_and_people_concerned_never_leave_in_the_clear(name: str) -> None:
    columns = schema(name)["properties"]
    for column in HIDDEN[name]:
        assert columns[column]["x-column"] in ("hmac", "drop"), column
