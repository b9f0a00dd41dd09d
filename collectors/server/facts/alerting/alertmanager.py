"""Alertmanager: who is told of which alerts.

Source: https://prometheus.io/docs/alerting/latest/configuration/.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.facts.alerting import outline
from collectors.server.reply import Reply
from scanner.interfaces import Json

_NAMES = ("alertmanager", "prometheus-aler")
_MATCHER = re.compile(
    r'\s*(?:"([^"]*)"|([A-Za-z_:][A-Za-z0-9_:]*))\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}]*))\s*(?:,|\Z)'
)
_OLD = (("match", "="), ("match_re", "=~"))
_WAIT = 30
"""Seconds for which a group of alerts is held back, unless a route says otherwise."""


def alertmanager(reply: Reply) -> Json:
    """The whole fact. A configuration that was left behind by a package that is gone is none."""
    running = outline.is_running(reply, *_NAMES)
    if not running and not outline.is_installed(reply, "alertmanager", "prometheus-alertmanager"):
        return {"installed": False, "running": False, "receivers": [], "routes": [], "inhibitions": []}
    path, _ = outline.main_file(reply, "alertmanager")
    files = outline.texts(reply, "routes")
    if not running and files.absent(path):
        return {"installed": True, "running": False, "receivers": [], "routes": [], "inhibitions": []}
    document = outline.document(files, path)
    receivers = list(_receivers(document, path))
    told = {receiver["name"] for receiver in receivers if receiver["kinds"]}
    root = outline.mapping(document.get("route"), path)
    return {
        "installed": True,
        "running": running,
        "receivers": receivers,
        "routes": [_route(end, told) for end in _ends(root, path, _Above("null", _WAIT, ()))],
        "inhibitions": [
            _inhibition(rule, path) for rule in outline.sequence(document.get("inhibit_rules"), path)
        ],
    }


def _receivers(document: Mapping[str, Json], path: str) -> Iterator[Json]:
    """Receivers, each with the ways in which it tells somebody."""
    for each in outline.sequence(document.get("receivers"), path):
        receiver = outline.mapping(each, path)
        kinds = [
            key.removesuffix("_configs") for key in receiver if key.endswith("_configs") and receiver[key]
        ]
        yield {"name": outline.name(receiver.get("name")), "kinds": sorted(kinds)}


@dataclass(frozen=True, slots=True)
class _Above:
    """What a route has from those above it."""

    receiver: str
    wait: float
    matchers: Sequence[Json]


@dataclass(frozen=True, slots=True)
class _End:
    """A route at which alerts can end."""

    receiver: str
    wait: float
    matchers: Sequence[Json]
    continues: bool


def _ends(node: Mapping[str, Json], path: str, above: _Above) -> Iterator[_End]:
    """Where alerts end that reach this route: at a child that takes them, else here."""
    here = _Above(
        outline.name(node["receiver"]) if "receiver" in node else above.receiver,
        outline.seconds(node.get("group_wait"), path, above.wait),
        (*above.matchers, *_route_matchers(node, path)),
    )
    all_taken = False
    for each in outline.sequence(node.get("routes"), path):
        child = outline.mapping(each, path)
        yield from _ends(child, path, here)
        if not _route_matchers(child, path):
            all_taken = True
            if not child.get("continue"):
                break
    if not all_taken:
        yield _End(here.receiver, here.wait, here.matchers, continues=bool(node.get("continue")))


def _route(end: _End, told: set[str]) -> Json:
    return {
        "receiver": end.receiver,
        "told": end.receiver in told,
        "continues": end.continues,
        "matchers": list(end.matchers),
        "wait_seconds": end.wait,
    }


def _inhibition(rule: Json, path: str) -> Json:
    node = outline.mapping(rule, path)
    return {
        "source": _matchers(node, path, "source_"),
        "target": _matchers(node, path, "target_"),
        "equal": sorted(outline.name(label) for label in outline.sequence(node.get("equal"), path)),
    }


def _route_matchers(node: Mapping[str, Json], path: str) -> list[Json]:
    return _matchers(node, path, "")


def _matchers(node: Mapping[str, Json], path: str, side: str) -> list[Json]:
    """Both syntaxes: maps of old, and texts such as `severity=~"critical|high"`."""
    found = [
        {"label": outline.name(label), "operator": operator, "value": outline.name(value)}
        for key, operator in _OLD
        for label, value in outline.mapping(node.get(f"{side}{key}"), path).items()
    ]
    for text in outline.sequence(node.get(f"{side}matchers"), path):
        found.extend(_written(str(text), path))
    return found


def _written(text: str, path: str) -> Iterator[Json]:
    text = text.strip().removeprefix("{").removesuffix("}")
    place = 0
    while place < len(text):
        match = _MATCHER.match(text, place)
        if match is None:
            raise outline.not_understood(path)
        quoted, plain, operator, value, bare = match.groups()
        yield {
            "label": outline.name(plain if quoted is None else quoted),
            "operator": operator,
            "value": outline.name((bare or "").strip() if value is None else value),
        }
        place = match.end()
