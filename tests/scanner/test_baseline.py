"""A baseline knows what was there, and tells fixed from not looked at."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.baseline import Baseline, baseline_text, read_baseline
from scanner.decisions import Decisions
from scanner.interfaces import ConfigurationError
from scanner.model import (
    BaselineComparison,
    Enumerated,
    Event,
    Gap,
    GapReason,
    Outcome,
    PastFinding,
    Report,
    Resource,
    Severity,
)
from scanner.selection import Options
from tests.scanner.packs import write_check, write_schemas
from tests.scanner.runs import NOW, run, target

DENY = 'deny contains {"msg": sprintf("%s is open", [input.name])} if input.facts.mode == "open"\n'
TARGETS = (target("t1"), target("t2"))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    write_schemas(folder)
    write_check(folder, "d.c", DENY)
    return folder


def thing(name: str = "a", mode: str | None = "open", on: str = "t1", **more: Any) -> Resource:
    return Resource(f"box:{name}", "box.thing", name, on, {} if mode is None else {"mode": mode}, NOW, **more)


def listed(*things: Event, on: tuple[str, ...] = ("t1", "t2")) -> list[Event]:
    counts = [Enumerated(one, "box.thing", sum(t.target == one for t in things)) for one in on]
    return [*things, *counts]


def baseline_of(report: Report, folder: Path) -> Baseline:
    path = folder / "baseline.json"
    path.write_text(baseline_text(map(PastFinding.of, report.findings)))
    return read_baseline(path)


def later(pack: Path, before: list[Event], after: list[Event], options: Options | None = None) -> Report:
    baseline = baseline_of(run(pack, before, targets=TARGETS), pack.parent)
    options = replace(options or Options(), decisions=Decisions(baseline=baseline))
    return run(pack, after, options, TARGETS)


def open_ones(report: Report) -> list[str]:
    return [finding.subject.name for finding in report.findings if finding.disposition.value == "open"]


def compared(report: Report) -> BaselineComparison:
    assert report.baseline is not None
    return report.baseline


def test_known_findings_do_not_count_and_new_ones_do(pack: Path) -> None:
    same = later(pack, listed(thing()), listed(thing()))
    assert (same.exit_code, open_ones(same), compared(same).known) == (0, [], 1)
    assert same.verdict.endswith("Not counted: 1 finding (1 baselined).")
    more = later(pack, listed(thing()), listed(thing(), thing("b")))
    assert (more.exit_code, open_ones(more)) == (1, ["b"])


def test_a_finding_that_grew_worse_counts_again(pack: Path) -> None:
    before = run(pack, listed(thing()), targets=TARGETS)
    write_check(pack, "d.c", DENY, severity="critical")
    options = Options(decisions=Decisions(baseline=baseline_of(before, pack.parent)))
    assert open_ones(run(pack, listed(thing()), options, TARGETS)) == ["a"]


def test_moved_resources_and_renamed_targets_stay_known(pack: Path) -> None:
    moved = later(pack, listed(thing()), listed(thing("new", former_ids=("box:a",))))
    assert (open_ones(moved), compared(moved).not_rechecked) == ([], ())
    before = listed(thing(on="old"), on=("old",))
    baseline = baseline_of(run(pack, before, targets=(target("old"),)), pack.parent)
    renamed = run(pack, listed(thing()), Options(decisions=Decisions(baseline=baseline)), TARGETS)
    assert open_ones(renamed) == []


def test_the_same_place_in_another_source_is_new(pack: Path) -> None:
    report = later(pack, listed(thing(on="t1")), listed(thing(on="t1"), thing(on="t2")))
    assert [f.subject.target for f in report.findings if f.disposition.value == "open"] == ["t2"]


def test_an_unknown_is_never_known_as_the_failure_that_was_there(pack: Path) -> None:
    gap = Gap("t1", "box.thing", GapReason.DENIED, "no right", "", "box:a", "mode")
    report = later(pack, listed(thing()), [gap, *listed(thing(mode=None))])
    assert (report.exit_code, open_ones(report)) == (3, ["a"])
    assert [one.resource for one in compared(report).not_rechecked] == ["box:a"]


DENIED = Gap("t1", "box.thing", GapReason.DENIED, "no right")


@pytest.mark.parametrize(
    ("after", "fixed"),
    [
        (listed(thing(mode="shut"), thing("b", "shut")), True),
        (listed(thing("b", "shut")), True),
        ([DENIED, *listed(thing("b", "shut"), on=("t2",))], False),
        ([DENIED, *listed(thing(mode="shut"), on=("t2",))], True),
        ([*listed(thing("b", "shut"), on=("t1",))], True),
    ],
    ids=["passes", "gone", "listing denied", "passes beside a denied listing", "gone, other target unlisted"],
)
def test_fixed_is_what_passed_or_is_provably_gone(pack: Path, after: list[Event], fixed: bool) -> None:
    comparison = compared(later(pack, listed(thing()), after))
    assert [one.resource for one in comparison.fixed] == (["box:a"] if fixed else [])
    assert [one.resource for one in comparison.not_rechecked] == ([] if fixed else ["box:a"])


def test_what_was_not_looked_at_is_not_fixed(pack: Path) -> None:
    write_check(pack, "d.other", DENY.replace("open", "ajar"))
    after = listed(thing(mode="shut"))
    for options in (Options(checks=frozenset({"other"})), Options(targets=frozenset({"t2"}))):
        comparison = compared(later(pack, listed(thing()), after, options))
        assert [one.check for one in comparison.not_rechecked] == ["c"]
    without = run(
        pack,
        after,
        Options(
            decisions=Decisions(
                baseline=baseline_of(run(pack, listed(thing()), targets=TARGETS), pack.parent)
            )
        ),
        (target("t2"),),
    )
    assert compared(without).fixed == ()


def test_another_demand_on_a_resource_that_still_fails_is_not_said_to_be_fixed(pack: Path) -> None:
    body = 'deny contains {"msg": g.who, "path": g.who} if some g in input.facts.grants\n'
    write_check(pack, "d.c", body)
    grants = [{"who": "ann", "right": "r"}, {"who": "bob", "right": "r"}]
    before = replace(thing(), facts={"grants": grants})
    report = later(pack, listed(before), listed(replace(thing(), facts={"grants": grants[:1]})))
    assert (compared(report).known, compared(report).fixed) == (1, ())
    assert [one.path for one in compared(report).not_rechecked] == ["bob"]


# --- the file ---------------------------------------------------------------------------------------------


def past(fingerprint: str, **texts: str) -> PastFinding:
    given = dict.fromkeys(("type", "resource", "name", "target", "scope", "path", "message"), "x")
    return PastFinding(fingerprint, "c", Outcome.FAIL, Severity.LOW, **{**given, **texts})


HEX = st.from_regex(r"[0-9a-f]{32}", fullmatch=True)


@given(st.lists(st.builds(past, HEX, message=st.text()), max_size=5))
def test_a_baseline_comes_back_as_it_was_whatever_the_order(findings: list[PastFinding]) -> None:
    text = baseline_text(findings)
    assert text == baseline_text(reversed(findings)) == baseline_text([*findings, *findings])
    rows = json.loads(text)["findings"]
    assert {row["message"] for row in rows} == {finding.message for finding in findings}
    assert len(text.splitlines()) >= len(rows)


def test_one_finding_more_is_one_line_more() -> None:
    one, two = past("a" * 32), past("b" * 32, resource="s")
    before, after = baseline_text([one]).splitlines(), baseline_text([one, two]).splitlines()
    assert len(after) == len(before) + 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ":1: not valid JSON"),
        ("{\n]", ":2: not valid JSON"),
        ("[]", "not a baseline of version 1"),
        ('{"baseline_version": 2, "findings": []}', "not a baseline of version 1"),
        ('{"baseline_version": 1, "findings": [{}]}', "findings[0]: 'fingerprint' is a required property"),
        (baseline_text([replace(past("a" * 32), outcome=Outcome.UNKNOWN)]), "outcome: 'fail' was expected"),
        (baseline_text([past("*")]), "fingerprint: '*' does not match"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        read_baseline(path)
    assert problem in str(caught.value)
