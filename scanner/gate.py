"""The gate: which files of a change are looked at, and by whose rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from scanner import plugins
from scanner.baseline import Baseline
from scanner.datasets import TYPE_OF_STORE
from scanner.findings import former_fingerprints
from scanner.interfaces import Collector, ConfigurationError, Recogniser
from scanner.model import Finding, GapReason, PastFinding, Report, Store, Target

TOLERATED = frozenset({GapReason.UNKNOWN_UNTIL_APPLY, GapReason.NOT_IN_SOURCE})
"""What the files of a change cannot say, whoever wrote them."""
_MAX_WALK = 20_000
_SKIPPED = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Input:
    """One file or folder of the change: what it is called, and where it lies."""

    shown: str
    path: Path


@dataclass(frozen=True, slots=True)
class Recognised:
    """Targets for the inputs, their collectors, and how many files of a folder are of no known kind."""

    targets: tuple[Target, ...]
    collectors: Mapping[str, Collector]
    left_out: int = 0


class _Source(Collector, Recogniser, Protocol):
    """A collector of files and folders that knows its own."""


class Recognition:
    """Finds out what files are, by asking the collectors for files in turn."""

    def __init__(self, distributions: Sequence[str] = (), kind: str | None = None) -> None:
        points = plugins.available(plugins.RECOGNISERS, distributions)
        self._kinds: dict[str, _Source] = {name: plugins.create(points[name]) for name in sorted(points)}
        if kind is not None and kind not in self._kinds:
            raise ConfigurationError(f"--type {kind}: there is no such type; there are {self._names}")
        self._forced = kind

    @property
    def _names(self) -> str:
        return ", ".join(self._kinds) or "none"

    def targets(self, inputs: Sequence[Input], *, absent_is_empty: bool = False) -> Recognised:
        """A target for each input. Raises ConfigurationError for what is of no known kind.

        With `absent_is_empty`, an input that is not there has no target (a file that a change adds).
        """
        found: dict[str, Target] = {}
        left_out = 0
        for item in inputs:
            if absent_is_empty and not item.path.exists():
                continue
            targets, others = self._search(item)
            if not targets:
                kinds = f"of no known kind ({self._names})"
                raise ConfigurationError(f"{item.shown}: {kinds}; --type says which one it is")
            left_out += others
            found.update((one.id, one) for one in targets)
        return Recognised(tuple(found.values()), self._kinds, left_out)

    def _search(self, item: Input) -> tuple[list[Target], int]:
        """The input itself, or what is below a folder that is no source as a whole; and how much is not."""
        found, others, seen = [], 0, 0
        waiting = [item]
        while waiting:
            one = waiting.pop()
            seen += 1
            if not (one.path.is_dir() or one.path.is_file()):
                if one is item:
                    raise ConfigurationError(_no_file(item))
                others += 1
                continue
            if seen > _MAX_WALK:
                raise ConfigurationError(f"{item.shown}: more than {_MAX_WALK:,} files; name smaller folders")
            target = self._target(one)
            if target:
                found.append(target)
            elif one.path.is_dir():
                waiting += reversed(_inside(one))
            else:
                others += 1
        return found, others

    def has_sides(self, target: Target) -> bool:
        """Whether the source itself tells how things were before the change; a plan does."""
        path = Path(target.settings["path"])
        sided = "side" in self._kinds[target.kind].settings_schema["properties"]
        return sided and path.is_file() and path.suffix != ".tf"

    def _target(self, item: Input) -> Target | None:
        for kind, collector in self._kinds.items():
            settings = self._settings(kind, collector, item)
            if settings is not None:
                shown = _shown(item, Path(settings["path"]))
                return Target(shown, kind, {**settings, "shown": shown})
        return None

    def _settings(self, kind: str, collector: Any, item: Input) -> Mapping[str, Any] | None:
        if self._forced:
            return _as_told(kind, collector, item) if kind == self._forced else None
        try:
            settings: Mapping[str, Any] | None = collector.recognise(item.path)
        except OSError as error:
            raise ConfigurationError(f"{item.shown}: cannot be read: {error.strerror or error}") from error
        return settings


def _no_file(item: Input) -> str:
    """Nothing is opened that is not a plain file: a pipe would never end."""
    if not item.path.exists():
        return f"{item.shown}: does not exist"
    return f"{item.shown}: neither a file nor a folder; - is standard input"


def _as_told(kind: str, collector: Collector, item: Input) -> Mapping[str, Any]:
    """Settings for what is of this kind because the user says so."""
    settings = {"path": str(item.path)}
    problems = collector.check(Target(item.shown, kind, settings))
    if problems:
        raise ConfigurationError(*(f"--type {kind}: {problem}" for problem in problems))
    return settings


def _shown(item: Input, path: Path) -> str:
    """What a file is called that was found by way of another."""
    if path == item.path:
        return item.shown
    steps = len(item.path.relative_to(path.parent).parts)
    return "/".join([*item.shown.split("/")[:-steps], path.name])


def _inside(item: Input) -> list[Input]:
    """What a folder holds, in order; hidden things and links are left out."""
    return [
        Input(f"{item.shown.rstrip('/')}/{path.name}", path)
        for path in sorted(item.path.iterdir())
        if not path.name.startswith(".") and path.name not in _SKIPPED and not path.is_symlink()
    ]


def with_stores(found: Recognised, stores: Sequence[Store]) -> tuple[Target, ...]:
    """The targets with the stores that they may hold: a bucket is meant wherever it has the name or the tag.

    A configuration of a database does not tell which tables it will hold; it counts as holding them all.
    """
    return tuple(replace(target, stores=_held(found, target, stores)) for target in found.targets)


def _held(found: Recognised, target: Target, stores: Sequence[Store]) -> tuple[Store, ...]:
    types = found.collectors[target.kind].types
    return tuple(
        store
        for store in stores
        if TYPE_OF_STORE[store.kind] in types or (store.kind == "table" and "postgres.server" in types)
    )


def on_side(recognised: Recognised, side: str) -> Recognised:
    """The same targets as they are `after` the change or were `before`."""
    targets = [replace(t, settings={**t.settings, "side": side}) for t in recognised.targets]
    return replace(recognised, targets=tuple(targets))


def prior(report: Report) -> Baseline:
    """What was there before the change, as a baseline.

    A finding is the same only while it rests on the same facts: a policy that let one more in is worse,
    although the check failed before.
    """
    evidence = {
        (finding.subject.target, finding.fingerprint): (finding.evidence, finding.message)
        for finding in report.findings
    }

    def same(finding: Finding) -> bool:
        now = (finding.evidence, finding.message)
        names = (finding.fingerprint, *former_fingerprints(finding))
        return any(evidence.get((finding.subject.target, name)) == now for name in names)

    findings = tuple(map(PastFinding.of, report.findings))
    return Baseline("the state before the change", findings, "the change makes it no worse", same)


def without_other_sources(baseline: Baseline, found: Recognised) -> Baseline:
    """Without findings of sources that are still there but not looked at now.

    Two Terraform modules may use the same address, so only an entry whose source is gone may be that of a
    renamed one.
    """
    ours = {target.id for target in found.targets}
    kept = (one for one in baseline.findings if one.target in ours or not Path(one.target).exists())
    return replace(baseline, findings=tuple(kept))
