"""Loaded packs, kept from run to run: parsing hundreds of policies takes seconds, reading them milliseconds.

An entry is named by a digest of every file of the packs and of the code that loads them, so it never goes
stale. It is used only when nobody but its owner can have written it, and holds nothing but values: names
that are none of the pack's own types are refused when it is read. A wheel brings the entry of the default
pack beside the code, so that the first run on a fresh machine, as in CI, need not parse it either.
"""

import hashlib
import io
import os
import pickle
import stat
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from scanner.interfaces import ConfigurationError
from scanner.output import private_file
from scanner.policy_pack.pack import Pack
from scanner.policy_pack.walk import add_files, files_below, pack_files

BESIDE = Path(__file__).parents[1] / "kept"
"""Entries that came with the code: who can write there can write the code."""
_KEPT = 8
"""Entries beyond so many are removed, the oldest first."""
_VALUES = frozenset({"scanner.model", "scanner.interfaces", "scanner.policy_pack"})
"""Packages whose classes an entry may hold."""
_BUILTINS = frozenset({"frozenset", "set"})


def load_packs(folders: Sequence[tuple[str, Path]]) -> Pack:
    """Load packs from their files, as `scanner.policy_pack.loader` does."""
    from scanner.policy_pack import loader  # it and what it parses with take time, in vain for a kept pack

    return loader.load_packs(folders)


def cached_packs(folders: Sequence[tuple[str, Path]], cache: Path, beside: Path = BESIDE) -> Pack:
    """What `load_packs` gives, out of the cache folder when the same was loaded before.

    Raises ConfigurationError as that does; a cache that cannot be used or written is done without.
    `beside` is a folder of entries that are trusted whoever owns them.
    """
    try:
        name = f"{_digest(folders)}.pack"
    except OSError:  # a file that cannot be read: loading says which, and what to do
        return load_packs(folders)
    found = _read(beside / name, trusted=True) or _read(cache / name)
    if found is not None:
        return found
    pack = load_packs(folders)
    with suppress(OSError, ConfigurationError):
        _write(cache / name, pack)
    return pack


def keep(folders: Sequence[tuple[str, Path]], into: Path) -> Path:
    """Load packs and write their entry into a folder, for a distribution to bring along.

    Raises ConfigurationError for packs with problems, OSError when it cannot be written.
    """
    path = into / f"{_digest(folders)}.pack"
    _write(path, load_packs(folders))
    return path


def _digest(folders: Sequence[tuple[str, Path]]) -> str:
    digest = hashlib.sha256(version("gordon-to-regorus").encode())
    code = Path(__file__).parents[1]
    for part in ("policy_pack", "model", "schemas"):
        add_files(digest, code / part, files_below(code / part, ("py", "json")))
    add_files(digest, code, ("interfaces.py", "tables.py", "yaml_source.py"))
    for name, folder in folders:
        digest.update(f"\0{name}\0".encode())
        if folder.is_dir():
            add_files(digest, folder, pack_files(folder))
    return digest.hexdigest()


# --- entries ----------------------------------------------------------------------------------------


class _Unpickler(pickle.Unpickler):
    """Makes nothing but values of the pack's own types."""

    def find_class(self, module: str, name: str) -> Any:
        ours = any(module == root or module.startswith(f"{root}.") for root in _VALUES)
        found = super().find_class(module, name) if ours and "." not in name else None
        if isinstance(found, type) or (module == "builtins" and name in _BUILTINS):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} does not belong in a pack")


def _read(path: Path, *, trusted: bool = False) -> Pack | None:
    """The entry; None when there is none, when others could have written it, or when it is damaged."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as handle:
            ours = trusted or (_is_ours(handle) and _is_ours_alone(path.parent))
            raw = handle.read() if ours else b""
    except OSError:
        return None
    digest, content = raw[:32], raw[32:]
    if hashlib.sha256(content).digest() != digest:
        return None
    try:
        found = _Unpickler(io.BytesIO(content)).load()
    except Exception:  # noqa: BLE001 (whatever is wrong with it, the packs are loaded anew)
        return None
    return found if isinstance(found, Pack) else None


def _is_ours(handle: IO[bytes]) -> bool:
    status = os.fstat(handle.fileno())
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o022


def _is_ours_alone(folder: Path) -> bool:
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o022


def _write(path: Path, pack: Pack) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = pickle.dumps(pack, protocol=pickle.HIGHEST_PROTOCOL)
    with private_file(path) as handle:
        handle.write(hashlib.sha256(content).digest() + content)
    entries = sorted(path.parent.glob("*.pack"), key=lambda entry: entry.stat().st_mtime)
    for entry in entries[:-_KEPT]:
        entry.unlink(missing_ok=True)
