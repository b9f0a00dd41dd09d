"""Which indexes of joined rows the engine gets."""

import pytest

from scanner.joins import JoinState, indexed

ROWS = [{"id": "a", "name": "a", "target": "t", "person": "E1", "role": ["x", "y"]}]


def state() -> JoinState:
    return JoinState(frozenset({"person", "role"}), rows=ROWS)


@pytest.mark.parametrize(
    "source",
    [
        'data.inventory["r"].by.person[x]',
        'data.inventory["r"]["by"]["person"][x]',
        'data.inventory["r"][`by`].person[x]',
        'inv := data.inventory["r"]\nfound := inv.by [ "person" ][x]',
    ],
)
def test_what_a_policy_looks_up_is_there(source: str) -> None:
    assert state().document(indexed([source]))["by"]["person"] == {"E1": ROWS}


def test_what_no_policy_looks_up_takes_no_memory() -> None:
    found = state().document(
        indexed(['data.inventory["r"].by.person[x]', 'some row in data.inventory["r"].all'])
    )
    assert list(found["by"]) == ["person"]


def test_there_is_every_index_where_a_policy_does_not_say_which() -> None:
    found = state().document(indexed(['by := data.inventory["r"].by\nx := by[input.name]']))
    assert found["by"] == {"person": {"E1": ROWS}, "role": {"x": ROWS, "y": ROWS}, "target": {"t": ROWS}}
