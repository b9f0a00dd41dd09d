"""Every `test_…` rule beside the policies holds in the embedded engine: one case per rule."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.policies.rego import Rego

POLICIES = Path(__file__).parents[2] / "policies"
PACKAGE = re.compile(r"^package (\S+)$", re.MULTILINE)
RULE = re.compile(r"^(?P<name>test_\w+) if \{\n(?P<body>.*?)^\}$", re.MULTILINE | re.DOTALL)
TEST_NAME = re.compile(r"^test_\w+", re.MULTILINE)
VERDICT = re.compile(r"check\.(?:deny|unknown|not_applicable)\b")
UNDEFINED = "<undefined>"


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One test rule: where it stands and what it says."""

    file: Path
    package: str
    name: str
    line: int
    body: str

    @property
    def id(self) -> str:
        return f"{self.package}.{self.name}"


def _tests() -> Iterator[RuleTest]:
    for file in sorted(POLICIES.rglob("*_test.rego")):
        source = file.read_text()
        package = PACKAGE.search(source)
        assert package, f"{file} names no package"
        for rule in RULE.finditer(source):
            line = source.count("\n", 0, rule.start()) + 1
            yield RuleTest(file, package[1], rule["name"], line, rule["body"])


TESTS = list(_tests())


@pytest.fixture(scope="module")
def engine() -> Iterator[Rego]:
    """All policies and their tests; only ever read from."""
    with Rego.of((str(file), file.read_text()) for file in sorted(POLICIES.rglob("*.rego"))) as loaded:
        yield loaded


@pytest.mark.parametrize("rule", TESTS, ids=lambda rule: rule.id)
def test_rule(rule: RuleTest, engine: Rego) -> None:
    answer = _evaluate(engine, rule.id)
    if answer != "true":
        pytest.fail(_explain(rule, answer, engine), pytrace=False)


def test_no_rule_is_overlooked() -> None:
    """The pattern above reads every test of every file, whatever its form."""
    sources = [file.read_text() for file in POLICIES.rglob("*_test.rego")]
    assert len(TESTS) == sum(len(TEST_NAME.findall(source)) for source in sources)


def test_a_failing_rule_is_explained() -> None:
    """The failure names the place, the line that does not hold, and what the check gave there."""
    check = 'package a.c\n\ndeny contains {"msg": "closed"} if input.open == false\n'
    body = '\tfacts := {"open": false}\n\tcount(check.deny) == 0 with input as facts\n'
    test = f"package a.c_test\n\nimport data.a.c as check\n\ntest_pass_x if {{\n{body}}}\n"
    rule = RuleTest(Path("c_test.rego"), "a.c_test", "test_pass_x", 5, body)
    with Rego.of([("c.rego", check), ("c_test.rego", test)]) as engine:
        answer = _evaluate(engine, "a.c_test.test_pass_x")
        text = _explain(rule, answer, engine, source=test)
    assert answer == UNDEFINED
    assert "c_test.rego:7: does not hold" in text
    assert '"msg": "closed"' in text


def _evaluate(engine: Rego, ref: str) -> str:
    """The answer as JSON text; `<undefined>` or the error where there is none."""
    try:
        answer = engine.ask(ref)
    except RuntimeError as error:
        return str(error).split("Stack backtrace")[0].strip()
    return UNDEFINED if answer == json.dumps(UNDEFINED) else answer


def _explain(rule: RuleTest, answer: str, engine: Rego, source: str | None = None) -> str:
    """The first statement that does not hold, with what the check gives on the same input."""
    text = rule.file.read_text() if source is None else source
    before: list[str] = []
    for offset, statement in _statements(rule.body):
        if _try(engine, rule, text, [*before, statement, "answer := true"]) != "true":
            place = f"{rule.file}:{rule.line + 1 + offset}: does not hold:\n{statement}"
            mocks = re.search(r"\swith .*", statement, re.DOTALL)
            gave = (
                f"{verdict} gave {_try(engine, rule, text, [*before, f'answer := {verdict}{mocks[0]}'])}"
                for verdict in sorted(set(VERDICT.findall(statement)))
                if mocks
            )
            return "\n".join([place, *gave])
        before.append(statement)
    return f"{rule.file}:{rule.line}: {rule.name} gave {answer}:\n{rule.body}"


def _statements(body: str) -> Iterator[tuple[int, str]]:
    """The statements of a rule with the line each starts on; deeper lines belong to the one above."""
    lines = body.splitlines()
    start = 0
    for number in range(1, len(lines) + 1):
        inner = number < len(lines) and re.match(r"\t[\t})\]]", lines[number])
        if not inner:
            yield start, "\n".join(lines[start:number])
            start = number


def _try(engine: Rego, rule: RuleTest, source: str, statements: list[str]) -> str:
    """Evaluate statements in the place of the rule, in a copy of the engine."""
    package = f"{rule.package}_explained"
    text = PACKAGE.sub(f"package {package}", source, count=1)
    body = "\n".join(statements)
    with engine.copy() as copy:
        try:
            copy.add("explained.rego", f"{text}\nexplained := answer if {{\n{body}\n}}\n")
        except RuntimeError as error:
            return str(error).split("Stack backtrace")[0].strip()
        return _evaluate(copy, f"{package}.explained")
