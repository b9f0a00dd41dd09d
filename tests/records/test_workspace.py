"""`selfaudit init` and `selfaudit registers check`, as a user runs them."""

import os
import subprocess
import sys
from pathlib import Path

RUN = [sys.executable, "-c", "from scanner.cli.app import main; main()"]


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*RUN, *arguments], cwd=folder, capture_output=True, text=True, env={**os.environ, "COLUMNS": "80"}
    )


def test_a_new_workspace_is_whole_and_stays_as_it_is(tmp_path: Path) -> None:
    first = run(tmp_path, "init", "audit")
    assert first.returncode == 0, first.stderr
    folder = tmp_path / "audit"
    key = folder / ".selfaudit" / "hmac.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text().strip()) == 64
    assert ".selfaudit/" in (folder / ".gitignore").read_text()

    # Every template can be read, and none of its example rows counts.
    check = run(folder, "registers", "check")
    assert check.returncode == 0, check.stderr
    assert "0 cannot, 0 are not there" in check.stdout

    mine = folder / "registers" / "hr_roster.csv"
    mine.write_text("mine")
    before = key.read_text()
    again = run(tmp_path, "init", "audit")
    assert again.returncode == 0
    assert again.stdout.startswith("0 files written")
    assert (mine.read_text(), key.read_text()) == ("mine", before)


def test_what_cannot_be_used_is_named_with_line_and_column(tmp_path: Path) -> None:
    header = "person,accounts,status,left_on\n"
    (tmp_path / "hr_roster.csv").write_text(f"{header}E1,ann,active,\nE2,bob,gone,\n")
    check = run(tmp_path, "registers", "check", str(tmp_path))
    assert check.returncode == 2
    assert "hr_roster.csv: line 3, column status: not one of active, leave, left" in check.stderr
    (tmp_path / "hr_roster.csv").write_text(f"{header}E1,ann,active,\n")
    assert run(tmp_path, "registers", "check", str(tmp_path)).returncode == 0


def test_a_folder_that_is_not_there_is_not_fine(tmp_path: Path) -> None:
    check = run(tmp_path, "registers", "check", str(tmp_path / "nowhere"))
    assert check.returncode == 2
    assert "the folder is not there" in check.stderr


def test_a_symlink_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "audit.yaml").symlink_to(outside)
    assert run(tmp_path, "init", "audit").returncode == 0
    assert not outside.exists()
