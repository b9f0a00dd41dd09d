"""What the collectors of configuration files have in common."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from collectors.config_files.facts import Found
from collectors.config_files.tree import Tree
from collectors.planned.collector import SourceCollector, now_utc
from collectors.planned.drafts import Declared, Trouble
from collectors.planned.files import read_bytes
from scanner.interfaces import ConfigurationError, Json

_MAX_RECOGNISED = 1024 * 1024
"""With --type, larger ones are read."""


class ConfigFileCollector(SourceCollector):
    """One kind of configuration file, as the resource types of the machines that it is for.

    What the files set is decided. What they leave to the installed version, to files that are not there,
    or to the machine is not in the source.
    """

    place: ClassVar[str]
    """Where the file lies on a machine: includes are looked for from there."""

    def __init__(self, clock: Callable[[], datetime] = now_utc) -> None:
        super().__init__(clock)
        self._parts: dict[Path, frozenset[Path]] = {}

    @abstractmethod
    def looks(self, lines: Sequence[str], *, named: bool) -> bool:
        """Whether a file is of this kind; `named`: it is called like one."""

    @abstractmethod
    def found(self, tree: Tree, *, part: bool) -> Found:
        """What the files declare; `part`: the main file is one that others include."""

    def tree(self, path: Path, shown: str) -> Tree:
        """The files, under the paths that they have on a machine."""
        return Tree(path, shown, self.place)

    def recognise(self, path: Path) -> Mapping[str, Json] | None:
        """See scanner.interfaces.Recogniser."""
        if not self._recognised(path):
            return None
        for main in self._mains(path):
            if path.resolve() in self._included_by(main):
                return {"path": str(main)}
        return {"path": str(path)}

    def declared(self, settings: Mapping[str, Json], now: datetime) -> Declared:  # noqa: ARG002 (files have no age)
        """See SourceCollector."""
        path = Path(settings["path"])
        tree = self.tree(path, settings.get("shown", str(path)))
        found = self.found(tree, part=_is_part(path))
        troubles = [
            Trouble(type_, problem.reason, tree.told(problem.detail)) for type_, problem in found.problems
        ]
        return Declared(found.drafts, troubles=troubles)

    def _recognised(self, path: Path) -> bool:
        if not path.is_file() or path.stat().st_size > _MAX_RECOGNISED:
            return False
        try:
            raw = read_bytes(path, str(path))
        except ConfigurationError:
            return False
        if b"\0" in raw or raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return False
        lines = raw.decode("utf-8", "replace").removesuffix("\n").split("\n")
        return self.looks(lines, named=path.name == self._name)

    @property
    def _name(self) -> str:
        return self.place.rpartition("/")[2]

    def _mains(self, path: Path) -> Iterator[Path]:
        """The files that may include this one, by their usual name and place."""
        for folder in (path.parent, path.parent.parent):
            main = folder / self._name
            if main != path and main.is_file():
                yield main

    def _included_by(self, main: Path) -> frozenset[Path]:
        known = main.resolve()
        if known not in self._parts:
            tree = self.tree(main, str(main))
            self.found(tree, part=False)
            self._parts[known] = frozenset(tree.seen.values())
        return self._parts[known]


def _is_part(path: Path) -> bool:
    """By the name of the folder, such as sshd_config.d: then others come before and after it."""
    return path.parent.name.endswith(".d")
