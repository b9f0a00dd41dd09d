"""A server that speaks OPA's REST API, and small programs for it."""

import os
from collections.abc import Iterator

import pytest

from scanner.interfaces import Json, Module, Program
from tests.conformance.opa_rest import OpaRest
from tests.conformance.oracle import need_oracle

REAL = "SELFAUDIT_TEST_OPA_URL"

TEXT = Module("lib/text.rego", "lib.text", "package lib.text\n\nloud(x) := upper(x)\n", library=True)
SHOUT = Module(
    "lib/shout.rego",
    "lib.shout",
    'package lib.shout\n\nsay(x) := concat("", [data.lib.text.loud(x), "!"])\n',
    library=True,
)
CHECK = Module(
    "storage/plain.rego",
    "storage.plain",
    """package storage.plain

deny contains {"msg": data.lib.shout.say(input.id)} if input.facts.size > data.parameters.limit

not_applicable if input.facts.exempt

unknown contains {"msg": "odd"} if to_number(input.facts.odd) > 0
""",
)
PEOPLE = Module(
    "people/gone.rego",
    "people.gone",
    """package people.gone

deny contains {"msg": input.id} if data.inventory["register.hr_roster"].by[input.id].left
""",
)
DATA: dict[str, Json] = {
    "parameters": {"limit": 10},
    "run": {"now": "2026-11-22T00:00:00Z"},
    "inventory": {"register.hr_roster": {"by": {"alice": {"left": True}, "bob": {"left": False}}}},
}
REFS = ("storage.plain.deny", "storage.plain.not_applicable", "storage.plain.unknown", "people.gone.deny")


@pytest.fixture
def program() -> Program:
    """Two checks and two libraries, listed so that neither can compile when it comes first."""
    return Program([PEOPLE, CHECK, SHOUT, TEXT], DATA)


@pytest.fixture
def fake() -> Iterator[OpaRest]:
    """The REST API over the oracle."""
    need_oracle()
    with OpaRest() as server:
        yield server


@pytest.fixture
def opa_url(request: pytest.FixtureRequest) -> str:
    """A real server when the environment names one, else the REST API over the oracle."""
    server: OpaRest | None = None if REAL in os.environ else request.getfixturevalue("fake")
    return server.url if server else os.environ[REAL]


def resource(name: str, **facts: Json) -> dict[str, Json]:
    """An input document for the checks above."""
    return {"id": name, "facts": {"size": 1, "exempt": False, "odd": "0", **facts}}
