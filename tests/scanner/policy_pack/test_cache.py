"""Packs out of the cache are the packs that would be loaded, or they are loaded."""

import hashlib
import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.interfaces import ConfigurationError
from scanner.policy_pack import cached_packs, load_packs
from scanner.policy_pack.cache import keep
from tests.scanner.packs import write_check, write_schemas

OPEN = 'deny contains {"msg": "open"} if input.facts.mode == "open"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack = tmp_path / "pack"
    pack.mkdir()
    write_schemas(pack)
    write_check(pack, "d.c", OPEN)
    return pack


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def entry(cache: Path) -> Path:
    (found,) = cache.glob("*.pack")
    return found


def messages(folder: Path, cache: Path) -> str:
    """The text of the pack's only check, as an engine gets it."""
    pack = cached_packs([("pack", folder)], cache)
    return pack.modules[-1].source


def test_the_second_time_it_is_the_same(folder: Path, cache: Path) -> None:
    first = cached_packs([("pack", folder)], cache)
    second = cached_packs([("pack", folder)], cache)
    assert first == second == load_packs([("pack", folder)])
    assert entry(cache).stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_a_changed_pack_is_loaded_anew(folder: Path, cache: Path, change: str) -> None:
    write_check(folder, "d.second", OPEN)
    before = cached_packs([("pack", folder)], cache)
    if change == "edit":
        write_check(folder, "d.c", OPEN.replace('"open"}', '"wide open"}'))
    elif change == "add":
        write_check(folder, "d.third", OPEN)
    else:
        for path in (folder / "d/second").iterdir():
            path.unlink()
    after = cached_packs([("pack", folder)], cache)
    assert after != before
    assert after == load_packs([("pack", folder)])


def test_a_pack_with_problems_is_never_kept(folder: Path, cache: Path) -> None:
    write_check(folder, "d.c", OPEN.replace("mode", "mood"))
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="mood"):
            cached_packs([("pack", folder)], cache)
    assert not list(cache.glob("*"))


def signed(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


class Hostile:
    """Runs a command when it is unpickled by somebody who lets it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.trace}",)


@pytest.mark.parametrize("content", ["", "short", "flipped", "hostile", "number"])
def test_what_is_not_an_entry_of_ours_is_not_used(
    folder: Path, cache: Path, tmp_path: Path, content: str
) -> None:
    cached_packs([("pack", folder)], cache)
    path, trace = entry(cache), tmp_path / "trace"
    raw = path.read_bytes()
    texts = {
        "": b"",
        "short": raw[:-9],
        "flipped": raw[:200] + bytes([raw[200] ^ 1]) + raw[201:],
        "hostile": signed(pickle.dumps(Hostile(trace))),
        "number": signed(pickle.dumps(7)),
    }
    path.write_bytes(texts[content])
    assert OPEN in messages(folder, cache)
    assert not trace.exists()


@pytest.mark.parametrize("others", ["nobody", "file", "folder", "symlink"])
def test_what_others_can_write_is_not_used(folder: Path, cache: Path, tmp_path: Path, others: str) -> None:
    """The entry is changed to a pack without modules, which shows when it is used."""
    changed = replace(cached_packs([("pack", folder)], cache), modules=())
    path = entry(cache)
    path.write_bytes(signed(pickle.dumps(changed)))
    if others == "file":
        path.chmod(0o666)
    elif others == "folder":
        cache.chmod(0o777)
    elif others == "symlink":
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    used = cached_packs([("pack", folder)], cache).modules == ()
    assert used is (others == "nobody")


def test_what_came_with_the_code_is_used_wherever_the_same_pack_lies(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    """The entry is changed to a pack without modules, which shows when it is used."""
    path = keep([("pack", folder)], tmp_path / "beside")
    changed = replace(load_packs([("pack", folder)]), modules=())
    path.write_bytes(signed(pickle.dumps(changed)))
    path.chmod(0o666)
    elsewhere = shutil.copytree(folder, tmp_path / "elsewhere")
    for place in (folder, elsewhere):
        assert cached_packs([("pack", place)], cache, path.parent) == changed
    assert not cache.exists()
    write_check(elsewhere, "d.second", OPEN)
    assert cached_packs([("pack", elsewhere)], cache, path.parent) == load_packs([("pack", elsewhere)])


def test_without_a_place_to_write_it_works_all_the_same(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    assert OPEN in messages(folder, blocked)


def test_few_entries_are_kept(folder: Path, cache: Path) -> None:
    for number in range(12):
        write_check(folder, "d.c", f"# {number}\n{OPEN}")
        cached_packs([("pack", folder)], cache)
    assert len(list(cache.glob("*.pack"))) == 8
