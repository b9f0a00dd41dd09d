"""What the tests of endpoints share: an authority, schemas, and a collector that is held to its contract."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from collectors.endpoints import EndpointCollector
from scanner.collect import FactSchemas, Job, collect
from scanner.interfaces import FactRequest, Halt
from scanner.model import Event, Target
from tests.collectors.authority import Authority

Look = Callable[..., list[Event]]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    folder.chmod(0o755)
    return Authority(folder)


@pytest.fixture(scope="session")
def schemas() -> dict[str, Any]:
    folder = files("policies") / "schemas"
    return {
        type_: json.loads((folder / f"{type_}.json").read_text()) for type_ in sorted(EndpointCollector.types)
    }


@pytest.fixture
def look(schemas: dict[str, Any], authority: Authority) -> Look:
    """Collect all facts of one endpoint, through the scanner's own checks of schema and completeness."""

    def collected(*only: str, halt: Halt | None = None, **settings: Any) -> list[Event]:
        given = {"host": "localhost", "connect_timeout_seconds": 5, **settings}
        if given.get("protocol") not in ("ssh", "http"):
            given.setdefault("ca_file", str(authority.ca_file))
        types = {
            type_: frozenset(schema["properties"])
            for type_, schema in schemas.items()
            if not only or type_ in only
        }
        target = Target("shop", "endpoint", {k: v for k, v in given.items() if v is not None})
        job = Job(target, EndpointCollector(), FactRequest(types))
        return list(collect([job], FactSchemas(schemas), lambda *_: None, halt or Halt()))

    return collected


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o755)
    return tmp_path
