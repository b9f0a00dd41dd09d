"""Run the tests that lie beside the policies, through a policy engine."""

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.interfaces import Answer, PolicyEngine, Program, Query
from scanner.policy_pack import Pack
from scanner.policy_pack.syntax import parse_module


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """One `test_…` rule: where it stands, and its reference below `data`."""

    ref: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class PolicyTestResult:
    """How a test ended; `problem` is empty when it passed."""

    test: PolicyTest
    problem: str = ""


def find_tests(pack: Pack) -> list[PolicyTest]:
    """All `test_…` rules of a pack, in the order of their files."""
    found = []
    for module in pack.tests:
        for name, rules in parse_module(module.name, module.source).by_name.items():
            if name.startswith("test_"):
                found.append(PolicyTest(f"{module.package}.{name}", module.name, rules[0].line))
    return found


def run_tests(pack: Pack, engine: PolicyEngine) -> Iterator[PolicyTestResult]:
    """Run every test, in order; each is independent of the others."""
    tests = find_tests(pack)
    data = {"parameters": dict(pack.parameters), "run": {}, "inventory": {}}
    with engine.load(Program((*pack.modules, *pack.tests), data)):
        queries = (Query({}, (test.ref,)) for test in tests)
        for test, answers in zip(tests, engine.evaluate(queries), strict=True):
            yield PolicyTestResult(test, _problem(answers[test.ref]))


def _problem(answer: Answer) -> str:
    if answer.error:
        return f"error: {answer.error}"
    if answer.defined and answer.value is True:
        return ""
    return "undefined: a line of the test does not hold" if not answer.defined else f"gave {answer.value}"
