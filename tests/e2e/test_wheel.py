"""Installed like any tool: from a wheel, in a fresh environment, beside folders with misleading names."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = out.glob("selfaudit-*.whl")
    return path


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    environment = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return environment / "bin" / "selfaudit"


def test_the_wheel_holds_four_packages_and_their_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert top == {"scanner", "collectors", "reports", "policies"}
    assert "policies/schemas/s3.bucket.json" in names
    assert "policies/parameters.yaml" in names
    assert any(name.endswith(".sh") for name in names)
    assert any(name.endswith(".j2") for name in names)


def test_it_scans_from_a_folder_full_of_decoys(command: Path, tmp_path: Path) -> None:
    for package in ("policies", "reports", "scanner", "collectors"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise RuntimeError('a decoy was imported')\n")
    (tmp_path / "policies" / "decoy.rego").write_text("package decoy\n\ndeny contains 1\n")
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(command), "scan"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1, 3), done.stderr
    assert "decoy" not in done.stdout + done.stderr
    report = json.loads((tmp_path / "selfaudit-out" / "report.json").read_text())
    assert report["coverage"]["checks_loaded"] >= 30
    assert (tmp_path / "selfaudit-out" / "report.html").stat().st_size > 10_000
