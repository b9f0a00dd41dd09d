"""The command line as a user runs it, in a folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.collectors.aws.moto_server import MotoServer

COMMAND = Path(sys.executable).parent / "selfaudit"


@dataclass(frozen=True)
class Run:
    """How one call of the command ended."""

    code: int
    out: str
    err: str
    report: dict[str, Any] = field(repr=False)

    def checks(self, outcome: str) -> set[tuple[str, str]]:
        """(check, name of the resource) of the findings with an outcome."""
        return {
            (finding["check"], finding["subject"]["name"])
            for finding in self.report["findings"]
            if finding["outcome"] == outcome
        }


class Workspace:
    """A folder with audit.yaml, and an AWS profile that reaches nothing but the test's own server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "aws").write_text(
            "[profile audit]\nregion = us-east-1\naws_access_key_id = AKIAAUDIT\naws_secret_access_key = x\n"
        )
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self.env |= {
            "AWS_CONFIG_FILE": str(folder / "aws"),
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "COLUMNS": "100",
        }

    def configure(self, **document: Any) -> None:
        """Write audit.yaml."""
        (self.folder / "audit.yaml").write_text(yaml.safe_dump(document))

    def scan(self, *arguments: str) -> Run:
        """Run `selfaudit scan`."""
        return self.run("scan", *arguments)

    def run(self, *arguments: str) -> Run:
        """Run `selfaudit`; the report is empty when none was written."""
        (self.folder / "selfaudit-out" / "report.json").unlink(missing_ok=True)
        done = subprocess.run(
            [str(COMMAND), *arguments],
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return self.ended(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `selfaudit` without waiting for it."""
        return subprocess.Popen(
            [str(COMMAND), *arguments],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self, code: int, out: str = "", err: str = "") -> Run:
        """How a call ended, with the report that it wrote."""
        path = self.folder / "selfaudit-out" / "report.json"
        report = json.loads(path.read_text()) if path.exists() else {}
        return Run(code, out, err, report)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture(scope="session")
def moto() -> Iterator[MotoServer]:
    with MotoServer(images=False) as server:
        yield server


def aws_target(server_url: str, id_: str = "account") -> dict[str, Any]:
    """A target for an emulated account."""
    return {"id": id_, "kind": "aws", "profile": "audit", "endpoint_url": server_url}
