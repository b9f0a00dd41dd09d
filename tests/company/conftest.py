"""One workspace for all tests of the company: each change is judged and taken back."""

from pathlib import Path

import pytest

from scanner.policy_pack import Pack, load_packs
from tests.company.workspace import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_packs([("policies", ROOT / "policies")])


@pytest.fixture(scope="session")
def workspace(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("company"), pack)
