"""From facts and gaps to verdicts, with the real embedded engine."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scanner.engines.regorus import RegorusEngine
from scanner.evaluate import evaluate, evaluate_listings
from scanner.gaps import GapIndex, reason_of
from scanner.interfaces import Program
from scanner.joins import JoinProblem, JoinState
from scanner.model import (
    Enumerated,
    Evaluation,
    Gap,
    GapReason,
    Location,
    Outcome,
    Reason,
    Resource,
    Severity,
)
from scanner.policy_pack import load_packs
from scanner.snapshot import TargetInfo
from tests.scanner.packs import write_check, write_schemas

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_schemas(tmp_path)
    return tmp_path


def thing(facts: Mapping[str, Any], name: str = "a", **more: Any) -> Resource:
    return Resource(f"box:{name}", "box.thing", name, "t1", facts, NOW, **more)


def verdicts(
    folder: Path,
    *events: Resource | Gap | Enumerated,
    joins: Mapping[str, JoinState] | None = None,
    deadline: float = 5,
) -> list[Evaluation]:
    pack = load_packs([("pack", folder)])
    gaps, states = GapIndex(), dict(joins or {})
    for event in events:
        if not isinstance(event, Resource):
            gaps.add(event)
    engine = RegorusEngine(deadline=deadline)
    inventory = {type_: join.document() for type_, join in states.items()}
    data = {
        "parameters": dict(pack.parameters),
        "run": {"now": "2026-11-01T00:00:00Z"},
        "inventory": inventory,
    }
    resources = (event for event in events if isinstance(event, Resource))
    with engine.load(Program(pack.modules, data)):
        return list(evaluate(engine, tuple(pack.checks.values()), resources, gaps, states))


def only(folder: Path, *events: Resource | Gap | Enumerated, **options: Any) -> Evaluation:
    (evaluation,) = verdicts(folder, *events, **options)
    return evaluation


def gap(fact: str | None, resource: str | None = "box:a", reason: GapReason = GapReason.DENIED) -> Gap:
    return Gap("t1", "box.thing", reason, "not allowed", "", resource, fact)


OPEN_MODE = 'deny contains {"msg": "open"} if input.facts.mode == "open"\n'


def test_pass_fail_and_the_facts_that_were_read(folder: Path) -> None:
    write_check(folder, "d.c", OPEN_MODE)
    good, bad = verdicts(folder, thing({"mode": "shut", "size": 1}), thing({"mode": "open"}, "b"))
    assert (good.outcome, good.messages, good.evidence) == (Outcome.PASS, (), {"mode": "shut"})
    assert (bad.outcome, bad.messages[0].text, bad.messages[0].severity) == (Outcome.FAIL, "open", "high")


def test_a_verdict_points_to_where_the_facts_are_written_down(folder: Path) -> None:
    write_check(folder, "d.c", OPEN_MODE)
    whole, mode = Location("main.tf", 1, 9), Location("main.tf", 4)
    places = [{}, {"": whole}, {"": whole, "mode": mode}, {"": whole, "size": mode}]
    things = [thing({"mode": "open"}, str(n), locations=place) for n, place in enumerate(places)]
    assert [verdict.location for verdict in verdicts(folder, *things)] == [None, whole, mode, whole]


def test_rules_see_the_id_that_the_provider_gives_and_findings_the_one_of_the_source(folder: Path) -> None:
    body = 'deny contains {"msg": input.id} if input.facts.mode == "open"'
    write_check(folder, "d.c", body)
    moved = replace(thing({"mode": "open"}), native_id="arn:a", former_ids=("old",))
    result = only(folder, moved)
    assert [message.text for message in result.messages] == ["arn:a"]
    assert (result.subject.id, result.subject.former_ids) == ("box:a", ("old",))


@pytest.mark.parametrize("known", [gap("mode"), gap("mode", resource=None), gap(None)])
def test_a_gapped_fact_is_unknown_even_when_a_value_came_too(folder: Path, known: Gap) -> None:
    write_check(folder, "d.c", OPEN_MODE)
    result = only(folder, known, thing({"mode": "shut"}))
    assert result.outcome is Outcome.UNKNOWN
    assert result.reasons == (reason_of(known),)
    assert result.evidence == {}


def test_a_fact_that_never_came_is_unknown(folder: Path) -> None:
    write_check(folder, "d.c", OPEN_MODE)
    result = only(folder, thing({}))
    assert result.outcome is Outcome.UNKNOWN
    assert "the fact 'mode' was not collected" in result.reasons[0].text


def test_a_gap_elsewhere_does_not_matter(folder: Path) -> None:
    write_check(folder, "d.c", OPEN_MODE)
    result = only(folder, gap("size"), gap("mode", "box:other"), thing({"mode": "shut"}))
    assert result.outcome is Outcome.PASS


TWO_RULES = OPEN_MODE + '\ndeny contains {"msg": "big", "path": "size"} if input.facts.size > 10\n'


def test_a_deny_stands_when_its_own_rule_read_no_gap(folder: Path) -> None:
    write_check(folder, "d.c", TWO_RULES)
    result = only(folder, gap("size"), thing({"mode": "open"}))
    assert result.outcome is Outcome.FAIL
    assert [message.text for message in result.messages] == ["open"]
    assert result.reasons[0].fact == "size"


def test_without_a_standing_deny_a_gap_leaves_it_unknown(folder: Path) -> None:
    write_check(folder, "d.c", TWO_RULES)
    assert only(folder, gap("size"), thing({"mode": "shut"})).outcome is Outcome.UNKNOWN


def test_one_rule_over_both_facts_cannot_stand(folder: Path) -> None:
    write_check(
        folder,
        "d.c",
        'deny contains {"msg": "x"} if {\n\tinput.facts.mode == "open"\n\tinput.facts.size > 1\n}\n',
    )
    assert only(folder, gap("size"), thing({"mode": "open"})).outcome is Outcome.UNKNOWN


NOT_APPLICABLE = TWO_RULES + "\nnot_applicable if input.facts.limits.soft == 0\n"
WITH_NA = "test_pass_x if true\n\ntest_fail_x if true\n\ntest_not_applicable_x if true\n"


def test_a_deny_does_not_stand_when_applicability_is_in_doubt(folder: Path) -> None:
    write_check(folder, "d.c", NOT_APPLICABLE, tests=WITH_NA)
    result = only(folder, gap("limits"), thing({"mode": "open", "size": 1}))
    assert result.outcome is Outcome.UNKNOWN


def test_not_applicable_is_certain_when_its_own_facts_are(folder: Path) -> None:
    write_check(folder, "d.c", NOT_APPLICABLE, tests=WITH_NA)
    result = only(folder, gap("size"), thing({"mode": "open", "limits": {"soft": 0, "hard": 0}}))
    assert result.outcome is Outcome.NOT_APPLICABLE


def test_a_policy_can_say_that_it_cannot_tell(folder: Path) -> None:
    body = OPEN_MODE + '\nunknown contains {"msg": "hidden layer"} if input.facts.mode == "veiled"\n'
    write_check(
        folder, "d.c", body, tests="test_pass_x if true\ntest_fail_x if true\ntest_unknown_x if true\n"
    )
    result = only(folder, thing({"mode": "veiled"}))
    assert (result.outcome, result.reasons) == (Outcome.UNKNOWN, (Reason("hidden layer"),))


def test_a_label_that_is_not_set_is_unknown_not_pass(folder: Path) -> None:
    write_check(folder, "d.c", 'deny contains {"msg": "x"} if input.labels.environment == "prod"')
    with_label = thing({}, labels={"environment": "prod"})
    first, second = verdicts(folder, thing({}), with_label)
    assert first.outcome is Outcome.UNKNOWN
    assert "label 'environment' is not set" in first.reasons[0].text
    assert (second.outcome, second.evidence) == (Outcome.FAIL, {"labels": {"environment": "prod"}})


# --- checks that break -------------------------------------------------------------------------------


def test_a_dataset_that_nobody_knows_is_unknown_not_none(folder: Path) -> None:
    write_check(folder, "d.c", 'deny contains {"msg": "in none"} if input.dataset == null\n')
    seen = thing({"tags": {}}, dataset_fact="tags")
    assert only(folder, seen).outcome is Outcome.FAIL
    unseen = replace(seen, facts={})
    found = only(folder, gap("tags"), unseen)
    assert found.outcome is Outcome.UNKNOWN
    assert [reason.gap for reason in found.reasons] == [GapReason.DENIED]
    assert "dataset" not in found.evidence
    assert only(folder, unseen).outcome is Outcome.UNKNOWN


def test_what_does_not_depend_on_the_dataset_stands(folder: Path) -> None:
    body = OPEN_MODE + 'deny contains {"msg": "in none"} if input.dataset == null\n'
    write_check(folder, "d.c", body)
    found = only(folder, gap("tags"), thing({"mode": "open"}, dataset_fact="tags"))
    assert (found.outcome, [m.text for m in found.messages]) == (Outcome.FAIL, ["open"])


def test_applicability_by_dataset_is_in_doubt_with_it(folder: Path) -> None:
    body = OPEN_MODE + "not_applicable if input.dataset == null\n"
    write_check(folder, "d.c", body, tests=WITH_NA)
    found = only(folder, gap("tags"), thing({"mode": "open"}, dataset_fact="tags"))
    assert found.outcome is Outcome.UNKNOWN


def test_a_runtime_error_concerns_one_check_on_one_resource(folder: Path) -> None:
    write_check(folder, "d.c", 'deny contains {"msg": "x"} if to_number(input.facts.mode) > 5')
    write_check(folder, "d.e", OPEN_MODE)
    results = {
        (r.check, r.subject.name): r
        for r in verdicts(folder, thing({"mode": "7"}), thing({"mode": "?"}, "b"))
    }
    broken = results["c", "b"]
    assert broken.outcome is Outcome.UNKNOWN
    assert broken.reasons[0].broken
    assert "pack/d/c/c.rego:13:" in broken.reasons[0].text
    assert results["c", "a"].outcome is Outcome.FAIL
    assert results["e", "b"].outcome is Outcome.PASS


def test_an_endless_looking_rule_meets_its_deadline_and_the_rest_goes_on(folder: Path) -> None:
    endless = (
        'deny contains {"msg": "x"} if {\n\tn := numbers.range(1, 1000000)\n'
        "\tcount([1 | some i in n; some j in n; i + j == 0]) > input.facts.size\n}\n"
    )
    write_check(folder, "d.c", endless)
    write_check(folder, "d.e", OPEN_MODE)
    results = verdicts(
        folder, thing({"mode": "open", "size": 1}), thing({"mode": "shut", "size": 1}, "b"), deadline=0.4
    )
    assert [(r.check, r.outcome.value) for r in results] == [
        ("c", "unknown"),
        ("e", "fail"),
        ("c", "unknown"),
        ("e", "pass"),
    ]
    assert "deadline" in results[0].reasons[0].text


def test_a_rule_that_never_ends_does_not_hold_up_the_scan_for_ever(folder: Path) -> None:
    endless = (
        'deny contains {"msg": "x"} if {\n\tn := numbers.range(1, 1000000)\n'
        "\tcount([1 | some i in n; some j in n; i + j == 0]) > input.facts.size\n}\n"
    )
    write_check(folder, "d.c", endless)
    results = verdicts(folder, *(thing({"size": 1}, str(n)) for n in range(6)), deadline=0.2)
    assert [result.outcome for result in results] == [Outcome.UNKNOWN] * 6
    assert ["not asked again" in result.reasons[0].text for result in results] == [False] * 3 + [True] * 3


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ('"just text"', 'something other than {"msg": …}'),
        ("{}", 'without a "msg" text'),
        ('{"msg": ""}', 'without a "msg" text'),
        ('{"msg": "x", "mgs": 1}', "unknown key 'mgs'"),
        ('{"msg": "x", "severity": "low"}', "may raise the severity of its check, not lower it"),
        ('{"msg": "x", "severity": "dire"}', "'dire' is not a severity"),
        ('{"msg": "x", "path": 3}', '"path" must be text'),
        ('{"msg": m}', "two denies with the same path ''"),
    ],
)
def test_a_deny_of_the_wrong_shape_is_a_broken_check_not_a_pass(
    folder: Path, head: str, message: str
) -> None:
    write_check(
        folder, "d.c", f'deny contains {head} if {{\n\tsome m in ["a", "b"]\n\tinput.facts.mode == "open"\n}}'
    )
    result = only(folder, thing({"mode": "open"}))
    assert result.outcome is Outcome.UNKNOWN
    assert result.reasons[0].broken
    assert message in result.reasons[0].text


def test_a_deny_can_raise_the_severity(folder: Path) -> None:
    write_check(folder, "d.c", OPEN_MODE.replace('"open"}', '"open", "severity": "critical"}'))
    assert only(folder, thing({"mode": "open"})).messages[0].severity is Severity.CRITICAL


def test_a_resource_too_deep_for_the_engine_is_unknown(folder: Path) -> None:
    write_check(folder, "d.c", OPEN_MODE)
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]
    result = only(folder, thing({"mode": deep}))
    assert result.outcome is Outcome.UNKNOWN
    assert result.reasons[0].broken


# --- joins -------------------------------------------------------------------------------------------

LEAVER = """\
deny contains {"msg": "still here"} if {
	some row in data.inventory["roster.person"].by.who[input.name]
	row.left < data.run.now
}
"""
NEEDS = "#   needs: {roster.person: [who, left]}\n"


def roster(*problems: Reason) -> dict[str, JoinState]:
    found = tuple(JoinProblem("hr", None, problem) for problem in problems)
    join = JoinState(frozenset({"who", "left"}), frozenset({"hr"}), found)
    join.add(Resource("p1", "roster.person", "ann", "hr", {"who": "ann", "left": "2026-01-01"}, NOW))
    return {"roster.person": join}


def test_a_join_finds_its_match(folder: Path) -> None:
    write_check(folder, "d.c", LEAVER, extra=NEEDS)
    results = verdicts(folder, thing({}, "ann"), thing({}, "bob"), joins=roster())
    assert [result.outcome for result in results] == [Outcome.FAIL, Outcome.PASS]


def test_a_join_against_an_incomplete_list_is_unknown(folder: Path) -> None:
    write_check(folder, "d.c", LEAVER, extra=NEEDS)
    result = only(folder, thing({}, "bob"), joins=roster(Reason("roster.person: denied: no access")))
    assert (result.outcome, result.reasons[0].text) == (Outcome.UNKNOWN, "roster.person: denied: no access")


def test_a_gap_in_a_fact_that_another_check_reads_does_not_matter(folder: Path) -> None:
    write_check(folder, "d.c", LEAVER, extra=NEEDS)
    joins = roster()
    joins["roster.person"].problems = (JoinProblem("hr", "desk", Reason("roster.person: denied: desk")),)
    assert only(folder, thing({}, "bob"), joins=joins).outcome is Outcome.PASS


NEIGHBOUR = """\
deny contains {"msg": "not alone"} if {
	some row in data.inventory["roster.person"].by.target[input.target]
	row.who == "ann"
}
"""
NEEDS_HERE = "#   needs: {roster.person: {facts: [who], within: target}}\n"


def neighbours(problem_at: str) -> dict[str, JoinState]:
    problem = JoinProblem(problem_at, None, Reason("roster.person: denied: no access"))
    join = JoinState(frozenset({"who"}), frozenset({"t1", "t2"}), (problem,))
    join.add(Resource("p1", "roster.person", "ann", "t2", {"who": "ann"}, NOW))
    return {"roster.person": join}


@pytest.mark.parametrize(
    ("target", "problem_at", "outcome"),
    [
        ("t1", "t2", Outcome.PASS),
        ("t2", "t1", Outcome.FAIL),
        ("t2", "t2", Outcome.UNKNOWN),
        ("elsewhere", "t2", Outcome.UNKNOWN),
    ],
)
def test_a_join_within_the_target_looks_nowhere_else(
    folder: Path, target: str, problem_at: str, outcome: Outcome
) -> None:
    write_check(folder, "d.c", NEIGHBOUR, extra=NEEDS_HERE)
    resource = replace(thing({}, "x"), target=target)
    assert only(folder, resource, joins=neighbours(problem_at)).outcome is outcome


# --- listings ----------------------------------------------------------------------------------------


def listings(folder: Path, *events: Gap | Enumerated) -> list[Evaluation]:
    write_check(folder, "d.c", OPEN_MODE)
    gaps = GapIndex()
    for event in events:
        gaps.add(event)
    checks = tuple(load_packs([("pack", folder)]).checks.values())
    return list(evaluate_listings(checks, [TargetInfo("t1", "box", ("box.thing",), {})], gaps))


def test_none_there_is_not_applicable(folder: Path) -> None:
    (result,) = listings(folder, Enumerated("t1", "box.thing", 0))
    assert result.outcome is Outcome.NOT_APPLICABLE


def test_could_not_list_is_unknown_once_per_scope(folder: Path) -> None:
    regions = [Gap("t1", "box.thing", GapReason.DENIED, "no", scope) for scope in ("east", "west")]
    results = listings(folder, *regions, Enumerated("t1", "box.thing", 0, "north"))
    assert [(r.outcome, r.subject.scope) for r in results] == [
        (Outcome.UNKNOWN, "east"),
        (Outcome.UNKNOWN, "west"),
    ]


def test_no_word_about_a_listing_is_unknown(folder: Path) -> None:
    (result,) = listings(folder)
    assert result.outcome is Outcome.UNKNOWN


def test_a_complete_listing_with_resources_says_nothing_more(folder: Path) -> None:
    assert listings(folder, Enumerated("t1", "box.thing", 2)) == []
