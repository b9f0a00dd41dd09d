"""Where things stand in the picture of an access list: principals, the ways by which they come, stores.

One unit is one pixel at a width of 360, for which the three columns and the letters are made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.access import called, way_of
from reports.language import ENGLISH, Phrases, chosen
from scanner.model import AccessEntry, AccessList, chinese, system_of

WIDTH = 360
COLUMNS = (2, 150, 268)
"""Left edges of the columns."""
WIDTHS = (112, 84, 90)
_ROW, _TOP = 37, 8
LETTERS = {"read": "r", "write": "w", "delete": "d", "export": "x", "administer": "a"}
"""Rights as the picture abbreviates them."""
_MOST_STORES = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its column, the middle of its left edge, two lines of text, and classes for its look."""

    column: int
    y: float
    title: str
    below: str
    look: str
    full: str
    """All of what it stands for."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between boxes, with what it stands for."""

    start: Node
    end: Node
    look: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn."""

    height: int
    nodes: Sequence[Node]
    edges: Sequence[Edge]


def picture(found: AccessList, t: Phrases = ENGLISH) -> Picture:
    """The picture of a list; accounts that nobody can use are left out of it."""
    shown = [entry for entry in found.entries if not entry.is_unused]
    names = [_key(entry) for entry in shown]
    links = _links(shown, t)
    ways = _ordered({way for _, way, _ in links}, [(way, names.index(who)) for who, way, _ in links])
    stores = _ordered({store for _, _, store in links}, [(store, ways.index(way)) for _, way, store in links])
    height = _TOP * 2 + max(len(names), len(ways), len(stores), 1) * _ROW
    looks = {_key(entry): _look(entry) for entry in shown}
    boxes = {
        **_column(0, [(_key(e), *_of_entry(e, t), looks[_key(e)], _told(e, t)) for e in shown], height),
        **_column(1, [(way, *_of_way(way, t)) for way in ways], height),
        **_column(2, [(store, *_of_store(store, t)) for store in stores], height),
    }
    looks_of: dict[tuple[Key, Key], str] = {}
    for who, way, store in links:
        looks_of[who, way] = looks[who]
        alarm = "alarm" if looks[who] == "alarm" else ""
        looks_of[way, store] = looks_of.get((way, store)) or alarm
    edges = [Edge(boxes[start], boxes[end], look) for (start, end), look in looks_of.items()]
    return Picture(height, list(boxes.values()), edges)


Key = tuple[str, ...]


def _key(entry: AccessEntry) -> Key:
    return "who", entry.id


def _links(entries: Iterable[AccessEntry], t: Phrases) -> list[tuple[Key, Key, Key]]:
    """Who comes by which way to which store; stores beyond the first are one."""
    stores = list(dict.fromkeys(s for entry in entries for grant in entry.grants for s in _stores(grant)))
    named = set(stores if len(stores) <= _MOST_STORES else stores[: _MOST_STORES - 1])
    rest = ("store", t.number(len(stores) - len(named), "more store"), "")
    found = [
        (_key(entry), _way(grant), store if store in named else rest)
        for entry in entries
        for grant in entry.grants
        for store in _stores(grant)
    ]
    return list(dict.fromkeys(found))


def _way(grant: Mapping[str, Any]) -> Key:
    """Groups and roles of one name on two servers are two."""
    return *way_of(grant), system_of(grant) if grant["way"] in ("group", "role") else ""


def _stores(grant: Mapping[str, Any]) -> list[Key]:
    return [(grant["store_type"], store, system_of(grant)) for store in grant["stores"]]


def _ordered(keys: Iterable[Key], weights: Iterable[tuple[Key, int]]) -> list[Key]:
    """Each beside the middle of what it hangs on, so that few lines cross."""
    places: dict[Key, list[int]] = {}
    for key, place in weights:
        places.setdefault(key, []).append(place)
    return sorted(keys, key=lambda key: (sum(places[key]) / len(places[key]), key))


def _column(number: int, rows: Sequence[tuple[Key, str, str, str, str]], height: int) -> dict[Key, Node]:
    step = (height - 2 * _TOP) / max(len(rows), 1)
    return {
        key: Node(number, _TOP + step * (place + 0.5), title, below, look, full)
        for place, (key, title, below, look, full) in enumerate(rows)
    }


def _of_entry(entry: AccessEntry, t: Phrases) -> tuple[str, str]:
    rights = " ".join(LETTERS[right] for right in entry.rights)
    return called(entry, t), f"{_people(entry, t)}: {rights}"


def _people(entry: AccessEntry, t: Phrases) -> str:
    kind = entry.kind.replace("_", " ")
    if entry.use and entry.use["state"] == "service":
        kind = "service"
    if kind not in ("iam user", "postgres role", "server account"):
        return chosen(t.language, kind, chinese.PRINCIPAL.get(kind, ""))
    if entry.people is None:
        return str(t("unknown"))
    left = f" ({t('left')})"
    return ", ".join(person.id + left * person.left for person in entry.people) or str(t("nobody"))


def _told(entry: AccessEntry, t: Phrases) -> str:
    rights = ", ".join(str(t(right)) for right in entry.rights)
    return f"{_with(called(entry, t), entry.system)}, {entry.id}; {_people(entry, t)}; {rights}"


def _look(entry: AccessEntry) -> str:
    if entry.is_alarming:
        return "alarm"
    if any(grant["way"] == "root" for grant in entry.grants):
        return "root"
    return "doubt" if entry.people is None and entry.kind != "service" else ""


def _of_way(way: Key, t: Phrases) -> tuple[str, str, str, str]:
    kind, name, system = chosen(t.language, way[0], chinese.WAY[way[0]]), way[1], way[2]
    below = _with(kind, system) if name else ""
    return name or kind, below, "way", _with(f"{kind} {name}".strip(), system)


def _of_store(store: Key, t: Phrases) -> tuple[str, str, str, str]:
    kind = {"server.path": "path", "s3.bucket": "bucket", "postgres.table": "table"}.get(store[0], "")
    kind = chosen(t.language, kind, chinese.STORE.get(kind, ""))
    return store[1], _with(kind, store[2]), "store", _with(store[1], store[2])


def _with(text: str, system: str) -> str:
    return f"{text} · {system}" if system else text
