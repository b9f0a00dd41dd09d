"""The .tf files beside a plan: on which lines a block stands, and what its JSON leaves out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from collectors.planned.files import MAX_FILES, read_text
from collectors.terraform.references import Instance, steps
from collectors.terraform.text import Span, spans
from scanner.interfaces import ConfigurationError
from scanner.model import Location

_BLOCKS = dict[tuple[str, ...], tuple[str, Span]]


@dataclass(slots=True)
class Sources:
    """The folder of the root module, None when it is not there. `shown` is what to call it in locations."""

    root: Path | None
    shown: str = ""
    _folders: dict[str, Path | None] = field(default_factory=dict)
    _blocks: dict[Path, _BLOCKS] = field(default_factory=dict)
    _listed: Mapping[str, str] | None = None

    def block(self, module: Instance, local: str) -> Location | None:
        """The lines of a resource, None when its file is not there."""
        found = self._find(module, local)
        if found is None:
            return None
        path, span = found
        return Location(path, span.line, span.end_line)

    def has_dynamic(self, module: Instance, local: str, name: str) -> bool | None:
        """Whether a resource has such a `dynamic` block, None when nobody can tell."""
        found = self._find(module, local)
        return None if found is None else name in found[1].dynamic

    def _find(self, module: Instance, local: str) -> tuple[str, Span] | None:
        folder = self._folder(module)
        if folder is None:
            return None
        if folder not in self._blocks:
            self._blocks[folder] = self._read(folder)
        return self._blocks[folder].get(("resource", *local.split(".")))

    def _folder(self, module: Instance) -> Path | None:
        """Where the files of a module are: at a local path, or where `terraform init` put them."""
        if module.address not in self._folders:
            self._folders[module.address] = self._locate(module)
        return self._folders[module.address]

    def _locate(self, module: Instance) -> Path | None:
        if module.parent is None or self.root is None:
            return self.root
        source, above = module.call.get("source"), self._folder(module.parent)
        if isinstance(source, str) and source.startswith(("./", "../")) and above is not None:
            found = above / source
        else:
            if self._listed is None:
                self._listed = installed_modules(self.root)
            key = ".".join(word for word in steps(module.address)[1:] if word[0] != "[" and word != "module")
            if key not in self._listed:
                return None
            found = self.root / self._listed[key]
        return found if found.is_dir() else None

    def _read(self, folder: Path) -> _BLOCKS:
        blocks: _BLOCKS = {}
        for number, path in enumerate(sorted(folder.glob("*.tf"))):
            if number >= MAX_FILES:
                break
            shown = self._shown(path)
            try:
                found = spans(read_text(path, shown))
            except ConfigurationError:
                # The plan is judged without them; only the lines are missing.
                continue
            for span in found:
                blocks[(span.kind, *span.labels)] = (shown, span)
        return blocks

    def _shown(self, path: Path) -> str:
        root = self.root or path.parent
        relative = Path(*path.parts[len(root.parts) :]) if path.is_relative_to(root) else path
        return str(Path(self.shown) / relative) if self.shown else str(relative)


def installed_modules(root: Path) -> Mapping[str, str]:
    """Folders of modules by key, as `terraform init` wrote them down; empty when there are none."""
    path = root / ".terraform" / "modules" / "modules.json"
    try:
        listed = json.loads(read_text(path, str(path)))["Modules"]
        return {each["Key"]: each["Dir"] for each in listed}
    except (ConfigurationError, ValueError, KeyError, TypeError, RecursionError):
        return {}
