"""Waivers accept what they name, for as long as they say, and nothing beside it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scanner.decisions import Decisions
from scanner.interfaces import ConfigurationError
from scanner.model import Enumerated, Gap, GapReason, Report, Resource, Severity, fits
from scanner.selection import Options
from scanner.waivers import read_waivers
from tests.scanner.packs import write_check, write_schemas
from tests.scanner.runs import NOW, run, target

DENY = 'deny contains {"msg": "open"} if input.facts.mode == "open"\n'
SIGNED = {"reason": "known", "owner": "Ann", "approved_by": "Bo", "expires": "2026-12-31"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    write_schemas(folder)
    write_check(folder, "d.c", DENY)
    return folder


def thing(name: str = "a", mode: str | None = "open", **more: Any) -> Resource:
    facts = {} if mode is None else {"mode": mode}
    return Resource(f"box:{name}", "box.thing", name, more.pop("on", "t1"), facts, NOW, **more)


def write(pack: Path, *waivers: Mapping[str, Any]) -> Path:
    path = pack.parent / "waivers.yaml"
    path.write_text(yaml.safe_dump({"waivers": [{**SIGNED, **one} for one in waivers]}))
    return path


def report(pack: Path, waivers: tuple[Mapping[str, Any], ...], *events: Any, **more: Any) -> Report:
    options = Options(
        more.pop("fail_on", Severity.HIGH), decisions=Decisions(read_waivers(write(pack, *waivers)))
    )
    things = [event for event in events if isinstance(event, Resource)]
    listed = [Enumerated(on, "box.thing", sum(t.target == on for t in things)) for on in ("t1", "t2")]
    infos = (target("t1"), target("t2"))
    return run(pack, [*events, *listed], options, infos, **more)


def dispositions(result: Report) -> dict[str, str]:
    return {f.subject.id or "listing": f.disposition.value for f in result.findings}


@pytest.mark.parametrize(
    ("waiver", "covered"),
    [
        ({"check": "c", "resource": "box:a"}, True),
        ({"check": "c", "resource": "box:*"}, True),
        ({"check": "c", "resource": "box:?"}, True),
        ({"check": "c", "resource": "box"}, False),
        ({"check": "c", "resource": "box:"}, False),
        ({"check": "c", "resource": "BOX:A"}, False),
        ({"check": "c", "resource": "ox:a"}, False),
        ({"check": "other", "resource": "box:a"}, False),
        ({"check": "c*", "resource": "box:a"}, False),
        ({"check": "c", "resource": "a"}, False),
        ({"check": "c", "resource": "a", "target": "t1"}, True),
        ({"check": "c", "resource": "a", "target": "t"}, False),
        ({"check": "c", "resource": "box:a", "target": "t2"}, False),
        ({"check": "c", "resource": "box:a", "outcome": "unknown"}, False),
        ({"check": "c", "resource": "box:a", "path": "22"}, False),
    ],
)
def test_a_waiver_covers_what_it_names(pack: Path, waiver: Mapping[str, Any], covered: bool) -> None:
    result = report(pack, (waiver,), thing())
    assert dispositions(result) == {"box:a": "waived" if covered else "open"}
    assert result.exit_code == (0 if covered else 1)
    assert any("about nothing that was found" in line for line in result.warnings) is not covered


def test_a_waived_finding_stays_listed_and_says_who_accepted_it(pack: Path) -> None:
    result = report(pack, ({"check": "c", "resource": "box:a"},), thing(), thing("b"))
    assert dispositions(result) == {"box:a": "waived", "box:b": "open"}
    assert result.coverage.outcomes["fail"] == 2  # type: ignore[index]
    accepted = next(f.acceptance for f in result.findings if f.acceptance)
    assert (accepted.reason, accepted.owner, accepted.approved_by) == ("known", "Ann", "Bo")
    assert accepted.expires == date(2026, 12, 31)
    assert accepted.source.endswith("waivers.yaml:2")
    assert "1 failure at or above 'high'." in result.verdict
    assert "Not counted: 1 finding (1 waived)." in result.verdict


def test_a_bracket_in_an_address_is_only_itself(pack: Path) -> None:
    addressed = replace(thing(), id='aws_s3_bucket.logs["eu"]')
    other = replace(thing(), id="aws_s3_bucket.logse")
    waiver = {"check": "c", "resource": 'aws_s3_bucket.logs["eu"]'}
    assert dispositions(report(pack, (waiver,), addressed, other)) == {
        addressed.id: "waived",
        other.id: "open",
    }


def test_a_moved_resource_keeps_its_waiver(pack: Path) -> None:
    moved = thing("new", former_ids=("box:a",))
    assert dispositions(report(pack, ({"check": "c", "resource": "box:a"},), moved)) == {"box:new": "waived"}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), "waived"),
        (datetime(2027, 1, 1, tzinfo=UTC), "open"),
        (datetime(2027, 1, 1, 7, 59).astimezone().replace(tzinfo=UTC) - timedelta(hours=8), "waived"),
    ],
)
def test_the_day_of_expiry_is_the_last_one_in_utc(pack: Path, now: datetime, state: str) -> None:
    result = report(pack, ({"check": "c", "resource": "box:a"},), thing(), now=now)
    assert dispositions(result) == {"box:a": state}
    assert any("expired on 2026-12-31" in line for line in result.warnings) is (state == "open")


@pytest.mark.parametrize(
    ("severity", "owner", "approver", "state"),
    [
        ("low", "Ann", "Ann", "waived"),
        ("medium", "Ann", "Ann", "waived"),
        ("high", "Ann", "Ann", "open"),
        ("critical", "Ann", " ANN ", "open"),
        ("critical", "Ann  Li", "ann li", "open"),
        ("critical", "Ann", "Bo", "waived"),
    ],
)
def test_from_high_on_it_takes_two(
    tmp_path: Path, severity: str, owner: str, approver: str, state: str
) -> None:
    folder = tmp_path / "pack"
    write_schemas(folder)
    write_check(folder, "d.c", DENY, severity=severity)
    waiver = {"check": "c", "resource": "box:a", "owner": owner, "approved_by": approver}
    result = report(folder, (waiver,), thing())
    assert dispositions(result) == {"box:a": state}
    assert any("owner and approver are the same person" in line for line in result.warnings) is (
        state == "open"
    )


def test_the_severity_that_a_rule_raised_decides_how_many_it_takes(pack: Path) -> None:
    body = 'deny contains {"msg": "open", "severity": "high"} if input.facts.mode == "open"\n'
    write_check(pack, "d.c", body, severity="low")
    waiver = {"check": "c", "resource": "box:a", "approved_by": "Ann"}
    assert dispositions(report(pack, (waiver,), thing())) == {"box:a": "open"}


# --- unknowns and gaps --------------------------------------------------------------------------------

DENIED = Gap("t1", "box.thing", GapReason.DENIED, "no right", "", "box:a", "mode")


def test_accepting_that_it_cannot_be_seen_accepts_no_failure(pack: Path) -> None:
    unseen = ({"check": "c", "resource": "box:a", "outcome": "unknown"},)
    assert dispositions(report(pack, unseen, DENIED, thing(mode=None))) == {"box:a": "waived"}
    assert dispositions(report(pack, unseen, thing())) == {"box:a": "open"}
    failure = ({"check": "c", "resource": "box:a"},)
    result = report(pack, failure, DENIED, thing(mode=None))
    assert (dispositions(result), result.exit_code) == ({"box:a": "open"}, 3)


@pytest.mark.parametrize(
    ("gap", "covered"),
    [
        ({"fact": "mode"}, True),
        ({"fact": "m*"}, True),
        ({"fact": "mode", "resource": "box:a"}, True),
        ({"fact": "mode", "resource": "box:b"}, False),
        ({"fact": "size"}, False),
        ({}, False),
        ({"resource": "box:a"}, False),
        ({"fact": "mode", "target": "t2"}, False),
        ({"fact": "mode", "type": "box"}, False),
        ({"fact": "mode", "reason": "timeout"}, False),
    ],
)
def test_a_waived_gap_waives_its_unknowns(pack: Path, gap: Mapping[str, str], covered: bool) -> None:
    waiver = {"gap": {"target": "t1", "type": "box.thing", "reason": "denied", **gap}}
    result = report(pack, (waiver,), DENIED, thing(mode=None), thing("b", "shut"))
    assert dispositions(result) == {"box:a": "waived" if covered else "open"}
    assert result.exit_code == (0 if covered else 3)
    assert len(result.gaps) == 1


def test_an_unknown_with_two_causes_takes_both(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    write_schemas(pack)
    write_check(
        pack,
        "d.c",
        'deny contains {"msg": "x"} if {\n\tinput.facts.mode == "open"\n\tinput.facts.size > 1\n}\n',
    )
    events = (DENIED, replace(DENIED, fact="size", reason=GapReason.TIMEOUT), thing(mode=None))
    one = {"gap": {"target": "t1", "type": "box.thing", "fact": "mode", "reason": "denied"}}
    two = {"gap": {"target": "t1", "type": "box.thing", "fact": "size", "reason": "timeout"}}
    assert dispositions(report(pack, (one,), *events)) == {"box:a": "open"}
    assert dispositions(report(pack, (one, two), *events)) == {"box:a": "waived"}


def test_a_listing_that_cannot_be_made_is_waived_as_a_gap_only(pack: Path) -> None:
    whole = Gap("t1", "box.thing", GapReason.DENIED, "no right")
    as_gap = {"gap": {"target": "t1", "type": "box.thing", "reason": "denied"}}
    assert dispositions(report(pack, (as_gap,), whole)) == {"listing": "waived"}
    as_unknown = {"check": "c", "resource": "*", "target": "*", "outcome": "unknown"}
    assert dispositions(report(pack, (as_unknown,), whole)) == {"listing": "open"}


def test_what_a_broken_check_says_is_accepted_by_nobody(pack: Path) -> None:
    write_check(pack, "d.c", 'deny contains {"msg": "x"} if to_number(input.facts.mode) > 1\n')
    waiver = {"check": "c", "resource": "*", "outcome": "unknown"}
    result = report(pack, (waiver,), thing())
    assert (dispositions(result), result.exit_code) == ({"box:a": "open"}, 3)


# --- controls ---------------------------------------------------------------------------------------------


def test_a_waived_control_does_not_give_away_another(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    write_schemas(pack)
    (pack / "controls").mkdir()
    text = {"title": "A control", "title_zh": "控制", "requirement": "Everything is as it should be."}
    rest = {"severity": "high", "frequency": "continuous"}
    controls = [{"id": id_, **text, **rest} for id_ in ("c-one", "c-two")]
    (pack / "controls" / "d.yaml").write_text(yaml.safe_dump({"controls": controls}))
    write_check(pack, "d.both", DENY, extra="#   controls: [c-one, c-two]\n")
    write_check(pack, "d.single", DENY, extra="#   controls: [c-one]\n")
    found = report(pack, ({"control": "c-one", "resource": "box:a"},), thing())
    assert {f.check: f.disposition.value for f in found.findings} == {"both": "open", "single": "waived"}
    found = report(pack, ({"control": ["c-one", "c-two"], "resource": "box:a"},), thing())
    assert {f.disposition.value for f in found.findings} == {"waived"}


# --- the file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("waivers:\n- check: c\n  resource: a\n", ":2: waivers[0]: the key 'expires' is missing"),
        (
            "waivers:\n- {reason: a, owner: a, approved_by: b, expires: 2026-02-30, check: c, resource: x}\n",
            ":2: waivers[0].expires: there is no such day",
        ),
        (
            "waivers:\n- {reason: a, owner: a, approved_by: b, expires: soon, check: c, resource: x}\n",
            ":2: waivers[0].expires: must be a day as YYYY-MM-DD",
        ),
        (
            "waivers:\n- {reason: a, owner: a, approved_by: b, expires: 2026-12-01, resource: x}\n",
            "give exactly one of 'check', 'control' and 'gap'",
        ),
        (
            "waivers:\n- {reason: a, owner: a, approved_by: b, expires: 2026-12-01, check: c}\n",
            "the key 'resource' is missing",
        ),
        (
            "waivers:\n- {reason: ' ', owner: a, approved_by: b, expires: 2026-12-01}\n",
            "waivers[0].reason: must be text that is not empty",
        ),
        ("waivers:\n- {resorce: a}\n", "waivers[0].resorce: unknown key; did you mean 'resource'?"),
        ("waiver: []\n", "unknown key; did you mean 'waivers'?"),
        ("", ": must be a mapping"),
        ("waivers: [", "not valid YAML"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(dedent(text))
    with pytest.raises(ConfigurationError) as caught:
        read_waivers(path)
    assert problem in str(caught.value)
    assert all(line.startswith(f"{path}:") for line in caught.value.problems)


@given(st.text(), st.text())
def test_a_pattern_without_stars_means_itself_alone(pattern: str, text: str) -> None:
    literal = pattern.replace("*", "").replace("?", "")
    assert fits(literal, text) is (literal == text)
    assert fits(literal, literal)
