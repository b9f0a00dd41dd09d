"""What the terminal shows."""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from reports.console import print_report
from reports.progress import evaluation, progress
from scanner.model import Report
from tests.reports.hostile import HOSTILE, report_about
from tests.reports.sample import big_report, clean_report, sample_report

OUTPUTS = (Path("selfaudit-out/report.html"), Path("selfaudit-out/report.json"))


def shown(report: Report, outputs: tuple[Path, ...] = OUTPUTS, **options: object) -> str:
    file = io.StringIO()
    print_report(report, Console(file=file, width=80, **options), outputs)  # type: ignore[arg-type]
    return file.getvalue()


def test_verdict_and_exit_code_come_last() -> None:
    lines = shown(sample_report()).splitlines()
    assert lines[-2] == sample_report().verdict
    assert lines[-1].startswith("Exit code 3, incomplete: ")


def test_each_failure_says_what_where_why_and_how_to_look_further() -> None:
    text = shown(sample_report())
    assert (
        "FAIL    prod-backups-2024 on prod-aws\n          prod-backups-2024 has no default encryption\n"
        in text
    )
    assert "Fix: Enable default encryption with a key of your own: […]" in text
    assert "report.html#check-s3-default-encryption" in text
    assert "WAIVED  prod-site-assets on prod-aws" in text


def test_worst_first_with_unknowns_in_between() -> None:
    headings = re.findall(r"^(CRITICAL|HIGH|MEDIUM|LOW)\b", shown(sample_report()), re.MULTILINE)
    order = ["CRITICAL", "HIGH", "MEDIUM", "LOW"]
    ranks = [order.index(heading) for heading in headings[:-1]]
    assert ranks == sorted(ranks)
    assert "CRITICAL web2: unreachable  (6 evaluations of 6 checks undecided)" in shown(sample_report())


def test_coverage_names_what_was_not_looked_at() -> None:
    text = shown(sample_report())
    assert "Looked at: 4 targets, 12 resources, 10 of 11 checks, 31 evaluations" in text
    assert "Not looked at: 1 target gave nothing (web2); 7 gaps (2 access denied" in text
    assert "10 evaluations undecided; 1 check not assessed" in text
    assert "nothing in scope was left out" in shown(clean_report())
    assert "waiver w-17" in text


def test_long_lists_are_cut_with_a_count_unless_no_file_has_them() -> None:
    report = big_report(number=900, checks=3)
    failures = sum(finding.outcome.value == "fail" for finding in report.findings)
    text = shown(report)
    left_out = sum(
        int(number) for number in re.findall(r"^  … and (\d+) more in report.html", text, re.MULTILINE)
    )
    assert text.count("  FAIL ") + left_out == failures
    assert shown(report, ()).count("  FAIL ") == failures


def test_many_groups_are_cut_with_a_count() -> None:
    assert re.search(r"… and \d+ more groups of findings in report.html", shown(big_report()))


def test_without_a_terminal_it_is_plain_and_one_line_per_thing() -> None:
    text = shown(sample_report())
    assert "\x1b" not in text
    assert not re.search("[\u2500-\u257f]", text)
    assert (
        "account-no-empty-password, path-not-world-readable, sshd-no-root-login, auditd-watches-data" in text
    )


def test_on_a_terminal_lines_fit_and_no_id_is_broken() -> None:
    report = sample_report()
    text = shown(report, force_terminal=True, color_system=None)
    assert max(map(cell_len, text.splitlines())) <= 80
    for check in {finding.check for finding in report.findings}:
        assert check in text


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3\d", shown(sample_report(), force_terminal=True))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_drive_the_terminal(text: str) -> None:
    printed = shown(report_about(text))
    assert not set(printed) & set("\x00\x07\x1b\x7f\r\x9b\u202e\u2066\u200b\ufeff")
    printed.encode("utf-8")


def test_markup_of_rich_is_only_text() -> None:
    assert "[bold red]markup[/] :smile:" in shown(report_about("[bold red]markup[/] :smile:"))


@given(st.text())
def test_any_text_can_be_printed(text: str) -> None:
    assert all(char == "\n" or char.isprintable() or char.isspace() for char in shown(report_about(text)))


def test_a_poor_encoding_does_not_stop_the_report() -> None:
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding="ascii")
    print_report(sample_report(), Console(file=stream, width=80), OUTPUTS)
    stream.flush()
    assert rb"FAIL    \u5907\u4efd\u7528\u6237 on archive" in buffer.getvalue()


def test_progress_without_a_terminal_is_plain_lines_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(Console(), total=2) as report:
        report("web1", "collecting")
        report("web\x1b2", "incomplete")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == ["selfaudit: web1: collecting", r"selfaudit: web\x1b2: incomplete"]


def test_progress_of_many_targets_without_a_terminal_is_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(Console(), total=500) as report:
        for number in range(500):
            report(f"web{number}", "collecting")
            report(f"web{number}", "incomplete" if number % 5 == 0 else "done")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[0] == "selfaudit: 0:00:00 50/500 targets done, 10 incomplete, 450 left"
    assert lines[-1].endswith("500/500 targets done, 100 incomplete, 0 left")


def on_terminal(act: Callable[[Callable[[str, str], None]], None], total: int) -> list[str]:
    """What is drawn on a terminal of 80 columns, without the codes that move the cursor."""
    file = io.StringIO()
    with progress(
        Console(file=file, force_terminal=True, color_system=None, width=80), total=total
    ) as report:
        act(report)
        time.sleep(0.3)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", file.getvalue()).splitlines()


def test_progress_on_a_terminal_counts_what_is_done_failed_and_left() -> None:
    def act(report: Callable[[str, str], None]) -> None:
        report("web1", "collecting")
        report("[b]web2", "collecting")
        report("web1", "done")
        report("[b]web2", "incomplete")

    lines = on_terminal(act, 3)
    assert any("2/3 targets done, 1 incomplete, 1 left" in line for line in lines)
    assert "waiting for" not in lines[-1]


def test_progress_on_a_terminal_names_what_is_waited_for_and_fits() -> None:
    def act(report: Callable[[str, str], None]) -> None:
        for number in range(40):
            report(f"web{number}.a-long-domain.example\x1b", "collecting")

    lines = on_terminal(act, 500)
    expected = r"  waiting for 40, the longest web0.a-long-domain.example\x1b (0 s), web1."
    assert any(line.startswith(expected) for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_progress_on_a_terminal_leaves_nothing_behind() -> None:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, color_system=None, width=80)
    with progress(console, total=1) as report:
        report("web1", "collecting")
    with evaluation(console) as advance:
        advance(5, 20)
    assert "5/20 resources evaluated" in file.getvalue()
    assert file.getvalue().endswith("\x1b[2K")


def test_evaluating_few_resources_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with evaluation(Console()) as advance:
        for number in range(1000):
            advance(number, 1000)
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""
