"""What a record type asks of a row, with what its readers make sure of left out."""

from typing import Any
from zoneinfo import ZoneInfo

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.registers.kinds import RecordType
from collectors.registers.problems import BadValueError
from collectors.registers.values import reader_of

UTC = ZoneInfo("UTC")
COLUMNS: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1},
    "long": {"type": ["string", "null"], "minLength": 3, "maxLength": 5},
    "coded": {"type": "string", "pattern": "^[ab]+$"},
    "choice": {"type": "string", "enum": ["one", "two"]},
    "choice_or_none": {"type": ["string", "null"], "enum": ["one", None]},
    "choice_but_none": {"type": ["string", "null"], "enum": ["one"]},
    "digit": {"type": "integer", "enum": [1, 2]},
    "number": {"type": ["number", "null"], "minimum": 0, "maximum": 10},
    "truth": {"type": "boolean"},
    "certain": {"type": "boolean", "const": True},
    "day": {"type": "string", "format": "date"},
    "many": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
    "many_long": {"type": "array", "items": {"type": "string", "minLength": 3}},
    "many_chosen": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
    "unlike": {"type": "string", "not": {"const": "x"}},
}
WORDS = ("a", "b", "c", "x", "abc", "abcdef", "one", "two", "yes", "no", "2026-10-01")
CELLS = st.sampled_from(("", *WORDS, "1", "2", "3", "-1", "11", "a;b", "abc;a", ";"))


@pytest.mark.parametrize("name", COLUMNS)
@given(cell=CELLS)
def test_a_row_fits_exactly_when_it_fits_the_whole_schema(name: str, cell: str) -> None:
    column = {**COLUMNS[name], "x-column": "keep", "description": "d"}
    closed = {"type": "object", "additionalProperties": False, "required": [name]}
    schema = {**closed, "properties": {name: column}}
    record = RecordType("r", {**schema, "x-file": "r", "title": "R"})
    try:
        row = {name: reader_of(record.columns[name], UTC)[cell]}
    except BadValueError:
        return
    assert _fits(record.validate, row) == _fits(fastjsonschema.compile(schema), row)


def test_rules_on_whole_rows_hold() -> None:
    either = {"anyOf": [{"properties": {"a": {"const": "x"}}}, {"properties": {"b": {"const": "y"}}}]}
    text = {"type": "string", "x-column": "keep"}
    record = RecordType("r", {"type": "object", "properties": {"a": text, "b": text}, **either})
    assert _fits(record.validate, {"a": "x", "b": "z"})
    assert not _fits(record.validate, {"a": "z", "b": "z"})


def _fits(validate: Any, row: dict[str, Any]) -> bool:
    try:
        validate(row)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True
