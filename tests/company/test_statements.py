"""Each control that people attest lives by its own statement: one that does not count changes it alone."""

from pathlib import Path

import pytest

from scanner.model import Status
from scanner.policy_pack import Pack
from tests.company.signing import Statements, attested_controls, spoilt


def test_ten_controls_pass_by_statements(tmp_path: Path, pack: Pack) -> None:
    statuses = Statements(tmp_path / "statements", pack).make().statuses()
    assert len(statuses) == 10
    assert set(statuses.values()) == {Status.PASS}


@pytest.mark.parametrize(("ways", "status"), [pytest.param(*rest, id=name) for name, *rest in spoilt()])
def test_a_statement_that_does_not_say_yes_changes_its_control_alone(
    ways: dict[str, str], status: Status, tmp_path: Path, pack: Pack
) -> None:
    for control in attested_controls(pack):
        statuses = Statements(tmp_path / control, pack).make({control: ways}).statuses()
        assert {name: found for name, found in statuses.items() if found is not Status.PASS} == {
            control: status
        }


def test_a_tampered_statement_makes_all_unknown(tmp_path: Path, pack: Pack) -> None:
    """Nobody knows then which others were changed."""
    for control in attested_controls(pack):
        made = Statements(tmp_path / control, pack).make({control: {"answer": "no"}})
        assert made.statuses()[control] is Status.FAIL
        made.tamper(control)
        assert set(made.statuses().values()) == {Status.UNKNOWN}
