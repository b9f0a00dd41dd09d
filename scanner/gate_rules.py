"""Whose rules a change is judged by: those of the working tree, or those of the revision before it.

With a revision, configuration, policies, waivers and baseline are read from there. What the change adds to
them is told, and does not count: the change under test must not judge itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.baseline import Baseline, read_baseline
from scanner.interfaces import ConfigurationError
from scanner.model import Store
from scanner.parameters import Setting
from scanner.revision import Revision
from scanner.settings import Settings, read_settings
from scanner.waivers import Waiver, read_waivers

_MAX_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Named:
    """What the command line names; `config` is None when it is to be found."""

    config: Path | None = None
    policies: Sequence[Path] = ()
    waivers: Path | None = None
    baseline: Path | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What judges: packs by name, waivers, baseline, stores of datasets, and lines on what does not count."""

    policies: tuple[tuple[str, Path], ...] = ()
    plugins: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline | None = None
    parameters: Mapping[str, Setting] = field(default_factory=dict)
    stores: tuple[Store, ...] = ()
    notes: tuple[str, ...] = ()


Where = Callable[[Path], Path | None]
"""Where to read the file or folder of a name; None when it is not there."""


def rules_here(named: Named) -> Rules:
    """The rules of the working tree. Raises ConfigurationError for what is not valid or not there."""
    return _rules(named, lambda path: path if path.exists() else None, "")


def rules_of(revision: Revision, named: Named, scratch: Path) -> Rules:
    """The rules of a revision, written below `scratch`; what lies outside the repository is read there."""

    def where(path: Path) -> Path | None:
        place = revision.place(path)
        if place is None:
            return path if path.exists() else None
        return revision.extract(place, scratch)

    rules = _rules(named, where, f" in {revision.ref}")
    return replace(rules, notes=tuple(_proposed(named, rules)))


def _rules(named: Named, where: Where, said: str) -> Rules:
    settings = _settings(named, where, said)
    policies = [*settings.policies, *named.policies]
    waivers = named.waivers or settings.waivers or settings.folder / "waivers.yaml"
    baseline = named.baseline or settings.baseline
    packs = tuple((str(path), _needed(path, where, said)) for path in policies)
    return Rules(
        policies=packs,
        plugins=settings.plugins,
        waivers=_waivers(waivers, where, said, needed=bool(settings.waivers) and not named.waivers),
        baseline=_baseline(baseline, where) if baseline else None,
        parameters=settings.parameters,
        stores=settings.stores,
    )


def _settings(named: Named, where: Where, said: str) -> Settings:
    if named.config is not None:
        return read_settings(_needed(named.config, where, said), str(named.config), named.config.parent)
    default = Path("audit.yaml")
    found = where(default)
    return read_settings(found, str(default), Path()) if found else Settings(Path())


def _needed(path: Path, where: Where, said: str) -> Path:
    found = where(path)
    if found is None:
        raise ConfigurationError(f"{path}: does not exist{said}; rules come from there")
    return found


def _waivers(path: Path, where: Where, said: str, *, needed: bool) -> tuple[Waiver, ...]:
    """Waivers that are not there yet accept nothing, so that a change can bring the first ones."""
    found = _needed(path, where, said) if needed else where(path)
    return read_waivers(found, str(path)) if found else ()


def _baseline(path: Path, where: Where) -> Baseline | None:
    found = where(path)
    return read_baseline(found, str(path)) if found else None


# --- what the change proposes ---------------------------------------------------------------------------


def _proposed(named: Named, rules: Rules) -> Iterator[str]:
    """Lines on how the rules of the change differ from those that count."""
    if named.config is None and Path("audit.yaml").is_symlink():
        yield "audit.yaml: a symlink in this change; it was not read"
        return
    try:
        here = _rules(named, _plain_file, "")
    except ConfigurationError as error:
        yield f"the rules that this change proposes are not valid: {error.problems[0]}"
        return
    known = {replace(w, acceptance=replace(w.acceptance, source="")) for w in rules.waivers}
    new = [w for w in here.waivers if replace(w, acceptance=replace(w.acceptance, source="")) not in known]
    for waiver in new[:_MAX_SHOWN]:
        yield f"{waiver.acceptance.source}: the waiver is proposed by this change and does not count yet"
    if len(new) > _MAX_SHOWN:
        yield f"{len(new) - _MAX_SHOWN} more waivers are proposed by this change and do not count yet"
    before = set(rules.baseline.findings) if rules.baseline else set()
    added = [f for f in (here.baseline.findings if here.baseline else ()) if f not in before]
    if added and here.baseline:
        number = f"{len(added)} finding{'' if len(added) == 1 else 's'}"
        yield f"{here.baseline.source}: {number} added by this change do not count as known yet"
    yield from _parameters(rules, here)
    if rules.stores != here.stores:
        yield "datasets: changed here; those from before the change count"
    yield from _packs(rules, here)


def _parameters(rules: Rules, here: Rules) -> Iterator[str]:
    before, after = ({name: one.value for name, one in known.parameters.items()} for known in (rules, here))
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            called = name if "." in name else f"parameters.{name}"
            yield f"{called}: changed here; the value from before the change counts"


def _packs(rules: Rules, here: Rules) -> Iterator[str]:
    counting = dict(rules.policies)
    for name, folder in here.policies:
        if name not in counting:
            yield f"{name}: the policy pack is added by this change and does not count yet"
        elif _content(folder) != _content(counting[name]):
            yield f"{name}: the policy pack is changed here; the one from before the change counts"


def _plain_file(path: Path) -> Path | None:
    """A link of the change is not followed."""
    if path.is_symlink():
        raise ConfigurationError(f"{path}: a symlink; it was not read")
    return path if path.is_file() or path.is_dir() else None


def _content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
