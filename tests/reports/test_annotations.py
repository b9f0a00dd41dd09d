"""GitHub annotations and GitLab code quality: beside the right lines, and nothing obeyed."""

import json
import re
from dataclasses import replace

import pytest

from reports.github import LIMIT, GithubReport
from reports.gitlab import GitlabReport
from scanner.model import ExitCode
from tests.reports.change import change_report, clean
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample import big_report, sample_report

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as the runner reads them: data and properties are decoded at their ends only."""
    found = []
    for line in text.splitlines():
        if not line.lstrip().startswith("::"):
            continue
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        found.append((match[1], properties, match[3]))
    return found


def test_an_annotation_stands_at_its_lines() -> None:
    placed = [one for one in commands(GithubReport().render(change_report())) if "file" in one[1]]
    ((kind, properties, message),) = placed
    assert (kind, properties["line"], properties["endLine"]) == ("error", "12", "19")
    assert properties["file"] == "infra/main tf/büro.tf"
    assert message


def test_no_more_than_github_shows_and_what_was_cut_is_said() -> None:
    text = GithubReport().render(big_report())
    found = commands(text)
    for kind in ("error", "warning", "notice"):
        assert sum(one[0] == kind for one in found) <= LIMIT
    assert re.search(r"selfaudit: 29 of 10,500 open findings annotated, not shown: .*errors", text)


def test_incomplete_is_an_error_without_any_finding() -> None:
    report = replace(clean(sample_report()), exit_code=ExitCode.INCOMPLETE, verdict="Nothing was audited.")
    assert commands(GithubReport().render(report)) == [
        ("error", {"title": "selfaudit"}, "Nothing was audited.")
    ]


@pytest.mark.parametrize(
    "text", [*HOSTILE, "::add-mask::x", "a,file=/etc/passwd::b", "100%0A::error::x", "##[x]"]
)
def test_hostile_text_is_no_command(text: str) -> None:
    rendered = GithubReport().render(report_about(text))
    assert "##[" not in rendered
    found = commands(rendered)
    assert [one[0] for one in found] == ["error", "error", "notice"]
    assert all(set(one[1]) == {"title"} for one in found)
    assert not any("%0A" in message for _, _, message in found)


def test_code_quality_has_path_line_and_a_fingerprint_each() -> None:
    report = change_report()
    entries = json.loads(GitlabReport().render(report))
    assert len(entries) == len(report.findings) + 1
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["description"]
        assert entry["location"]["lines"]["begin"] >= 1
    (placed,) = (entry for entry in entries if entry["location"]["path"] == "infra/main tf/büro.tf")
    assert placed["location"]["lines"]["begin"] == 12
    accepted = [entry for entry in entries if "approved by Bo Chen" in entry["description"]]
    assert {entry["severity"] for entry in accepted} == {"info"}


def test_code_quality_of_an_incomplete_audit_is_never_empty() -> None:
    report = clean(sample_report())
    assert json.loads(GitlabReport().render(report)) == []
    (entry,) = json.loads(GitlabReport().render(replace(report, exit_code=ExitCode.INCOMPLETE)))
    assert (entry["severity"], entry["check_name"]) == ("blocker", "selfaudit-incomplete")


@pytest.mark.parametrize("text", HOSTILE)
def test_code_quality_holds_any_text(text: str) -> None:
    rendered = GitlabReport().render(report_about(text))
    assert rendered.isascii()
    assert len(json.loads(rendered)) == 2
