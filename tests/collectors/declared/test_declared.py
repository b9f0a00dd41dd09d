"""The declared inventory: what is stated comes through, what cannot be used never passes in silence."""

import contextlib
import json
import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.declared import DeclaredCollector
from collectors.declared.collector import SECTIONS
from collectors.declared.source import UnusableError, parse
from scanner.collect import FactSchemas, Job, collect
from scanner.interfaces import FactRequest, Halt
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target

HEAD = (
    "owner: it-security\ndeclared_on: 2026-11-01\nexpires_on: 2027-01-31\nwatch: []\ndlp_channels: [mail]\n"
)
RULE = (
    "  - {id: mass-read, system: siem, detects: mass_export, covers: [crm], enabled: true,\n"
    "     recipients: [soc], delay_minutes: 5, tested_on: 2026-11-10%s}\n"
)
EMPTY = "".join(f"{name}: []\n" for name in SECTIONS)
Declare = Callable[..., list[Event]]


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    folder = files("policies") / "schemas"
    types = sorted(DeclaredCollector.types)
    return {type_: json.loads((folder / f"{type_}.json").read_text()) for type_ in types}


@pytest.fixture
def declare(tmp_path: Path, schemas: dict[str, Any]) -> Declare:
    """Collect a file through the scanner's own checks."""

    def collected(text: str | bytes | None) -> list[Event]:
        path = tmp_path / "declared.yaml"
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        types = {type_: frozenset(schema["properties"]) for type_, schema in schemas.items()}
        job = Job(Target("stated", "declared", {"path": str(path)}), DeclaredCollector(), FactRequest(types))
        return list(collect([job], FactSchemas(schemas), lambda *_: None, Halt()))

    return collected


def resources(events: list[Event], type_: str) -> list[Resource]:
    return [event for event in events if isinstance(event, Resource) and event.type == type_]


def gaps(events: list[Event]) -> list[Gap]:
    return [event for event in events if isinstance(event, Gap)]


def listed(events: list[Event]) -> dict[str, int]:
    return {event.type: event.count for event in events if isinstance(event, Enumerated)}


def test_what_is_stated_comes_through(declare: Declare) -> None:
    events = declare(HEAD + EMPTY.replace("alert_rules: []", "alert_rules:\n" + RULE % ""))
    assert gaps(events) == []
    (rule,) = resources(events, "declared.alert_rule")
    assert (rule.id, rule.name) == ("declared:alert_rules/mass-read", "mass-read")
    assert rule.facts["owner"] == "it-security"
    assert rule.facts["expires_on"] == "2027-01-31"
    assert rule.facts["tested_on"] == "2026-11-10"
    (whole,) = resources(events, "declared.inventory")
    assert whole.facts["entries"] == {**dict.fromkeys(SECTIONS, 0), "alert_rules": 1}
    assert listed(events)["declared.dlp_policy"] == 0


def test_the_example_of_the_document_can_be_used(declare: Declare) -> None:
    page = (Path(__file__).parents[3] / "docs" / "declared.md").read_text()
    example = page.partition("# declared.yaml\n")[2].partition("```")[0]
    events = declare(example)
    assert gaps(events) == []
    assert min(listed(events).values()) == 1


def test_an_entry_can_have_an_owner_and_dates_of_its_own(declare: Declare) -> None:
    own = ", owner: soc, expires_on: 2026-12-31"
    events = declare(HEAD + "alert_rules:\n" + RULE % own)
    (rule,) = resources(events, "declared.alert_rule")
    assert (rule.facts["owner"], rule.facts["expires_on"]) == ("soc", "2026-12-31")


def test_a_section_that_is_not_there_is_a_gap_of_its_type(declare: Declare) -> None:
    events = declare(HEAD + "alert_rules: []\n")
    missing = {gap.type for gap in gaps(events)}
    assert missing == set(SECTIONS.values()) - {"declared.alert_rule"}
    assert {gap.reason for gap in gaps(events)} == {GapReason.NOT_IN_SOURCE}
    assert "'dlp_policies: []'" in next(g.detail for g in gaps(events) if g.type == "declared.dlp_policy")


def test_a_key_of_the_head_that_is_not_there_is_a_gap_of_that_fact(declare: Declare) -> None:
    events = declare(HEAD.replace("watch: []\n", "") + EMPTY)
    assert [(gap.type, gap.fact) for gap in gaps(events)] == [("declared.inventory", "watch")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (", enabled: perhaps", "is there twice"),
        (", surprise: 1", "'surprise' is not known here"),
        (", expires_on: 2026-10-01", "expires before"),
        (", declared_on: 2026-02-30", "must be a date"),
        (", declared_on: yesterday", "declared_on"),
    ],
)
def test_an_entry_that_cannot_be_used_makes_its_section_incomplete(
    change: str, said: str, declare: Declare
) -> None:
    events = declare(HEAD + EMPTY.replace("alert_rules: []", "alert_rules:\n" + RULE % change))
    assert said in " ".join(gap.detail for gap in gaps(events))
    assert "declared.alert_rule" not in listed(events)


def test_problems_name_the_line(declare: Declare) -> None:
    rules = "alert_rules:\n" + RULE % "" + RULE.replace("mass-read", "b") % "" + "  - {id: c}\n" + RULE % ""
    events = declare(HEAD + EMPTY.replace("alert_rules: []\n", rules))
    details = [gap.detail.partition("alert_rules: ")[2] for gap in gaps(events)]
    assert details == ["line 11: no 'covers'", "line 12: the id 'mass-read' is there twice"]
    assert len(resources(events, "declared.alert_rule")) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must be a mapping"),
        ("- a\n", "must be a mapping"),
        ("owner: a\n", "no 'declared_on'"),
        (HEAD + "alerts: []\n", "'alerts' is no section"),
        (HEAD + "a: &x 1\nb: *x\n", "aliases"),
        (HEAD + "owner: b\n", "'owner' is there twice"),
        (HEAD + "watch: [", "not YAML"),
        (HEAD + "? [a]\n: 1\n", "keys must be text"),
        (HEAD.replace("it-security", '""') + EMPTY, "owner"),
        (b"\xff\xfe", "not UTF-8"),
        (HEAD + "alert_rules: " + "[" * 500 + "]" * 500, "nested too deep"),
        (b"#" * (1024 * 1024 + 1), "more than"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_gap_of_everything(
    text: str | bytes, said: str, declare: Declare
) -> None:
    events = declare(text)
    assert {gap.type for gap in gaps(events)} == DeclaredCollector.types
    assert all(said in gap.detail for gap in gaps(events)), gaps(events)[0]
    assert not [event for event in events if isinstance(event, Resource | Enumerated)]


def test_no_file_and_no_regular_file(declare: Declare, tmp_path: Path) -> None:
    assert {gap.reason for gap in gaps(declare(None))} == {GapReason.UNREACHABLE}
    os.mkfifo(tmp_path / "declared.yaml")
    assert {gap.reason for gap in gaps(declare(None))} == {GapReason.MALFORMED}


def test_a_section_that_is_no_list_is_a_gap(declare: Declare) -> None:
    events = declare(HEAD + EMPTY.replace("backups: []", "backups: {a: 1}"))
    assert [(gap.type, gap.reason) for gap in gaps(events)] == [("declared.backup", GapReason.MALFORMED)]


@given(st.binary() | st.text().map(str.encode))
def test_no_content_breaks_the_reader(content: bytes) -> None:
    with contextlib.suppress(UnusableError):
        parse(content)
