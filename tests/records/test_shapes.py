"""Each shape of a rule, from the text of a file to the verdict."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scanner.model import Outcome, Resource
from tests.records.judge import NOW, judge, pack_of

PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN

VULNERABILITIES = "id,asset,severity,found_at,fixed_at,exception_approver,exception_until\n"
FIX = {
    "rule": "deadline",
    "register": "vulnerability_register",
    "from": "found_at",
    "to": "fixed_at",
    "within": "fix_hours",
    "unless": {"exception_approver": {"is": "present"}, "exception_until": {"at_least": {"run": "today"}}},
}
HOURS = {"fix_hours": (24, "hours")}


@pytest.mark.parametrize(
    ("row", "outcome", "said"),
    [
        ("V1,crm,high,2026-10-05T10:00Z,2026-10-06T10:00Z,,", PASS, ""),
        ("V1,crm,high,2026-10-05T10:00Z,2026-10-06T10:00:01Z,,", FAIL, "V1: fixed_at is late"),
        ("V1,crm,high,2026-12-31T23:00Z,,,", FAIL, "V1: fixed_at is missing"),
        # Begun before the period, and not yet done: it concerns this one too.
        ("V1,crm,high,2026-08-05T10:00Z,,,", FAIL, "V1: fixed_at is missing"),
        # Excused until yesterday, and until today.
        ("V1,crm,high,2026-12-05T10:00Z,,boss,2027-01-04", FAIL, "V1: fixed_at is missing"),
        ("V1,crm,high,2026-12-05T10:00Z,,boss,2027-01-05", PASS, ""),
        # Over before the period, or begun after it: no row of the period is left.
        ("V1,crm,high,2026-08-05T10:00Z,2026-09-05T10:00Z,,", UNKNOWN, "no records in 2026-Q4"),
        ("V1,crm,high,2027-01-01T00:00Z,,,", UNKNOWN, "no records in 2026-Q4"),
    ],
)
def test_deadline(row: str, outcome: Outcome, said: str, tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "pack", [FIX], HOURS)
    verdict = judge(tmp_path, pack, {"vulnerability_register.csv": f"{VULNERABILITIES}{row}\n"})
    assert verdict.outcome is outcome
    assert said in " ".join(verdict.messages + verdict.reasons)
    assert verdict.not_assessed == (outcome is UNKNOWN)


def test_a_deadline_is_counted_in_the_zone_of_the_workspace(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "pack", [FIX], HOURS)
    row = "V1,crm,high,2026-10-05 10:00,2026-10-06 10:00,,\n"
    verdict = judge(
        tmp_path, pack, {"vulnerability_register.csv": VULNERABILITIES + row}, zone="Asia/Shanghai"
    )
    assert verdict.outcome is PASS


@pytest.fixture
def monthly(tmp_path: Path) -> Any:
    header = _header("meeting_log")
    rule = {"rule": "recorded", "register": "meeting_log", "where": {"type": "monthly"}, "every": "month"}
    pack = pack_of(tmp_path / "pack", [rule])

    def run(*days: str, now: datetime = NOW) -> Any:
        rows = [_row("meeting_log", date=day, type="monthly") for day in days]
        return judge(tmp_path, pack, {"meeting_log.csv": "\n".join([header, *rows]) + "\n"}, now=now)

    return run


def test_recorded_in_every_month(monthly: Any) -> None:
    assert monthly("2026-10-01", "2026-11-30", "2026-12-31").outcome is PASS
    missing = monthly("2026-10-01", "2026-12-01", "2026-12-31")
    assert missing.outcome is FAIL
    assert missing.messages == ("Some control: 0 of at least 1 records in 2026-11",)


def test_a_month_that_is_not_over_is_not_asked_for_yet(monthly: Any) -> None:
    middle = datetime(2026, 11, 28, tzinfo=UTC)
    assert monthly("2026-10-05", now=middle).outcome is PASS
    assert monthly("2026-11-05", now=middle).outcome is FAIL


def _schema(name: str) -> Mapping[str, Any]:
    import json

    from tests.records.judge import POLICIES

    found: Mapping[str, Any] = json.loads((POLICIES / "schemas" / f"register.{name}.json").read_text())
    return found


def _header(name: str) -> str:
    return ",".join(_schema(name)["properties"])


_numbers = iter(range(10**9))


def _row(name: str, **given: str) -> str:
    """A row with something that fits in each column that was not given and may not be empty."""
    return ",".join(
        given.get(column, _filler(schema)) for column, schema in _schema(name)["properties"].items()
    )


def _filler(schema: Mapping[str, Any]) -> str:
    if "null" in schema["type"]:
        return ""
    if "enum" in schema:
        return str(schema["enum"][0])
    if schema.get("format") == "date":
        return "2026-11-02"
    if schema.get("format") == "date-time":
        return "2026-11-02T10:00Z"
    kinds = {"integer": "1", "number": "1", "boolean": "yes", "array": ""}
    return kinds.get(schema["type"], f"x{next(_numbers)}")


def verdict_of(folder: Path, rule: Mapping[str, Any], *rows: Mapping[str, str], **more: Any) -> Any:
    """The verdict of one rule on rows of its register; `more` are parameters, registers and resources."""
    name = rule["register"]
    pack = pack_of(folder / f"pack{next(_numbers)}", [rule], more.pop("parameters", {}))
    files = {f"{name}.csv": _file(name, *rows)}
    for other, found in more.pop("others", {}).items():
        files[f"{other}.csv"] = _file(other, *found)
    return judge(folder, pack, files, **more)


def _file(name: str, *rows: Mapping[str, str]) -> str:
    return "\n".join([_header(name), *(_row(name, **row) for row in rows)]) + "\n"


def test_each(tmp_path: Path) -> None:
    rule = {"rule": "each", "register": "incident_log", "present": ["level", "cause"]}
    good = {"detected_at": "2026-11-02T10:00Z", "level": "high", "cause": "human"}
    assert verdict_of(tmp_path, rule, good).outcome is PASS
    bad = verdict_of(tmp_path, rule, good, {**good, "id": "I-2", "level": ""})
    assert bad.messages == ("I-2: level must be filled in",)


def test_each_outside_the_period_is_not_judged(tmp_path: Path) -> None:
    rule = {"rule": "each", "register": "incident_log", "present": ["level"]}
    verdict = verdict_of(tmp_path, rule, {"detected_at": "2026-09-30T23:59:59Z", "level": ""})
    assert verdict.not_assessed
    assert verdict_of(tmp_path, {**rule, "rows": "all"}, {"level": ""}).outcome is FAIL


def test_none(tmp_path: Path) -> None:
    rule = {"rule": "none", "register": "incident_log", "where": {"type": "leak", "confirmed": True}}
    leak = {"detected_at": "2026-11-02T10:00Z", "type": "leak", "confirmed": "yes", "id": "I-7"}
    assert verdict_of(tmp_path, rule, {**leak, "confirmed": "no"}).outcome is PASS
    assert verdict_of(tmp_path, rule, leak).messages == ("I-7: there must be no such record",)


def test_rate(tmp_path: Path) -> None:
    rule = {"rule": "rate", "register": "exam_results", "matching": {"passed": True}, "at_least": 90}
    good = [{"date": "2026-11-02", "passed": "yes", "person": f"E{number}"} for number in range(9)]
    fail = {"date": "2026-11-02", "passed": "no", "person": "E99"}
    assert verdict_of(tmp_path, rule, *good, fail).outcome is PASS
    bad = verdict_of(tmp_path, rule, *good[1:], fail)
    assert bad.messages == ("Some control: 8 of 9 is 89 %, at least 90 % is demanded",)
    assert verdict_of(tmp_path, rule).not_assessed


def test_covered(tmp_path: Path) -> None:
    rule = {
        "rule": "covered",
        "register": "exam_results",
        "column": "person",
        "of": {"register": "hr_roster", "column": "person", "where": {"status": "active"}},
    }
    staff = [
        {"person": "E1", "status": "active"},
        {"person": "E2", "status": "active"},
        {"person": "E3", "status": "left", "left_on": "2026-01-01"},
    ]
    taken = [{"person": person, "date": "2026-11-02"} for person in ("E1", "E2")]
    assert verdict_of(tmp_path, rule, *taken, others={"hr_roster": staff}).outcome is PASS
    bad = verdict_of(tmp_path, rule, taken[0], others={"hr_roster": staff})
    assert bad.messages == ("Some control: E2 is missing",)
    empty = verdict_of(tmp_path, rule, taken[0], others={"hr_roster": []})
    assert empty.messages == ("Some control: there is nothing to compare with",)


def test_a_register_to_compare_with_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    rule = {
        "rule": "covered",
        "register": "exam_results",
        "column": "person",
        "of": {"register": "hr_roster", "column": "person"},
    }
    verdict = verdict_of(tmp_path, rule, {"person": "E1", "date": "2026-11-02"})
    assert verdict.outcome is UNKNOWN
    assert not verdict.not_assessed
    assert "hr_roster.csv: not there" in verdict.reasons[0]


def test_items(tmp_path: Path) -> None:
    rule = {
        "rule": "items",
        "register": "training_register",
        "column": "method",
        "items": ["online", "practice"],
    }
    online = {"date": "2026-11-02", "method": "online", "person": "E1"}
    practice = {"date": "2026-12-02", "method": "practice", "person": "E2"}
    assert verdict_of(tmp_path, rule, online, practice).outcome is PASS
    assert verdict_of(tmp_path, rule, online).messages == ("Some control: no record has practice in method",)
    assert verdict_of(tmp_path, rule).outcome is FAIL


APPROVAL = {
    "rule": "approval",
    "register": "sharing_register",
    "requester": "requester",
    "before": "shared_on",
    "approvals": [
        {"by": "approver_superior", "on": "approved_superior_on"},
        {"by": "approver_compliance", "on": "approved_compliance_on"},
    ],
}
SHARE = {
    "id": "S-1",
    "recipient": "Acme",
    "requester": "E9",
    "approver_superior": "E1",
    "approved_superior_on": "2026-11-01",
    "approver_compliance": "E2",
    "approved_compliance_on": "2026-11-02",
    "shared_on": "2026-11-02",
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"approver_compliance": ""}, "S-1: approver_compliance is empty"),
        ({"approver_compliance": "E1"}, "S-1: one person gave two approvals"),
        ({"requester": "E1"}, "S-1: approver_superior asked for it: nobody approves his or her own request"),
        ({"approved_superior_on": "2026-11-03"}, "S-1: approved_superior_on is later than shared_on"),
    ],
)
def test_approval(changed: Mapping[str, str], said: str, tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, APPROVAL, {**SHARE, **changed})
    assert " ".join(verdict.messages) == said
    assert verdict.outcome is (FAIL if said else PASS)


def test_matched(tmp_path: Path) -> None:
    rule = {
        "rule": "matched",
        "register": "sharing_register",
        "column": "recipient",
        "with": {"register": "nda_register", "column": "party"},
        "match": {
            "signed_on": {"at_most": {"this": "shared_on"}},
            "valid_until": {"at_least": {"this": "shared_on"}},
        },
    }
    nda = {"party": "Acme", "signed_on": "2026-01-01", "valid_until": "2026-11-02"}
    assert verdict_of(tmp_path, rule, SHARE, others={"nda_register": [nda]}).outcome is PASS
    for late in (
        {**nda, "valid_until": "2026-11-01"},
        {**nda, "signed_on": "2026-11-03"},
        {**nda, "party": "Bcme"},
    ):
        bad = verdict_of(tmp_path, rule, SHARE, others={"nda_register": [late]})
        assert bad.messages == ("S-1: recipient has no valid entry in nda_register.party",)


def test_matched_with_what_is_forbidden(tmp_path: Path) -> None:
    rule = {
        "rule": "matched",
        "register": "hr_roster",
        "where": {"status": "left"},
        "column": "accounts",
        "with": {"type": "postgres.role", "column": "name", "where": {"login": True}},
        "forbidden": True,
    }
    gone = {"person": "E3", "accounts": "carol;c.smith", "status": "left", "left_on": "2026-10-01"}
    role = Resource("pg/carol", "postgres.role", "carol", "", {"login": True}, NOW)
    bad = verdict_of(tmp_path, rule, gone, live=[role])
    assert bad.messages == ("E3: accounts must not be in postgres.role.name",)
    locked = replace(role, facts={"login": False})
    assert verdict_of(tmp_path, rule, gone, live=[locked]).outcome is PASS
    other = replace(role, name="alice")
    assert verdict_of(tmp_path, rule, gone, live=[other]).outcome is PASS


POLICY = {
    "policy_id": "privacy",
    "approver": "E1",
    "approved_on": "2026-01-01",
    "effective_on": "2026-01-01",
    "review_due": "2027-01-05",
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"policy_id": "other"}, "Some control: there is no record of privacy"),
        ({"approver": ""}, "approver must be filled in"),
        ({"approved_on": "2027-01-06"}, "approved_on must be at most today"),
        ({"effective_on": "2027-01-06"}, "effective_on must be at most today"),
        ({"review_due": "2027-01-04"}, "review_due must be at least today"),
    ],
)
def test_document(changed: Mapping[str, str], said: str, tmp_path: Path) -> None:
    rule = {"rule": "document", "register": "policy_register", "documents": ["privacy"]}
    verdict = verdict_of(tmp_path, rule, {**POLICY, **changed})
    assert said in " ".join(verdict.messages)
    assert verdict.outcome is (FAIL if said else PASS)


def test_count(tmp_path: Path) -> None:
    rule = {"rule": "count", "register": "incident_log", "at_most": {"parameter": "most"}}
    incidents = [{"id": f"I-{number}", "detected_at": "2026-11-02T10:00Z"} for number in range(2)]
    assert verdict_of(tmp_path, rule, *incidents, parameters={"most": (2, "incidents")}).outcome is PASS
    bad = verdict_of(tmp_path, rule, *incidents, parameters={"most": (1, "incidents")})
    assert bad.messages == ("Some control: there are 2, at most 1 are allowed",)


def test_trend(tmp_path: Path) -> None:
    kpi = _schema("kpi_history")["properties"]
    period = next(name for name in kpi if name in ("period", "quarter"))
    rule = {
        "rule": "trend",
        "register": "incident_log",
        "before": {"register": "kpi_history", "column": "value", "period": period},
    }
    one = {"detected_at": "2026-11-02T10:00Z"}
    before = {period: "2026-Q3", "value": "1"}
    assert verdict_of(tmp_path, rule, one, others={"kpi_history": [before]}).outcome is PASS
    bad = verdict_of(tmp_path, rule, one, others={"kpi_history": [{**before, "value": "0"}]})
    assert bad.messages == ("Some control: 1 after 0 in the period before",)
    none = verdict_of(tmp_path, rule, one, others={"kpi_history": []})
    assert "nothing to compare with" in none.messages[0]


def test_a_bad_row_makes_the_rule_unknown(tmp_path: Path) -> None:
    rule = {"rule": "each", "register": "incident_log", "present": ["level"]}
    verdict = verdict_of(tmp_path, rule, {"detected_at": "2026-11-02"})
    assert verdict.outcome is UNKNOWN
    assert not verdict.not_assessed
    assert "incident_log.csv: line 2, column detected_at: not a date with time" in verdict.reasons[0]


def statement(register: str, **changed: Any) -> Resource:
    facts = {
        "register": register,
        "period": "2026-Q4",
        "period_start": "2026-10-01T00:00:00Z",
        "period_end": "2027-01-01T00:00:00Z",
        "answer": "nothing",
        "valid": True,
        "problem": None,
        "by": "ann",
        "at": "2027-01-02T08:00:00Z",
        "entry": 1,
        **changed,
    }
    return Resource(f"statement/{register}", "attestation.completeness", register, "", facts, NOW)


def test_a_statement_lets_nothing_pass(tmp_path: Path) -> None:
    rule = {"rule": "none", "register": "incident_log", "where": {"type": "leak"}}
    assert verdict_of(tmp_path, rule).not_assessed
    assert verdict_of(tmp_path, rule, live=[statement("incident_log")]).outcome is PASS
    for other in (statement("alert_log"), statement("incident_log", valid=False, problem="not signed")):
        assert verdict_of(tmp_path, rule, live=[other]).not_assessed
