"""One cluster for the tests that only look at it."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from collectors.postgres import PostgresCollector
from tests.collectors.postgres.cluster import Cluster


@pytest.fixture(scope="session")
def schemas() -> dict[str, Any]:
    """The schemas of all types that the collector delivers."""
    folder = files("policies") / "schemas"
    return {
        type_: json.loads((folder / f"{type_}.json").read_text()) for type_ in sorted(PostgresCollector.types)
    }


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A cluster with TLS on loopback, where passwords are asked for, and a role `plain` without rights."""
    hba = "local all all trust\nhostssl all all localhost scram-sha-256\n"
    with Cluster({"listen_addresses": "'localhost'"}, hba, tls=True) as running:
        running.sql("CREATE ROLE plain LOGIN PASSWORD 'right';\n")
        yield running
