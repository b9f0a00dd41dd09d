"""The audit of the company without anything that runs: what nobody looked at does not pass."""

from pathlib import Path

from scanner.model import Status
from scanner.policy_pack import Pack
from tests.company.auditing import audited
from tests.company.signing import Statements
from tests.company.workspace import Workspace


def test_records_and_statements_pass_and_what_nobody_looked_at_does_not(
    tmp_path: Path, workspace: Workspace, pack: Pack
) -> None:
    statements = Statements(tmp_path / "statements", pack).make()
    info, found = workspace.info, workspace.found
    statuses = audited(tmp_path, pack, [info], found, statements)
    checked = {id_ for id_, one in pack.controls.items() if {"checks": True} in one.verify}
    assert len(statuses) == 273
    # No live target is configured, so that no control can pass that checks decide.
    expected = {id_: Status.NOT_ASSESSED if id_ in checked else Status.PASS for id_ in statuses}
    assert statuses == expected
    assert sum(status is Status.PASS for status in statuses.values()) == 226
