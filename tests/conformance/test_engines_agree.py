"""Both engines give what OPA's own evaluator gives, on the whole default pack."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from importlib.resources import as_file, files
from typing import Any

import pytest

from scanner.engines.opa import OpaEngine
from scanner.engines.regorus import RegorusEngine
from scanner.evaluate import evaluate
from scanner.gaps import GapIndex
from scanner.interfaces import Answer, PolicyEngine, Program, Query
from scanner.joins import JoinState
from scanner.model import Check, Evaluation, Outcome, Resource
from scanner.period import Calendar, parse_period, run_document
from scanner.policy_pack import Pack, load_packs
from tests.conformance.generate import NOW, gaps, resources
from tests.conformance.opa_rest import OpaRest
from tests.conformance.oracle import Oracle, need_oracle

EACH = 16
"""Resources made for each check, out of what it mentions; its rules are asked on them."""
EACH_RULE = 2
"""The same for rules about registers, of which hundreds share a few shapes."""
EACH_GAPPED = 1
"""Resources with gaps made for each check, for every check of the type; rows of joins too."""
TRUE = Answer(value=True)
TEST = re.compile(r"^(test_\w+)", re.MULTILINE)


@pytest.fixture(scope="module", autouse=True)
def _oracle() -> None:
    need_oracle()


@pytest.fixture(scope="module")
def pack() -> Pack:
    with as_file(files("policies")) as folder:
        return load_packs([("default", folder)])


@pytest.fixture(scope="module")
def gapped(pack: Pack) -> list[Resource]:
    return list(resources(pack, EACH_GAPPED, seed=2, missing=0.06))


@pytest.fixture(scope="module")
def joins(pack: Pack) -> dict[str, JoinState]:
    """Rows for the joined types, made of the values that the checks which need them mention."""
    wanted: dict[str, frozenset[str]] = {}
    for check in pack.checks.values():
        for type_, need in check.needs.items():
            wanted[type_] = wanted.get(type_, frozenset()) | need.facts
    states = {type_: JoinState(facts) for type_, facts in wanted.items()}
    for check in pack.checks.values():
        for type_ in sorted(check.needs):
            about = replace(pack, checks={check.id: replace(check, resource=type_)})
            for resource in resources(about, EACH_GAPPED, seed=3):
                states[type_].add(resource)
    return states


@pytest.fixture(scope="module")
def program(pack: Pack, joins: Mapping[str, JoinState]) -> Program:
    run = run_document(parse_period("2026-Q4", Calendar()), NOW)
    inventory = {type_: state.document() for type_, state in joins.items()}
    data = {"parameters": dict(pack.parameters), "run": run, "inventory": inventory}
    return Program(pack.modules, data)


@pytest.fixture(scope="module")
def queries(pack: Pack) -> list[Query]:
    """On whole resources: elsewhere a rule is not asked, and `not f(undefined)` differs by engine."""
    return [
        Query(_document(resource), tuple(dict.fromkeys(_points(check))))
        for check in pack.checks.values()
        for resource in resources(replace(pack, checks={check.id: check}), _each(check), seed=1)
    ]


@pytest.fixture(scope="module")
def expected(program: Program, queries: list[Query]) -> list[dict[str, Answer]]:
    asked = {ref for query in queries for ref in query.refs}
    with Oracle.of(program, asked) as oracle:
        return [
            {ref: comparable(answer) for ref, answer in oracle.answers(query).items()} for query in queries
        ]


@pytest.fixture(scope="module")
def embedded(program: Program) -> Iterator[PolicyEngine]:
    engine = RegorusEngine()
    with engine.load(program):
        yield engine


@pytest.fixture(scope="module")
def served(program: Program) -> Iterator[PolicyEngine]:
    real = os.environ.get("SELFAUDIT_TEST_OPA_URL")
    with nullcontext(real) if real else _served_by_the_oracle() as url:
        engine = OpaEngine(url)
        with engine.load(program):
            yield engine


@contextmanager
def _served_by_the_oracle() -> Iterator[str]:
    with OpaRest() as server:
        yield server.url


def _each(check: Check) -> int:
    return EACH_RULE if is_rule(check) else EACH


def is_rule(check: Check) -> bool:
    """Whether it is made of an entry of a control."""
    return not check.file.endswith(".rego")


def _points(check: Check) -> Iterator[str]:
    yield from (point.ref for point in (check.deny, *check.deny_parts))
    yield from (point.ref for point in (check.not_applicable, check.unknown) if point)


def _document(resource: Resource) -> dict[str, Any]:
    names = ("id", "type", "name", "target", "labels", "dataset", "facts")
    return {name: getattr(resource, name) for name in names}


def comparable(answer: Answer) -> Answer:
    """The texts of errors differ between engines; that there is one does not. The order of a set is free."""
    if answer.error:
        return Answer(defined=False, error="error")
    if isinstance(answer.value, list):
        return Answer(sorted(answer.value, key=lambda item: json.dumps(item, sort_keys=True)))
    return answer


@pytest.mark.parametrize("name", ["embedded", "served"])
def test_answers(
    name: str, request: pytest.FixtureRequest, queries: list[Query], expected: list[dict[str, Answer]]
) -> None:
    engine: PolicyEngine = request.getfixturevalue(name)
    answers = list(engine.evaluate(queries))
    different = [
        f"{ref} on {query.input['id']}: {got[ref]} instead of {want[ref]}"
        for query, got, want in zip(queries, answers, expected, strict=True)
        for ref in query.refs
        if comparable(got[ref]) != want[ref]
    ]
    assert not different, "\n".join(different[:20])


def test_evaluations(
    embedded: PolicyEngine,
    served: PolicyEngine,
    pack: Pack,
    gapped: list[Resource],
    joins: dict[str, JoinState],
) -> None:
    one, other = ([*_evaluations(engine, pack, gapped, joins)] for engine in (embedded, served))
    assert {evaluation.outcome for evaluation in one} == set(Outcome)
    different = [f"{a}\n{b}" for a, b in zip(one, other, strict=True) if a != b]
    assert not different, "\n\n".join(different[:10])


def _evaluations(
    engine: PolicyEngine, pack: Pack, made: list[Resource], joins: dict[str, JoinState]
) -> Iterator[Evaluation]:
    index = GapIndex()
    for gap in gaps(made, pack):
        index.add(gap)
    for evaluation in evaluate(engine, list(pack.checks.values()), iter(made), index, joins):
        yield _without_engine_text(evaluation)


def _without_engine_text(evaluation: Evaluation) -> Evaluation:
    reasons = [
        replace(reason, text="broken", zh="broken") if reason.broken else reason
        for reason in evaluation.reasons
    ]
    return replace(evaluation, reasons=tuple(reasons))


def test_the_made_resources_reach_both_verdicts(pack: Pack, expected: list[dict[str, Answer]]) -> None:
    """Agreement on nothing but passes would prove little."""
    seen = {(ref, bool(answer.value)) for answers in expected for ref, answer in answers.items()}
    denies = [check.deny.ref for check in pack.checks.values() if not is_rule(check)]
    lopsided = [ref for ref in denies if not {(ref, True), (ref, False)} <= seen]
    assert len(lopsided) <= len(denies) // 3, lopsided


def test_the_packs_own_tests_hold_on_both_evaluators(pack: Pack) -> None:
    names = [(module.package, name) for module in pack.tests for name in TEST.findall(module.source)]
    query = Query({}, tuple(f"{package}.{name}" for package, name in dict.fromkeys(names)))
    assert len(query.refs) > len(pack.checks)
    program = Program([*pack.modules, *pack.tests], {})
    with Oracle.of(program, query.refs) as oracle:
        assert {ref: answer for ref, answer in oracle.answers(query).items() if answer != TRUE} == {}
    engine = RegorusEngine()
    with engine.load(program):
        [answers] = engine.evaluate([query])
    assert {ref: answer for ref, answer in answers.items() if answer != TRUE} == {}
