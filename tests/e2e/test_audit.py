"""The audit of a period from end to end: real registers, real statements, the catalogue as it is."""

import csv
import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from reports.json import schema
from scanner.period import Calendar, interval_of, previous
from tests.e2e.conftest import Workspace

NOW = datetime.now(UTC)
QUARTER = interval_of(NOW.date(), "quarter", Calendar())
AUDIT = ("audit", "--trust", "root.pem.pub")


def write_register(folder: Path, name: str, *rows: dict[str, str]) -> None:
    """A register as a spreadsheet saves it, with all columns of its type."""
    types = Path(__file__).parents[2] / "policies" / "schemas"
    columns = json.loads((types / f"register.{name}.json").read_text())["properties"]
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, columns)
        writer.writeheader()
        writer.writerows(rows)


def must(workspace: Workspace, *arguments: str) -> str:
    done = workspace.run(*arguments)
    assert done.code == 0, done.err
    return done.out


def told(workspace: Workspace) -> dict[tuple[str, str], list[str]]:
    """The commands that the workspace tells to run, by their first two words."""
    text = (workspace.folder / "attestations" / "README").read_text()
    commands = [shlex.split(line) for line in re.findall(r"^    selfaudit (.*)$", text, re.MULTILINE)]
    return {(words[0], words[1]): words for words in commands}


def set_up(workspace: Workspace) -> dict[tuple[str, str], list[str]]:
    """A workspace as `init` makes it, without this machine, with somebody who signs; what else is told."""
    folder = workspace.folder
    workspace.env["HOME"] = str(folder)
    must(workspace, "init")
    assert "0 cannot" in must(workspace, "registers", "check")
    document = yaml.safe_load((folder / "audit.yaml").read_text())
    machine, registers, statements = document["targets"]
    assert machine == {"id": "this-machine", "kind": "local"}
    registers["labels"] = {"owner": "audit-office"}
    document |= {"targets": [registers, statements], "parameters": {"vulnerability_fix_hours": 12}}
    workspace.configure(**document)
    for register in (folder / "registers").glob("*.csv"):
        register.unlink()
    commands = told(workspace)
    printed = must(workspace, "keys", "new", "--name", "Li Wei")
    person = printed.partition("For owners.yaml:")[2].replace("[]", "['*']")
    (folder / "attestations" / "owners.yaml").write_text(f"people:\n{person}")
    for words in (["keys", "new", "--name", "root", "--output", "root.pem"], commands["owners", "sign"]):
        must(workspace, *words)
    assert "Li Wei" in must(workspace, *commands["owners", "check"])
    return commands


def report_of(workspace: Workspace) -> dict[str, Any]:
    document = json.loads((workspace.folder / "audits" / QUARTER.name / "report.json").read_text())
    jsonschema.Draft202012Validator(schema()).validate(document)
    return dict(document)


def statuses(report: dict[str, Any]) -> dict[str, str]:
    return {item["control"]: item["status"] for item in report["checklist"]}


def test_an_audit_and_the_one_after_it(workspace: Workspace) -> None:
    commands = set_up(workspace)
    folder = workspace.folder
    found = max(QUARTER.start, NOW - timedelta(days=2))
    write_register(folder / "registers", "incident_log")
    write_register(
        folder / "registers",
        "vulnerability_register",
        {"id": "V-1", "asset": "crm", "severity": "high", "found_at": found.isoformat()},
    )

    first = workspace.run(*AUDIT)
    assert first.code == 3, first.err  # most of the catalogue has no evidence here
    report = report_of(workspace)
    before = statuses(report)
    assert len(before) == len(report["controls"]) == sum(report["audit"]["counts"].values()) == 273
    late = found + timedelta(hours=12) < NOW
    assert before["vul-fix-24h"] == ("fail" if late else "pass")
    assert before["ir-containment"] == "not_assessed"  # no incidents, and nobody says that this is all
    assert before["acc-fair-process"] == "not_assessed"
    assert before["enc-at-rest-rate-100"] == "not_assessed"  # nothing live is configured
    if late:
        (finding,) = [one for one in report["findings"] if one["check"] == "vul-fix-24h.fixed"]
        assert finding["owner"] == "audit-office"
        seen, due = (datetime.fromisoformat(finding[name]) for name in ("first_seen", "due"))
        assert due - seen == timedelta(hours=12)

    must(workspace, *commands["registers", "sign"])
    now = [QUARTER.name if word == previous(QUARTER).name else word for word in commands["registers", "sign"]]
    must(workspace, *now)
    must(workspace, *commands["attest", "acc-fair-process"])
    workspace.run(*AUDIT)
    after = statuses(report_of(workspace))
    assert after["ir-containment"] == "pass"
    changed = {name for name, status in after.items() if before[name] != status}
    assert {"ir-containment", "acc-fair-process"} <= changed
    assert all(before[name] == "not_assessed" for name in changed)

    untrusted = workspace.run("audit")
    assert untrusted.code == 3
    assert statuses(report_of(workspace)) == before

    coming = workspace.run("due", "--within", "30d", "--trust", "root.pem.pub")
    assert coming.code in (0, 1), coming.err
    assert "vul-fix-24h" in coming.out or not late
