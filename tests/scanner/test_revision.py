"""Files of a revision, from real repositories, whatever tricks the working tree plays."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scanner.interfaces import ConfigurationError
from scanner.revision import Revision
from tests.needs import need

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def git() -> None:
    need(present=shutil.which("git") is not None, what="git")


class Repository:
    """A repository with the base on branch `main`, and the change on branch `change`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        )
        return done.stdout

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def commit(self) -> None:
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "-m", "c", "--allow-empty")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """`waivers.yaml` says base there, and change here."""
    made = Repository(tmp_path / "repo")
    made.write("waivers.yaml", "base")
    made.write("pack/d/c/c.rego", "base")
    made.commit()
    made.git("checkout", "-q", "-b", "change")
    made.write("waivers.yaml", "change")
    monkeypatch.chdir(made.folder)
    return made


def read(revision: Revision, name: str, scratch: Path) -> str | None:
    place = revision.place(Path(name))
    assert place is not None
    found = revision.extract(place, scratch)
    return found.read_text() if found else None


def test_a_file_is_that_of_the_revision(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    revision = Revision.open("main", repository.folder, os.environ)
    assert read(revision, "waivers.yaml", tmp_path / "a") == "base"
    assert read(revision, str(repository.folder / "pack" / ".." / "waivers.yaml"), tmp_path / "b") == "base"
    assert read(revision, "none.yaml", tmp_path / "c") is None


def test_a_folder_comes_whole_and_alone(repository: Repository, tmp_path: Path) -> None:
    repository.write("pack/d/new/new.rego", "change")
    found = Revision.open("main", repository.folder, os.environ).extract("pack", tmp_path / "a")
    assert found is not None
    assert [p.relative_to(found).as_posix() for p in found.rglob("*") if p.is_file()] == ["d/c/c.rego"]
    assert not (tmp_path / "a" / "waivers.yaml").exists()


def test_attributes_of_the_change_decide_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.write(".gitattributes", "* export-ignore filter=evil text eol=crlf\n")
    repository.write(".git/info/attributes", "* export-ignore\n")
    repository.commit()
    assert (
        read(Revision.open("main", repository.folder, os.environ), "waivers.yaml", tmp_path / "a") == "base"
    )


def test_a_symlink_of_the_change_leads_nowhere(repository: Repository, tmp_path: Path) -> None:
    evil = tmp_path / "evil.yaml"
    evil.write_text("evil")
    (repository.folder / "waivers.yaml").unlink()
    (repository.folder / "waivers.yaml").symlink_to(evil)
    (repository.folder / "here").symlink_to(".")
    link = tmp_path / "link"
    link.symlink_to(repository.folder)
    revision = Revision.open("main", repository.folder, os.environ)
    assert read(revision, "waivers.yaml", tmp_path / "a") == "base"
    assert read(revision, str(link / "waivers.yaml"), tmp_path / "b") == "base"
    assert read(revision, "here/waivers.yaml", tmp_path / "c") is None


def test_what_lies_outside_the_repository_is_no_part_of_the_change(
    repository: Repository, tmp_path: Path
) -> None:
    revision = Revision.open("main", repository.folder, os.environ)
    assert revision.place(tmp_path / "policies") is None
    assert revision.place(Path("../policies")) is None


@pytest.mark.parametrize("kind", ["symlink", "submodule"])
def test_symlinks_and_submodules_of_the_revision_are_refused(
    repository: Repository, tmp_path: Path, kind: str
) -> None:
    repository.git("checkout", "-q", "-f", "main")
    if kind == "symlink":
        (repository.folder / "pack" / "link").symlink_to("/etc")
        repository.commit()
    else:
        commit = repository.git("rev-parse", "HEAD").strip()
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},pack/sub")
        repository.git("commit", "-q", "-m", "s")
    revision = Revision.open("main", repository.folder, os.environ)
    with pytest.raises(ConfigurationError, match=f"is a {kind}"):
        revision.extract("pack", tmp_path / "a")
    found = revision.extract("pack", tmp_path / "b", files_only=True)
    assert found is not None
    assert [path.name for path in found.rglob("*") if not path.is_dir()] == ["c.rego"]


@pytest.mark.parametrize(
    "ref", ["", "--upload-pack=touch /tmp/x", "-h", "none-such", "main:waivers.yaml", "main^{tree}"]
)
def test_what_names_no_commit_is_refused(repository: Repository, ref: str) -> None:
    with pytest.raises(ConfigurationError, match="--base"):
        Revision.open(ref, repository.folder, os.environ)


@pytest.mark.parametrize("kind", ["tag", "branch"])
def test_a_second_meaning_of_the_name_is_refused(repository: Repository, kind: str) -> None:
    repository.commit()
    if kind == "tag":
        repository.git("tag", "main", "change")
        ref, full = "main", "refs/heads/main"
    else:
        repository.git("update-ref", "refs/remotes/origin/main", "main")
        repository.git("branch", "origin/main", "change")
        ref, full = "origin/main", "refs/remotes/origin/main"
    with pytest.raises(ConfigurationError, match="ambiguous"):
        Revision.open(ref, repository.folder, os.environ)
    assert (
        Revision.open(full, repository.folder, os.environ).commit
        == repository.git("rev-parse", "refs/heads/main").strip()
    )


def test_a_replaced_object_is_not_believed(repository: Repository, tmp_path: Path) -> None:
    base = repository.git("rev-parse", "main:waivers.yaml").strip()
    evil = repository.git("hash-object", "-w", str(repository.write("evil", "evil"))).strip()
    repository.git("replace", base, evil)
    assert (
        read(Revision.open("main", repository.folder, os.environ), "waivers.yaml", tmp_path / "a") == "base"
    )


def test_a_bare_repository_inside_the_tree_is_not_taken_for_the_real_one(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = repository.folder / "infra"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(trap)], check=True)
    marker = tmp_path / "ran"
    with (trap / "config").open("a") as config:
        config.write(f"[core]\n\tfsmonitor = touch {marker}\n")
    monkeypatch.chdir(trap)
    with pytest.raises(ConfigurationError):
        Revision.open("main", Path(), os.environ)
    assert not marker.exists()


def test_file_names_of_any_bytes_come_whole(repository: Repository, tmp_path: Path) -> None:
    repository.git("checkout", "-q", "-f", "main")
    names = ["pack/new\nline", "pack/ü '\"", "pack/-x", os.fsdecode(b"pack/\xff")]
    for name in names:
        repository.write(name, name.encode("unicode_escape").decode())
    repository.commit()
    found = Revision.open("main", repository.folder, os.environ).extract("pack", tmp_path / "a")
    assert found is not None
    for name in names:
        assert (tmp_path / "a" / name).read_text() == name.encode("unicode_escape").decode()
