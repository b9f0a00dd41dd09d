"""What the engine answers."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.engines.opa import OpaEngine
from scanner.interfaces import Answer, EngineError, Json, Module, PolicyEngine, Program, Query
from tests.conformance.opa_rest import OpaRest
from tests.conformance.oracle import Oracle
from tests.scanner.engines.opa.conftest import DATA, REFS, resource
from tests.scanner.engines.opa.relay import Relay

REPLACED = "changed by another client"


def ask(url: str, program: Program, *queries: Query, timeout: float = 30.0) -> list[dict[str, Answer]]:
    engine: PolicyEngine = OpaEngine(url, timeout=timeout)
    with engine.load(program):
        return [dict(answer) for answer in engine.evaluate(queries)]


def test_values_empty_sets_and_undefined_are_told_apart(opa_url: str, program: Program) -> None:
    [small, big, gone] = ask(
        opa_url,
        program,
        Query(resource("a"), REFS),
        Query(resource("b", size=11, exempt=True, odd="2"), REFS),
        Query(resource("alice"), REFS),
    )
    assert small == {
        "storage.plain.deny": Answer([]),
        "storage.plain.not_applicable": Answer(defined=False),
        "storage.plain.unknown": Answer([]),
        "people.gone.deny": Answer([]),
    }
    assert big == {
        "storage.plain.deny": Answer([{"msg": "B!"}]),
        "storage.plain.not_applicable": Answer(value=True),
        "storage.plain.unknown": Answer([{"msg": "odd"}]),
        "people.gone.deny": Answer([]),
    }
    assert gone["people.gone.deny"] == Answer([{"msg": "alice"}])


def test_a_rule_that_fails_on_one_input_spoils_nothing_else(opa_url: str, program: Program) -> None:
    queries = [Query(resource(f"r{n}", size=11, odd="x" if n == 40 else "1"), REFS) for n in range(100)]
    answers = ask(opa_url, program, *queries)
    failed = [(n, ref) for n, answer in enumerate(answers) for ref in REFS if answer[ref].error]
    assert failed == [(40, "storage.plain.unknown")]
    message = answers[40]["storage.plain.unknown"].error or ""
    assert message.startswith("storage/plain.rego:7: eval_builtin_error: to_number: ")
    assert all(answer["storage.plain.deny"].value == [{"msg": f"R{n}!"}] for n, answer in enumerate(answers))


def test_a_value_that_cannot_be_sent_spoils_nothing_else(opa_url: str, program: Program) -> None:
    """OPA reads "007" as a number but cannot write it as JSON."""
    source = "package storage.bond\n\ndeny contains to_number(input.facts.agent)\n"
    modules = [*program.modules, Module("bond.rego", "storage.bond", source)]
    queries = [
        Query(resource("a", agent=text), ("storage.plain.deny", "storage.bond.deny")) for text in ("7", "007")
    ]
    [fine, spoilt] = ask(opa_url, Program(modules, DATA), *queries)
    assert (fine["storage.bond.deny"], fine["storage.plain.deny"]) == (Answer([7]), Answer([]))
    assert spoilt["storage.bond.deny"].error
    assert spoilt["storage.plain.deny"] == Answer([])


@pytest.mark.parametrize("ref", ["storage.plain.dney", "storage.nope.deny", "storage.nope.not_applicable"])
def test_an_entry_point_that_does_not_exist_is_no_empty_result(
    opa_url: str, program: Program, ref: str
) -> None:
    [answer] = ask(opa_url, program, Query(resource("a"), (ref, "storage.plain.deny")))
    assert f"entry point {ref} does not exist" in (answer[ref].error or "")
    assert answer["storage.plain.deny"] == Answer([])


def test_rules_beyond_the_usual_names_can_be_asked(opa_url: str, program: Program) -> None:
    part = Module("parts.rego", "storage.parts", "package storage.parts\n\ndeny_1 contains 7 if input.id\n")
    modules = [*program.modules, part]
    [first, second] = ask(
        opa_url,
        Program(modules, DATA),
        Query(resource("a"), ("storage.plain.deny",)),
        Query(resource("a"), ("storage.parts.deny_1",)),
    )
    assert (first["storage.plain.deny"], second["storage.parts.deny_1"]) == (Answer([]), Answer([7]))


@pytest.mark.parametrize("bad", [float("nan"), "\udc80", {1, 2}, b"x"])
def test_an_input_that_is_no_json_fails_alone(opa_url: str, program: Program, bad: Json) -> None:
    [good, broken] = ask(opa_url, program, Query(resource("a"), REFS), Query(resource("b", extra=bad), REFS))
    assert good["storage.plain.deny"] == Answer([])
    assert all("not JSON" in (broken[ref].error or "") for ref in REFS)


def test_text_of_any_script_comes_back_unharmed(opa_url: str, program: Program) -> None:
    [answer] = ask(opa_url, program, Query(resource('客户 "\\ \u2028 é', size=11), REFS))
    assert answer["storage.plain.deny"].value == [{"msg": '客户 "\\ \u2028 É!'}]


def test_queries_are_taken_and_answered_in_chunks(fake: OpaRest, program: Program) -> None:
    taken: list[int] = []

    def queries() -> Iterator[Query]:
        for number in range(1000):
            taken.append(number)
            yield Query(resource(f"r{number}", size=11), REFS[:3])

    engine = OpaEngine(fake.url)
    with engine.load(program):
        answers = engine.evaluate(queries())
        first = next(answers)
        assert len(taken) <= 100
        rest = list(answers)
    messages = [answer["storage.plain.deny"].value[0]["msg"] for answer in (first, *rest)]
    assert messages == [f"R{number}!" for number in range(1000)]
    assert 10 <= sum(method == "POST" for method, _ in fake.requests) <= 20


def test_large_inputs_are_spread_over_requests(fake: OpaRest, program: Program) -> None:
    queries = [Query(resource(f"r{n}", pad="x" * 3_000_000), REFS) for n in range(4)]
    assert len(ask(fake.url, program, *queries)) == 4
    assert sum(method == "POST" for method, _ in fake.requests) == 2


def test_nothing_of_the_run_is_stored_on_the_server(fake: OpaRest, program: Program) -> None:
    ask(fake.url, program, Query(resource("alice"), REFS))
    assert {path.split("/")[2] for method, path in fake.requests if method != "POST"} == {"policies"}


@pytest.fixture
def black_hole() -> Iterator[str]:
    """The URL of a server that takes connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


HANG = """package storage.hang

deny contains http.send({"method": "get", "url": input.facts.url, "timeout": "60s"}) if input.facts.url
"""


@pytest.fixture
def hanging(program: Program) -> Program:
    """The program with a check that waits for the URL in the facts."""
    return Program([*program.modules, Module("hang.rego", "storage.hang", HANG)], DATA)


def test_a_rule_that_hangs_misses_its_deadline_alone(opa_url: str, hanging: Program, black_hole: str) -> None:
    refs = ("storage.hang.deny", "storage.plain.deny")
    queries = [Query(resource("a", url=False), refs), Query(resource("b", url=black_hole), refs)]
    [fine, stuck] = ask(opa_url, hanging, *queries, timeout=1.5)
    assert fine == {"storage.hang.deny": Answer([]), "storage.plain.deny": Answer([])}
    assert "deadline" in (stuck["storage.hang.deny"].error or "")
    assert stuck["storage.plain.deny"] == Answer([])


def test_a_rule_that_always_hangs_is_given_up(opa_url: str, hanging: Program, black_hole: str) -> None:
    queries = [Query(resource(f"r{n}", url=black_hole), ("storage.hang.deny",)) for n in range(60)]
    answers = ask(opa_url, hanging, *queries, timeout=0.2)
    assert all("deadline" in (answer["storage.hang.deny"].error or "") for answer in answers)
    assert "not asked again" in (answers[-1]["storage.hang.deny"].error or "")


def test_a_broken_connection_is_made_again(opa_url: str, program: Program) -> None:
    with Relay(opa_url) as relay:
        engine = OpaEngine(relay.url)
        with engine.load(program):
            answers = engine.evaluate(Query(resource(f"r{n}"), REFS[:3]) for n in range(100))
            next(answers)
            relay.hang_up()
            assert len(list(answers)) == 99


def run_and(engine: OpaEngine, program: Program, disturb: Callable[[], None]) -> None:
    """A run during which something happens to the server."""
    with engine.load(program):
        answers = engine.evaluate(Query(resource(f"r{n}"), REFS[:3]) for n in range(100))
        next(answers)
        disturb()
        list(answers)


def test_a_server_that_goes_away_is_an_error_not_an_end(opa_url: str, program: Program) -> None:
    with Relay(opa_url) as relay, pytest.raises(EngineError, match="no answer"):
        run_and(OpaEngine(relay.url), program, relay.cut)
    run_and(OpaEngine(opa_url), program, lambda: None)  # what was left on the server is no hindrance


def test_policies_replaced_by_another_run_are_noticed(opa_url: str, program: Program) -> None:
    source = "package storage.plain\n\ndeny contains 1\n"
    other = OpaEngine(opa_url).load(Program([Module("other.rego", "storage.plain", source)], {}))
    with pytest.raises(EngineError, match=REPLACED):
        run_and(OpaEngine(opa_url), program, other.__enter__)
    kept = requests.get(f"{opa_url}/v1/policies", timeout=30).json()["result"]
    assert source in [item["raw"] for item in kept]
    other.__exit__(None, None, None)


def test_policies_deleted_by_another_run_are_noticed(opa_url: str, program: Program) -> None:
    other = OpaEngine(opa_url)
    with pytest.raises(EngineError, match=REPLACED):
        run_and(OpaEngine(opa_url), program, lambda: run_and(other, program, lambda: None))


def test_a_check_replaced_behind_our_back_is_noticed(opa_url: str, program: Program) -> None:
    def replace() -> None:
        listed = requests.get(f"{opa_url}/v1/policies", timeout=30).json()["result"]
        [policy] = [item["id"] for item in listed if "package people.gone" in item["raw"]]
        harmless = "package people.gone\n\ndeny contains 1 if false\n"
        requests.put(f"{opa_url}/v1/policies/{policy}", data=harmless, timeout=30).raise_for_status()

    with pytest.raises(EngineError, match=REPLACED):
        run_and(OpaEngine(opa_url), program, replace)
    run_and(OpaEngine(opa_url), program, lambda: None)


BRITTLE = [
    Module(
        f"c{n}.rego",
        f"brittle.c{n}",
        f"package brittle.c{n}\n\n"
        + "\n\n".join(
            f'{head} if {{\n\tinput.on["{n}{rule}"]\n\t1 / input.by["{n}{rule}"] > 0\n}}'
            for rule, head in (
                ("d", "deny contains input.id"),
                ("n", "not_applicable"),
                ("u", "unknown contains 2"),
            )
        )
        + "\n",
    )
    for n in range(3)
]
NAMES = [f"{n}{rule}" for n in range(3) for rule in "dnu"]
ENTRY = {"d": "deny", "n": "not_applicable", "u": "unknown"}
BRITTLE_REFS = tuple(f"brittle.c{name[0]}.{ENTRY[name[1]]}" for name in NAMES)
INPUTS = st.fixed_dictionaries(
    {
        "id": st.text(st.characters(codec="utf-8"), max_size=5),
        "on": st.dictionaries(st.sampled_from(NAMES), st.booleans(), max_size=5),
        "by": st.fixed_dictionaries({name: st.sampled_from([1, 1, 1, 1, 2, 0]) for name in NAMES}),
    }
)


@pytest.fixture
def brittle(opa_url: str) -> Iterator[OpaEngine]:
    engine = OpaEngine(opa_url)
    with engine.load(Program(BRITTLE, {})):
        yield engine


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(INPUTS, max_size=12))
def test_answers_are_those_of_each_rule_on_its_own(brittle: OpaEngine, inputs: list[Json]) -> None:
    queries = [Query(item, BRITTLE_REFS) for item in inputs]
    with Oracle.of(Program(BRITTLE, {}), BRITTLE_REFS) as oracle:
        assert list(brittle.evaluate(queries)) == [oracle.answers(query) for query in queries]
