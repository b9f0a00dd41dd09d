"""Columns of registers say the same as the values that they were made of."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scanner.interfaces import Query
from scanner.model import Columns, ColumnWriter

VALUES = st.lists(st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()), max_size=40)


def written(values: list[Any], times: int = 1) -> bytes:
    writer = ColumnWriter()
    for _ in range(times):
        writer.extend(values)
    return writer.text()


@given(VALUES, st.sampled_from([1, 3]))
def test_a_column_is_one_line_of_json_with_all_values(values: list[Any], times: int) -> None:
    text = written(values, times)
    assert b"\n" not in text
    assert json.loads(text) == values * times


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_a_query_is_the_same_with_columns_as_with_arrays(facts: dict[str, list[Any]]) -> None:
    columns = Columns({name: written(values) for name, values in facts.items()})
    assert columns == facts
    document = {"id": "客", "labels": {"a": "b"}, "facts": facts}
    packed = Query({**document, "facts": columns}, ())
    assert json.loads(packed.text()) == json.loads(Query(document, ()).text()) == document
    assert packed.plain() == document


def test_only_the_columns_that_are_read_are_passed_on() -> None:
    columns = Columns({"a": b"[1]", "b": b"[2]"})
    assert columns.only(["b", "c"]) == {"b": [2]}
