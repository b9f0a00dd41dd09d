"""A change in a repository, for a gate to judge."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.conftest import COMMAND, Run, Workspace
from tests.needs import need

SIGNED = {"reason": "known", "owner": "Ann", "approved_by": "Bo", "expires": "2999-12-31"}
CHECK = "s3-public-access-block"


class Change(Workspace):
    """A repository with a base on `main`, and the working tree as the change."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.git("init", "-q", "-b", "main")
        (folder / ".gitignore").write_text("selfaudit-out\naws\nlast.json\n")

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        )
        return done.stdout

    def write(self, name: str, content: Any) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content)
        path.write_text(text)
        return path

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "c", "--allow-empty")

    def waive(self, name: str = "waivers.yaml", **waiver: str) -> Path:
        entry = {"check": CHECK, "resource": "aws_s3_bucket.*", **SIGNED, **waiver}
        return self.write(name, {"waivers": [entry]})

    def accept(self, found: Run, name: str = "known.json") -> Run:
        """Write a baseline of what a gate found."""
        (self.folder / "last.json").write_text(json.dumps(found.report))
        return self.run("baseline", "write", name, "--from", "last.json")

    def gate(self, *arguments: str, given: str | None = None) -> Run:
        """Run the gate with a JSON report."""
        if given is None:
            return self.run("gate", *arguments, "--format", "console", "--format", "json")
        done = subprocess.run(
            [str(COMMAND), "gate", *arguments, "--format", "console", "--format", "json"],
            cwd=self.folder,
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return self.ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """A repository with nothing in it yet."""
    need(present=shutil.which("git") is not None, what="git")
    made = Change(tmp_path)
    made.commit()
    return made
