"""What is not needed is not loaded: a start in CI, or at a prompt, must not be felt."""

import subprocess
import sys

import pytest

from scanner import plugins
from scanner.interfaces import Recogniser

LARGE = (
    "boto3",
    "botocore",
    "cryptography",
    "hcl2",
    "httpx",
    "jinja2",
    "jsonschema",
    "openpyxl",
    "paramiko",
    "psycopg",
)
EVERYDAY = (
    "rich.console",
    "yaml",
    "zstandard",
    "regorus",
    "scanner.pipeline",
    "scanner.policy_pack",
    "collectors",
)


def loaded(code: str, names: tuple[str, ...]) -> list[str]:
    code += f"; import sys; print(*[name for name in {names!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_command_line_loads_nothing_before_it_knows_the_command() -> None:
    assert loaded("import scanner.cli.app", (*LARGE, *EVERYDAY)) == []


@pytest.mark.parametrize(
    "code",
    [
        "import scanner.gate_rules; from scanner.gate import Recognition; Recognition()",
        "import scanner.pipeline, scanner.engines.regorus, scanner.engines.regorus_worker",
    ],
    ids=["recognition", "evaluation"],
)
def test_a_gate_loads_nothing_that_files_have_no_need_of(code: str) -> None:
    assert loaded(code, (*LARGE, "collectors.server.types", "collectors.postgres.collector")) == []


def test_a_collector_loads_what_it_speaks_with_when_it_is_needed() -> None:
    code = "import collectors.registers.collector, collectors.server.local, collectors.aws.collector"
    assert loaded(code, ("boto3", "botocore", "openpyxl", "paramiko")) == []


def test_the_gate_asks_every_collector_that_recognises_files() -> None:
    points = plugins.available(plugins.COLLECTORS)
    recognising = {name for name, point in points.items() if isinstance(plugins.create(point), Recogniser)}
    assert recognising == set(plugins.available(plugins.RECOGNISERS))
