"""Every verdict of a saved snapshot, passes too, which reports only count."""

from functools import cache
from pathlib import Path

from scanner.cli.policy import load
from scanner.engines.regorus import RegorusEngine
from scanner.evaluate import evaluate, evaluate_listings
from scanner.index import Index
from scanner.interfaces import Program
from scanner.model import Outcome, Resource
from scanner.period import interval_of
from scanner.pipeline import _data
from scanner.policy_pack import Pack
from scanner.selection import Options, select
from scanner.snapshot import open_snapshot

KINDS = ("server.", "postgres.")
"""The resource types that verdicts are wanted of."""

Verdicts = dict[tuple[str, str, str], Outcome]
"""(check, target, id of the resource) to outcome; no id for a listing that is empty or not complete."""


@cache
def default_pack() -> Pack:
    """The default policies, loaded once."""
    return load(None)


def verdicts(path: Path) -> Verdicts:
    """Evaluate servers and databases of a snapshot with the default policies, as a scan does."""
    pack, snapshot = default_pack(), open_snapshot(path)
    header = snapshot.header
    selection = select(pack, header.targets, Options(), has_datasets=header.has_datasets)
    index = Index.read(snapshot, selection)
    quarter = interval_of(header.calendar.day_of(header.created_at), "quarter", header.calendar)
    program = Program(pack.modules, _data(pack, header, quarter, index.joins, pack.modules))
    engine = RegorusEngine()
    resources = (event for event in snapshot.events() if isinstance(event, Resource))
    checks = [check for check in selection.checks if check.resource.startswith(KINDS)]
    with engine.load(program):
        found = list(evaluate(engine, checks, resources, index.gaps, index.joins))
    found += evaluate_listings(checks, header.targets, index.gaps)
    return {(each.check, each.subject.target, each.subject.id): each.outcome for each in found}


def contradictions(less: Verdicts, more: Verdicts) -> set[tuple[str, str, str]]:
    """What the first decides otherwise than the second, or passes over: nothing, when it only knows less."""
    unlisted = {key[:2] for key, outcome in less.items() if not key[2] and outcome is Outcome.UNKNOWN}
    decided = {
        key
        for key, outcome in less.items()
        if outcome is not Outcome.UNKNOWN and more.get(key) is not outcome
    }
    passed_over = {key for key in more.keys() - less.keys() if key[2] and key[:2] not in unlisted}
    return decided | passed_over
