"""What the tests of pages share: a certificate, schemas, and a collector that is held to its contract."""

import json
import os
import shutil
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from collectors.web import WebCollector
from scanner.collect import FactSchemas, Job, collect
from scanner.interfaces import FactRequest, Halt
from scanner.model import Event, Target
from tests.collectors.authority import Authority, Shown
from tests.needs import need

Look = Callable[..., list[Event]]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def shown(authority: Authority) -> Shown:
    """The certificate of all sites."""
    return authority.shown("site")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium of the machine."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    need(present=path is not None, what="chromium")
    assert path
    return path


@pytest.fixture(scope="session")
def schemas() -> dict[str, Any]:
    folder = files("policies") / "schemas"
    return {type_: json.loads((folder / f"{type_}.json").read_text()) for type_ in sorted(WebCollector.types)}


@pytest.fixture
def look(schemas: dict[str, Any], authority: Authority) -> Look:
    """Collect all facts of some pages, through the scanner's own checks of schema and completeness."""

    def collected(*urls: str, scenario: str = "membership_registration", **settings: Any) -> list[Event]:
        given = {
            "pages": [{"url": url, "scenario": scenario} for url in urls],
            "ca_file": str(authority.ca_file),
            "delay_seconds": 0,
            **settings,
        }
        types = {type_: frozenset(schema["properties"]) for type_, schema in schemas.items()}
        job = Job(Target("shop", "web", given), WebCollector(), FactRequest(types))
        return list(collect([job], FactSchemas(schemas), lambda *_: None, Halt()))

    return collected


@pytest.fixture
def drawn(look: Look, chromium: str) -> Look:
    """The same, in a real browser."""
    return lambda *urls, **settings: look(*urls, render=True, browser=chromium, **settings)
