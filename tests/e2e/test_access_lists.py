"""`selfaudit access` on a real database: who can reach a dataset, why, and what could not be seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from scanner.cli.app import app
from tests.collectors.postgres.cluster import Cluster

SQL = """
CREATE ROLE readers NOLOGIN;
CREATE ROLE ann LOGIN;
CREATE ROLE bob LOGIN;
GRANT readers TO ann;
CREATE TABLE customers (id int);
GRANT SELECT ON customers TO readers;
GRANT DELETE ON customers TO bob;
"""
ROSTER = """\
person,accounts,status,left_on,department,role
E100,ann,active,,,Clerk
E101,bob,left,2026-10-01,,Clerk
E102,postgres,active,,,Administrator
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as running:
        running.sql(SQL)
        yield running


@pytest.fixture
def folder(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers/hr_roster.csv").write_text(ROSTER)
    write_config(tmp_path, cluster.settings)
    return tmp_path


def write_config(folder: Path, *servers: dict[str, object]) -> None:
    names = [f"db{number}" for number, _ in enumerate(servers, 1)]
    targets = [
        {"id": name, "kind": "postgres", **settings} for name, settings in zip(names, servers, strict=True)
    ]
    stores = [{"target": name, "table": "postgres.public.customers"} for name in names]
    crm = {
        "id": "crm",
        "classification": "sensitive",
        "retention_days": 700,
        "owner": "crm-team",
        "stores": stores,
    }
    staff = {"id": "staff", "kind": "register", "folder": "registers"}
    (folder / "audit.yaml").write_text(yaml.safe_dump({"targets": [*targets, staff], "datasets": [crm]}))


def access(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["access", *arguments])


@pytest.mark.usefixtures("folder")
def test_the_list_of_a_dataset() -> None:
    result = access("crm")
    assert result.exit_code == 0, result.output
    lines = [line.split("  ") for line in result.output.splitlines()]
    rows = [tuple(cell.strip() for cell in line if cell.strip()) for line in lines]
    assert ("crm (sensitive, owner crm-team): 3 principals can reach it",) in rows
    assert ("ann", "database role of db1", "E100", "read", "role readers") in rows
    assert ("bob", "database role of db1", "E101 (left)", "delete", "direct") in rows


@pytest.mark.usefixtures("folder")
def test_why_somebody_is_on_it() -> None:
    result = access("--why", "ann")
    assert "1. ann is a member of readers\n" in result.output
    assert "2. readers has SELECT on postgres.public.customers\n" in result.output


@pytest.mark.usefixtures("folder")
def test_what_a_person_can_reach() -> None:
    assert "E101 reaches 1 dataset\n" in access("--person", "E101").output
    assert access("--person", "X").output.endswith("X reaches nothing\n")
    similar = "E10 reaches nothing\nSimilar names on the lists: "
    assert similar in access("--person", "E10").output


def test_what_could_not_be_seen_makes_it_at_least(folder: Path, cluster: Cluster) -> None:
    write_config(folder, cluster.settings, {**cluster.settings, "port": cluster.port + 1})
    result = access("crm")
    assert result.exit_code == 3
    assert "crm (sensitive, owner crm-team): at least 3 principals can reach it\n" in result.output
    assert "unreachable: postgres.table of db2" in result.output
    assert "E999 reaches nothing that could be seen\n" in access("--person", "E999").output


def test_an_unknown_dataset_and_none_at_all(folder: Path) -> None:
    result = access("nothing")
    assert result.exit_code != 0
    assert "there is no such dataset; there are crm" in str(result.exception)
    (folder / "audit.yaml").write_text("targets: [{id: here, kind: local}]\n")
    assert "no datasets are configured" in str(access().exception)


def test_the_list_as_a_picture(folder: Path) -> None:
    assert access("crm", "--svg", "crm.svg").exit_code == 0
    text = (folder / "crm.svg").read_text()
    assert "crm: 3 principals can reach it" in text
    assert "readers" in text
    assert (folder / "crm.svg").stat().st_mode & 0o777 == 0o600
    refused = access("--svg", "crm.svg")
    assert "--svg: name the dataset to draw" in str(refused.exception)
