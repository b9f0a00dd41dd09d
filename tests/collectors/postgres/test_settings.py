"""Settings of a target in audit.yaml: what is accepted, and what a user is told otherwise."""

from pathlib import Path

import pytest

from scanner.interfaces import ConfigurationError
from scanner.inventory import read_inventory

TARGET = "targets:\n  - id: db\n    kind: postgres\n    host: db1.example\n"
DATASET = """\
datasets:
  - id: customers
    classification: sensitive
    retention_days: 365
    owner: crm
    stores:
      - {target: db, table: "shop.public.cust*", date_column: created_at}
"""


def read(folder: Path, text: str) -> list[str]:
    """The problems of an audit.yaml, none when it is good."""
    path = folder / "audit.yaml"
    path.write_text(text)
    try:
        read_inventory(path)
    except ConfigurationError as error:
        return list(error.problems)
    return []


def test_a_target_and_its_tables_are_read(tmp_path: Path) -> None:
    path = tmp_path / "audit.yaml"
    path.write_text(TARGET + "    sslrootcert: ca.pem\n" + DATASET)
    (target,) = read_inventory(path).targets
    assert target.settings["sslrootcert"] == str(tmp_path / "ca.pem")
    (store,) = target.stores
    assert (store.kind, store.pattern, store.date_column) == ("table", "shop.public.cust*", "created_at")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("    sslmode: prefer\n", "must be one of verify-full, verify-ca, require, disable"),
        ("    password: hunter2\n", "a secret does not belong in this file"),
        ("    password_env: NO_SUCH_VARIABLE\n", "environment variable NO_SUCH_VARIABLE (password_env)"),
        ("    sslcert: me.crt\n", "sslcert and sslkey go together"),
        ("    port: 70000\n", "targets[0].port"),
        ("    databases: []\n", "targets[0].databases"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, line: str, problem: str) -> None:
    problems = read(tmp_path, TARGET + line)
    assert any(problem in text for text in problems)
    assert "hunter2" not in str(problems)


@pytest.mark.parametrize("host", ["a,b", "host=x", "", "@abstract", "/run,/tmp"])
def test_a_host_is_one_name_address_or_folder(tmp_path: Path, host: str) -> None:
    problems = read(tmp_path, TARGET.replace("db1.example", f"'{host}'"))
    assert any("targets[0].host" in text for text in problems)


@pytest.mark.parametrize("host", ["db1.example", "10.0.0.1", "::1", "/run/postgresql"])
def test_usual_hosts_are_accepted(tmp_path: Path, host: str) -> None:
    assert read(tmp_path, TARGET.replace("db1.example", f"'{host}'")) == []


@pytest.mark.parametrize(
    ("table", "good"),
    [
        ("shop.public.customers", True),
        ("*.*.*", True),
        ('shop.public."a.b"', True),
        ("customers", False),
        ("public.customers", False),
        ("a.b.c.d", False),
        ("shop..customers", False),
    ],
)
def test_a_table_has_three_parts(tmp_path: Path, table: str, good: bool) -> None:
    problems = read(tmp_path, TARGET + DATASET.replace('"shop.public.cust*"', f"'{table}'"))
    assert (problems == []) is good


def test_only_a_table_has_a_date_column(tmp_path: Path) -> None:
    text = TARGET.replace("postgres", "ssh") + DATASET.replace('table: "shop.public.cust*"', "path: /srv/c")
    assert any("only a table has a date column" in problem for problem in read(tmp_path, text))


def test_other_kinds_of_target_have_no_tables(tmp_path: Path) -> None:
    text = TARGET.replace("postgres", "ssh") + DATASET
    assert any("a target of kind 'ssh' has no table" in problem for problem in read(tmp_path, text))
