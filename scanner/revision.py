"""Files as they are in a Git revision, whatever the working tree says.

Read through the git program, blob by blob, so that nothing in a change decides what is read: no attributes,
filters, symlinks or submodules, and no repository that lies inside the tree.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.interfaces import ConfigurationError

_SECONDS = 120
_MAX_FILES = 50_000
_MAX_BYTES = 512 * 1024 * 1024
_FILES = frozenset({b"100644", b"100755"})
_KINDS = {b"120000": "a symlink", b"160000": "a submodule"}
_SAFE = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: bytes
    blob: str
    path: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository around a folder, as the user named it (`ref`); git runs in `environment`."""

    ref: str
    commit: str
    top: Path
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def open(cls, ref: str, folder: Path, environment: Mapping[str, str]) -> "Revision":
        """Look a revision up. Raises ConfigurationError when there is none, or its name means two things."""
        if not ref or ref.startswith("-"):
            raise ConfigurationError(f"--base {ref}: not the name of a revision, as in origin/main")
        top = _git(["rev-parse", "--show-toplevel"], folder, environment).stdout
        found = _git(
            ["rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}"],
            folder,
            environment,
            fails=True,
        )
        said = found.stderr.decode("utf-8", "replace").strip()
        if found.returncode:
            fix = "fetch it first (a shallow checkout lacks it; fetch-depth: 0 on GitHub)"
            raise ConfigurationError(f"--base {ref}: there is no such revision here; {fix}")
        if said:  # "refname is ambiguous": somebody made a tag or branch of that name
            raise ConfigurationError(
                f"--base {ref}: {said.splitlines()[0]}; name it in full, as in refs/remotes/origin/main"
            )
        return cls(ref, found.stdout.decode().strip(), Path(os.fsdecode(top.rstrip(b"\n"))), environment)

    def place(self, path: Path) -> str | None:
        """Where in the repository a path lies; None for one outside.

        Decided by names alone from the repository on: links inside it are the change's own.
        """
        absolute = Path(os.path.normpath(Path.cwd() / path))
        top = self.top.resolve()
        for outer in (*reversed(absolute.parents), absolute):
            real = outer.resolve()
            if real == top or top in real.parents:
                return str(real.relative_to(top) / absolute.relative_to(outer))
        return None

    def extract(self, place: str, folder: Path, *, files_only: bool = False) -> Path | None:
        """Write the file or folder at this place below `folder`; None when the revision has none there.

        Raises ConfigurationError for symlinks and submodules, which the revision does not hold whole; they
        are left out with `files_only`, for what is compared and does not judge.
        """
        entries = list(self._entries(place))
        if len(entries) > _MAX_FILES:
            raise ConfigurationError(f"{place} in {self.ref}: more than {_MAX_FILES:,} files")
        others = [entry for entry in entries if entry.mode not in _FILES]
        for entry in others if not files_only else ():
            kind = _KINDS.get(entry.mode, "of an unknown kind")
            raise ConfigurationError(f"{entry.path} in {self.ref}: is {kind}; only files are read")
        entries = [entry for entry in entries if entry not in others]
        if not entries:
            return None
        for entry, content in zip(entries, self._blobs(entries), strict=True):
            path = folder / entry.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder / place

    def _entries(self, place: str) -> Iterator[_Entry]:
        names = ["."] if place == "." else [place, f"{place}/"]
        done = _git(
            ["ls-tree", "-r", "-z", "--full-tree", self.commit, "--", *names], self.top, self.environment
        )
        for line in done.stdout.split(b"\0"):
            if line:
                meta, _, path = line.partition(b"\t")
                mode, _, blob = meta.split(b" ")
                yield _Entry(mode, blob.decode(), os.fsdecode(path))

    def _blobs(self, entries: list[_Entry]) -> Iterator[bytes]:
        asked = "".join(f"{entry.blob}\n" for entry in entries).encode()
        raw = _git(["cat-file", "--batch"], self.top, self.environment, given=asked).stdout
        start = 0
        for entry in entries:
            end = raw.index(b"\n", start)
            blob, kind, *size = raw[start:end].split(b" ")
            if blob.decode() != entry.blob or kind != b"blob":
                raise ConfigurationError(
                    f"{entry.path} in {self.ref}: cannot be read; fetch the whole history"
                )
            length = int(size[0])
            if length > _MAX_BYTES:
                raise ConfigurationError(f"{entry.path} in {self.ref}: larger than {_MAX_BYTES // 2**20} MiB")
            yield raw[end + 1 : end + 1 + length]
            start = end + 2 + length


def _git(
    arguments: list[str],
    folder: Path,
    environment: Mapping[str, str],
    given: bytes = b"",
    *,
    fails: bool = False,
) -> "subprocess.CompletedProcess[bytes]":
    """Run git; a failure is an error of the configuration, unless it is an answer (`fails`)."""
    command = ["git", "-c", "safe.bareRepository=explicit", "-c", "core.warnAmbiguousRefs=true", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (a list of arguments, no shell)
            command,
            cwd=folder,
            env={**environment, **_SAFE},
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise ConfigurationError("--base needs the git program; install it") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigurationError(f"--base: git could not be run: {error}") from error
    if done.returncode and not fails:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise ConfigurationError(f"--base: git: {said[0]}")
    return done
