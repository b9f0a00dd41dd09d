"""The company passes every control that is decided by what runs; one break turns exactly that one to fail."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.model import Outcome, Status
from scanner.policy_pack import Pack
from tests.company.auditing import audited
from tests.company.estate import Estate
from tests.company.live_breaks import LIVE_BREAKS
from tests.company.signing import Statements
from tests.company.test_declared import BREAKS as DECLARED_BREAKS
from tests.company.test_declared import DECLARED
from tests.company.workspace import Workspace

OBSERVED = """\
alert_rules:
  - {id: MassRead, system: prometheus, detects: abnormal_access_pattern, covers: [crm], enabled: true,
     recipients: [E10], delay_minutes: 10, tested_on: 2026-12-10}
"""
"""What is stated about something that can be seen, too."""
GONE: dict[str, dict[str, object]] = {
    "web1": {"host": "127.0.0.1", "port": 1},
    "db": {"host": "127.0.0.1", "port": 1},
    "account": {"endpoint_url": "http://127.0.0.1:1"},
    "shop": {"pages": [{"url": "https://localhost:1/member", "scenario": "membership_registration"}]},
    "door": {"host": "127.0.0.1", "port": 1},
    "stated": {"path": "/nowhere/declared.yaml"},
}
"""By target: settings with which there is nothing to be reached."""
FEWEST = {"shop": 7, "door": 4}
"""Controls that a target has a say in at the least, where that is less than ten."""


@pytest.fixture(scope="module")
def estate(pack: Pack, workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    folder = tmp_path_factory.mktemp("estate")
    declared = DECLARED.replace("alert_rules:\n", OBSERVED)
    with Estate(folder, workspace, pack, declared) as running:
        yield running


def test_each_control_that_checks_decide_has_a_break(pack: Pack) -> None:
    checked = {id_ for id_, one in pack.controls.items() if {"checks": True} in one.verify}
    assert checked == LIVE_BREAKS.keys() | DECLARED_BREAKS.keys()
    assert len(checked) == 47


def test_what_runs_passes_every_check(estate: Estate) -> None:
    said = estate.judge(estate.everything())
    assert {name: one.text for name, one in said.items() if one.outcome is not Outcome.PASS} == {}


def test_every_control_passes(estate: Estate, tmp_path: Path) -> None:
    statements = Statements(tmp_path / "statements", estate.pack).make()
    statuses = audited(tmp_path, estate.pack, estate.infos(), estate.everything(), statements)
    assert len(statuses) == 273
    assert {name: status for name, status in statuses.items() if status is not Status.PASS} == {}


@pytest.mark.parametrize("control", LIVE_BREAKS)
def test_a_break_fails_that_control_and_no_other(control: str, estate: Estate) -> None:
    broken = LIVE_BREAKS[control]
    with broken.done(estate) as changed:
        said = estate.judge(changed)
    failed = {name: one.text for name, one in said.items() if one.outcome is Outcome.FAIL}
    assert failed.keys() == {control, *broken.also}, failed


@pytest.mark.parametrize("control", DECLARED_BREAKS)
def test_a_break_of_what_is_stated_fails_that_control_and_no_other(control: str, estate: Estate) -> None:
    good, bad, also = DECLARED_BREAKS[control]
    path = estate.folder / "declared.yaml"
    text = path.read_text()
    path.write_text(text.replace(good, bad))
    try:
        said = estate.judge(estate.collect([estate.target("stated")]))
    finally:
        path.write_text(text)
    failed = {name: one.text for name, one in said.items() if one.outcome is Outcome.FAIL}
    assert failed.keys() == {control, *also}, failed


@pytest.mark.parametrize("id_", GONE)
def test_without_a_source_what_it_decides_is_unknown(id_: str, estate: Estate) -> None:
    target = estate.target(id_)
    gone = replace(target, settings={**target.settings, **GONE[id_]})
    changed = estate.collect([gone])
    said = estate.judge(changed)
    assert len(said) >= FEWEST.get(id_, 10)
    assert {name: one.text for name, one in said.items() if one.outcome is not Outcome.UNKNOWN} == {}
