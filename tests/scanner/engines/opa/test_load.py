"""Putting a program on the server and taking it off."""

import pytest
import requests

from scanner.engines.opa import OpaEngine
from scanner.interfaces import ConfigurationError, EngineError, Module, Program, Query
from tests.conformance.opa_rest import OpaRest


def listed(url: str) -> list[str]:
    reply = requests.get(f"{url}/v1/policies", timeout=30)
    return [item["id"] for item in reply.json()["result"]]


def check(source: str, name: str = "my/check.rego") -> Program:
    package = source.split()[1]
    return Program([Module(name, package, source)], {})


def test_the_server_is_left_empty(opa_url: str, program: Program) -> None:
    with OpaEngine(opa_url).load(program):
        assert len(listed(opa_url)) == len(program.modules) + 1
    assert listed(opa_url) == []


def test_the_server_is_left_empty_after_an_error_of_ours(opa_url: str, program: Program) -> None:
    with pytest.raises(ZeroDivisionError), OpaEngine(opa_url).load(program):
        raise ZeroDivisionError
    assert listed(opa_url) == []


def test_libraries_come_first_and_the_batch_last(fake: OpaRest, program: Program) -> None:
    with OpaEngine(fake.url).load(program):
        puts = [path.rpartition("/")[2] for method, path in fake.requests if method == "PUT"]
    names = [name.partition("-")[2] or name for name in puts]
    assert names.index("lib.text") < names.index("people.gone")
    assert names[-2:] == ["lib.shout", "batch"] or names[-1] == "batch"
    assert max(i for i, name in enumerate(names) if name == "lib.text") < max(
        i for i, name in enumerate(names) if name == "lib.shout"
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "package a\n\ndeny contains 1 if {\n\tlib.nope(1)\n}\n",
            "my/check.rego:4: rego_type_error: undefined function",
        ),
        ("package a\n\ndeny contains 1 if {\n", "unexpected eof token"),
        ("package a\n\ndeny contains x if true\n", "my/check.rego:3: rego_unsafe_var_error"),
        ("package a\n\ndeny[x] {\n\tx := 1\n}\n", "my/check.rego:3: rego_parse_error"),
        ("package a\n\ndeny(x) := x\n", "an entry point is not a plain rule: rego_type_error"),
    ],
)
def test_a_policy_that_does_not_compile_is_shown_with_file_and_line(
    opa_url: str, source: str, message: str
) -> None:
    with pytest.raises(ConfigurationError) as caught, OpaEngine(opa_url).load(check(source)):
        pytest.fail("loaded")
    assert message in str(caught.value)
    assert listed(opa_url) == []


def test_every_policy_that_does_not_compile_is_named(opa_url: str, program: Program) -> None:
    broken = [Module(f"{n}.rego", f"x.{n}", f"package x.{n}\n\np := nope(1)\n") for n in "ab"]
    loading = OpaEngine(opa_url).load(Program([*program.modules, *broken], {}))
    with pytest.raises(ConfigurationError) as caught, loading:
        pytest.fail("loaded")
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["a.rego", "b.rego"]


def test_a_server_with_policies_of_others_is_refused_and_left_alone(opa_url: str, program: Program) -> None:
    url = f"{opa_url}/v1/policies/team/authz"
    requests.put(url, data="package authz\n\nallow := true\n", timeout=30).raise_for_status()
    try:
        loading = OpaEngine(opa_url).load(program)
        with pytest.raises(EngineError, match=r"team/authz.*use a dedicated one"), loading:
            pytest.fail("loaded")
        assert listed(opa_url) == ["team/authz"]
    finally:
        requests.delete(url, timeout=30)


def test_what_an_earlier_run_left_is_deleted(opa_url: str, program: Program) -> None:
    left = {
        "0001-lib.old": "package lib.old\n\nf(x) := x\n",
        "0000-lib.user": "package lib.user\n\ng(x) := data.lib.old.f(x)\n",
        "9999-storage.plain": "package storage.plain\n\ndeny contains data.lib.user.g(1)\n",
    }
    for name, source in left.items():
        reply = requests.put(f"{opa_url}/v1/policies/selfaudit/{name}", data=source, timeout=30)
        reply.raise_for_status()
    with OpaEngine(opa_url).load(program):
        assert not {f"selfaudit/{name}" for name in left} & set(listed(opa_url))


def test_package_names_that_are_keywords_or_odd_are_quoted(opa_url: str) -> None:
    program = Program([Module("odd.rego", "a.b-c", 'package a["b-c"]\n\ndeny contains 1\n')], {})
    engine = OpaEngine(opa_url)
    with engine.load(program):
        [answer] = engine.evaluate([Query({}, ("a.b-c.deny",))])
    assert answer["a.b-c.deny"].value == [1]


def test_nothing_can_be_asked_without_a_program(opa_url: str) -> None:
    with pytest.raises(EngineError, match="no program"):
        list(OpaEngine(opa_url).evaluate([]))
