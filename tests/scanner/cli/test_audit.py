"""`selfaudit audit` and `selfaudit due` with real statements, on a small pack."""

import csv
import io
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from reports.json import schema
from scanner.cli import attest, due
from scanner.cli import audit as audit_command
from scanner.cli.app import app
from scanner.interfaces import ConfigurationError
from scanner.policy_pack import Pack, load_packs
from tests.scanner.packs import write_check, write_schemas

CONFIG = "targets: [{id: statements, kind: attestations, folder: attestations}]\n"
CONTROLS = """\
controls:
  - {id: fair, title: Fair process, title_zh: 公平程序, requirement: Accountability is fair and open.,
     requirement_zh: 问责公平公开。, severity: high, frequency: yearly}
"""
ATTEST = ("attest", "fair", "--by", "Li", "--until", "2099-12-31", "--answer")
AUDIT = ("audit", "--trust", "root.pem.pub")


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pack:
    folder = tmp_path / "pack"
    write_schemas(folder)
    default = Path(__file__).parents[3] / "policies" / "schemas"
    for name in ("attestation.control", "attestation.completeness"):
        (folder / "schemas" / f"{name}.json").write_text((default / f"{name}.json").read_text())
    (folder / "controls").mkdir()
    (folder / "controls" / "accountability.yaml").write_text(CONTROLS)
    (folder / "parameters.yaml").write_text(
        "parameters: {patch_hours: {value: 24, unit: hours, stricter: lower, basis: documents, title: H}}\n"
    )
    write_check(
        folder, "d.c", 'deny contains {"msg": "x"} if input.facts.size > data.parameters.patch_hours\n'
    )
    loaded = load_packs([("pack", folder)])
    fair = replace(loaded.controls["fair"], verify=({"attestation": {}},))
    loaded = replace(loaded, controls={"fair": fair})
    for module in (attest, audit_command, due):
        monkeypatch.setattr(module, "load", lambda _: loaded)
    return loaded


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Pack) -> Callable[..., Result]:  # noqa: ARG001
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "audit.yaml").write_text(CONFIG)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    for name, output in (("Li", "li.pem"), ("root", "root.pem")):
        call("keys", "new", "--name", name, "--output", output)
    (tmp_path / "attestations").mkdir()
    public = (tmp_path / "li.pem.pub").read_text().strip()
    (tmp_path / "attestations" / "owners.yaml").write_text(
        f"people:\n  - {{name: Li, keys: ['{public}'], controls: ['*']}}\n"
    )
    assert call("owners", "sign", "--key", "root.pem").exit_code == 0
    return call


def said(run: Callable[..., Result], answer: str) -> None:
    assert run(*ATTEST, answer, "--key", "li.pem").exit_code == 0


def problem(result: Result) -> str:
    assert isinstance(result.exception, ConfigurationError), result.output
    return str(result.exception)


def report(folder: Path) -> dict[str, Any]:
    (path,) = folder.glob("audits/*/report.json")
    document: dict[str, Any] = json.loads(path.read_text())
    jsonschema.Draft202012Validator(schema()).validate(document)
    return document


def status(folder: Path) -> tuple[str, str]:
    (item,) = report(folder)["checklist"]
    return item["status"], item["because"][0]["text"]


def test_an_audit_leaves_a_folder_that_only_its_owner_can_read(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    said(run, "yes")
    run(*AUDIT)
    (folder,) = (tmp_path / "audits").iterdir()
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == [
        "checklist.csv",
        "checklist.html",
        "checklist.xlsx",
        "report.html",
        "report.json",
        "snapshot.jsonl.zst",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert status(tmp_path) == ("pass", "entry 1 of Li answers yes, until 2099-12-31")


def test_its_files_say_the_same_in_chinese(run: Callable[..., Result], tmp_path: Path) -> None:
    said(run, "no")
    shown = run(*AUDIT, "--lang", "zh")
    assert "不符合" in shown.output
    assert "公平程序" in shown.output
    (folder,) = (tmp_path / "audits").iterdir()
    (_, row) = list(csv.reader(io.StringIO((folder / "checklist.csv").read_text("utf-8-sig"))))
    sheet = openpyxl.load_workbook(folder / "checklist.xlsx")["自查清单"]
    assert [str("" if cell.value is None else cell.value) for cell in sheet[2]] == row
    assert row[2:4] == ["公平程序", "不符合"]
    assert '<html lang="zh-CN">' in (folder / "checklist.html").read_text()


def test_without_a_key_from_outside_statements_do_not_count(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    said(run, "yes")
    assert run("audit").exit_code == 3
    found, because = status(tmp_path)
    assert (found, "nobody vouches for owners.yaml" in because) == ("not_assessed", True)


def test_a_no_fails(run: Callable[..., Result], tmp_path: Path) -> None:
    said(run, "yes")
    said(run, "no")
    run(*AUDIT)
    assert status(tmp_path) == ("fail", "entry 2 of Li answers no")


def test_a_log_that_was_empty_may_grow(run: Callable[..., Result], tmp_path: Path) -> None:
    run(*AUDIT)
    assert status(tmp_path)[0] == "not_assessed"
    said(run, "yes")
    run(*AUDIT)
    assert status(tmp_path)[0] == "pass"
    said(run, "no")
    run(*AUDIT)
    assert status(tmp_path)[0] == "fail"


def test_a_damaged_log_is_unknown(run: Callable[..., Result], tmp_path: Path) -> None:
    said(run, "no")
    path = tmp_path / "attestations" / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"no"', b'"yes"'))
    assert run(*AUDIT).exit_code == 3
    found, because = status(tmp_path)
    assert (found, "line 1: not what log.head says it was" in because) == ("unknown", True)


def test_a_log_that_was_replaced_by_an_older_one_is_noticed_by_the_next_audit(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    folder = tmp_path / "attestations"
    said(run, "yes")
    before = {name: (folder / name).read_bytes() for name in ("log.jsonl", "log.head")}
    said(run, "no")
    run(*AUDIT)
    assert status(tmp_path)[0] == "fail"
    for name, content in before.items():
        (folder / name).write_bytes(content)
    run(*AUDIT)
    found, because = status(tmp_path)
    assert (found, because) == (
        "unknown",
        "the log of statements does not go on from entry 2 of the audit before",
    )
    run(*AUDIT)  # nor is it forgotten by then
    assert status(tmp_path)[0] == "unknown"
    said(run, "yes")
    said(run, "yes")
    run(*AUDIT)
    assert status(tmp_path)[0] == "unknown"


def test_a_saved_snapshot_is_judged_as_it_was(run: Callable[..., Result], tmp_path: Path) -> None:
    said(run, "yes")
    run(*AUDIT)
    (folder,) = (tmp_path / "audits").iterdir()
    kept = (folder / "snapshot.jsonl.zst").rename(tmp_path / "kept")
    (tmp_path / "attestations" / "log.jsonl").unlink()
    run("audit", "--snapshot", str(kept))
    assert status(tmp_path)[0] == "pass"


def test_parameters_are_shown_beside_their_defaults(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "audit.yaml").write_text(CONFIG + "parameters: {patch_hours: 72}\n")
    shown = run(*AUDIT)
    assert "patch_hours = 72 (Default 24 hours)" in shown.output
    (one,) = report(tmp_path)["parameters"]
    assert (one["value"], one["default"], one["looser"]) == (72, 24, True)
    assert "patch_hours is 72 hours, looser than the documents (24)" in report(tmp_path)["warnings"][0]
    (tmp_path / "audit.yaml").write_text(CONFIG + "parameters: {patch_hours: 12}\n")
    run(*AUDIT)
    assert [one["looser"] for one in report(tmp_path)["parameters"]] == [False]
    assert report(tmp_path)["warnings"] == []


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("patch_hour: 12", "audit.yaml:2: parameters.patch_hour: there is no parameter 'patch_hour'"),
        ("patch_hours: soon", "audit.yaml:2: parameters.patch_hours: must be a number, as the default 24"),
        ("patch_hours: true", "audit.yaml:2: parameters.patch_hours: must be a number"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(
    run: Callable[..., Result], tmp_path: Path, given: str, text: str
) -> None:
    (tmp_path / "audit.yaml").write_text(f"{CONFIG}parameters: {{{given}}}\n")
    assert text in problem(run(*AUDIT))
    assert not list(tmp_path.glob("audits/*/report.json"))


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--period", "Q4"), "--period: 'Q4' is not a period; write it like 2026-Q4"),
        (("--period", "2098"), "--period 2098: has not begun yet"),
        (("--config", "gone.yaml"), "gone.yaml: there is no configuration; selfaudit init makes a workspace"),
        (("--trust", "gone.pub"), "gone.pub: cannot be read"),
        (("--trust", "audit.yaml"), "audit.yaml: not a public key"),
    ],
)
def test_mistakes_are_named_and_nothing_is_written(
    run: Callable[..., Result], tmp_path: Path, arguments: tuple[str, ...], text: str
) -> None:
    assert text in problem(run("audit", *arguments))
    assert not (tmp_path / "audits").exists()


def test_audits_take_no_filters(run: Callable[..., Result]) -> None:
    assert run("audit", "--check", "c").exit_code == 2
    assert run("audit", "--target", "t").exit_code == 2


# --- due --------------------------------------------------------------------------------------------


def test_a_statement_that_runs_out_is_due(run: Callable[..., Result]) -> None:
    said(run, "yes")
    assert "nothing falls due" in run("due", "--trust", "root.pem.pub").output
    assert run(*ATTEST, "yes", "--until", "2000-01-01", "--key", "li.pem").exit_code != 0


def test_a_control_without_a_statement_is_due_by_the_end_of_its_year(run: Callable[..., Result]) -> None:
    shown = run("due", "--within", "400d", "--trust", "root.pem.pub")
    assert shown.exit_code == 0
    assert "Fair process fair" in shown.output
    assert "-12-31" in shown.output


@pytest.mark.parametrize("within", ["", "soon", "1y", "-3d", "1000d"])
def test_due_takes_days(run: Callable[..., Result], within: str) -> None:
    assert "must be a number of days such as 30d" in problem(run("due", "--within", within))


def test_due_needs_something_that_people_write(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "audit.yaml").write_text("targets: [{id: here, kind: local}]\n")
    assert "no target of kind register or attestations" in problem(run("due"))
