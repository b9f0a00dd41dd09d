"""How audit.yaml says to judge: the parts of it that do not depend on its targets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.inventory import parameters_of, validated
from scanner.model import Store
from scanner.parameters import Setting
from scanner.scoped import DATASETS
from scanner.stores import stores_anywhere


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths as they are to be shown, below the folder of the configuration."""

    folder: Path
    policies: tuple[Path, ...] = ()
    plugins: tuple[str, ...] = ()
    waivers: Path | None = None
    baseline: Path | None = None
    parameters: Mapping[str, Setting] = field(default_factory=dict)
    stores: tuple[Store, ...] = ()
    """Of all datasets, on whatever target."""


def read_settings(path: Path, name: str, folder: Path) -> Settings:
    """Read the file at `path`, called `name`, as if it lay in `folder`. Raises ConfigurationError."""
    source = validated(path, name)
    data = source.data

    def placed(key: str) -> Path | None:
        return folder / Path(data[key]).expanduser() if key in data else None

    return Settings(
        folder=folder,
        policies=tuple(folder / Path(text).expanduser() for text in data.get("policies", ())),
        plugins=tuple(data.get("plugins", ())),
        waivers=placed("waivers"),
        baseline=placed("baseline"),
        parameters=parameters_of(source, (DATASETS,)),
        stores=stores_anywhere(source),
    )
