"""The company passes every control that records decide; one break turns exactly that control to fail."""

import json
from pathlib import Path

import pytest

from scanner.model import Outcome
from tests.company.breaks import BREAKS
from tests.company.changes import gone
from tests.company.workspace import RECORDS, Workspace

ROOT = Path(__file__).parents[2]
FORBIDDEN_ONLY = {
    "group_register": {"aud-independent-team": "nobody runs systems when nobody has an office"},
}
"""What passes although a register it reads is empty: the control asks that something is not there."""


def test_every_record_type_has_records() -> None:
    schemas = {
        path.stem.removeprefix("register."): json.loads(path.read_text())
        for path in ROOT.glob("policies/schemas/register.*.json")
    }
    assert set(RECORDS) == {name for name, schema in schemas.items() if not schema.get("x-optional")}


def test_every_control_passes(workspace: Workspace) -> None:
    said = workspace.all()
    assert {control: one.text for control, one in said.items() if one.outcome is not Outcome.PASS} == {}
    assert set(said) == set(BREAKS)


@pytest.mark.parametrize("control", sorted(BREAKS))
def test_a_break_fails_that_control_and_no_other(control: str, workspace: Workspace) -> None:
    broken = BREAKS[control]
    said = workspace.judge(broken.changes)
    failed = {name: one.text for name, one in said.items() if one.outcome is Outcome.FAIL}
    assert failed.keys() == {control, *broken.also}, failed


@pytest.mark.parametrize("register", sorted(RECORDS))
def test_without_a_register_its_controls_are_unknown(register: str, workspace: Workspace) -> None:
    said = workspace.judge(gone(register))
    assert said, "no control reads it"
    assert {name: one.outcome for name, one in said.items() if one.outcome is not Outcome.UNKNOWN} == {}


@pytest.mark.parametrize("register", sorted(RECORDS))
def test_an_empty_register_passes_nothing(register: str, workspace: Workspace) -> None:
    said = workspace.judge({register: []})
    passed = {name for name, one in said.items() if one.outcome is Outcome.PASS}
    assert passed == set(FORBIDDEN_ONLY.get(register, {}))
