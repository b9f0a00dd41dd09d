"""The embedded engine: what one rule does to its worker costs no other rule its answer."""

from scanner.engines.regorus import MISSES, RegorusEngine
from scanner.interfaces import Answer, Module, Program, Query

PACK = """\
package pack

first contains input.name

crash contains to_number(input.name)

endless contains input.name if {
	n := numbers.range(1, 1000000)
	count([1 | some i in n; some j in n; i + j == 0]) > 0
}

last contains input.name
"""
REFS = ("pack.first", "pack.crash", "pack.endless", "pack.last")


def test_trouble_with_one_rule_concerns_that_rule_alone() -> None:
    engine = RegorusEngine(deadline=0.5)
    names = [f"r{number}" for number in range(MISSES + 1)]
    with engine.load(Program([Module("pack.rego", "pack", PACK)], {})):
        healthy = list(engine.evaluate(Query({"name": name}, ("pack.first", "pack.last")) for name in names))
        answers = list(engine.evaluate(Query({"name": name}, REFS) for name in names))
        (number,) = engine.evaluate([Query({"name": "7"}, ("pack.crash",))])
    assert healthy == [{"pack.first": Answer([name]), "pack.last": Answer([name])} for name in names]
    assert number == {"pack.crash": Answer([7])}
    for name, answer in zip(names, answers, strict=True):
        assert answer["pack.first"] == answer["pack.last"] == Answer([name])
        assert answer["pack.crash"].error
        assert answer["pack.crash"].error.startswith("pack.rego:5:")
    errors = [answer["pack.endless"].error or "" for answer in answers]
    assert ["deadline" in error for error in errors] == [True] * len(names)
    assert ["is not asked again" in error for error in errors] == [False] * MISSES + [True]
