"""postgresql.conf as a `postgres.server` and its `server.tls_endpoint`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from collectors.config_files import nginx
from collectors.config_files.facts import Found, raising, sources
from collectors.config_files.tree import Tree
from collectors.planned.drafts import Draft
from collectors.postgres.setting_facts import SETTINGS, pgaudit
from collectors.server.facts.tls.model import Endpoint
from collectors.server.facts.tls.postgresql import (
    Absent,
    Cluster,
    boolean,
    endpoint_of,
    settings_seen,
)
from collectors.server.facts.tls.protocols import protocol
from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason

SERVER, ENDPOINT = "postgres.server", nginx.TYPE
PLACE = "/etc/postgresql/postgresql.conf"
_SWITCHES = frozenset(
    [
        "ssl",
        "log_disconnections",
        "logging_collector",
        "row_security",
        "data_checksums",
        "fsync",
        "full_page_writes",
    ]
)
_WORDS: Mapping[str, frozenset[str]] = {
    "password_encryption": frozenset({"md5", "scram-sha-256"}),
    "log_statement": frozenset({"none", "ddl", "mod", "all"}),
    "wal_level": frozenset({"minimal", "replica", "logical", "archive", "hot_standby"}),
    "archive_mode": frozenset({"on", "off", "always"}),
}
"""What the server takes (chapter "Server Configuration" of the PostgreSQL manual), in lower case."""


_CONTEXT = frozenset({"log_destination", "listen_addresses"})
"""Settings that make others matter and are not what a check objects to."""


@dataclass(slots=True)
class Values:
    """What the files set: the last line counts. `unsure`: an include that is not there may overrule it."""

    shown: str
    set: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    unsure: NotSeenError | None = None

    @classmethod
    def read(cls, tree: Tree) -> "Values":
        """Raises NotSeenError when a file cannot be read or understood."""
        values = cls(tree.shown(tree.place))
        for found in settings_seen(tree, tree.place):
            if isinstance(found, Absent):
                values.unsure = found.problem
                values.set.clear()
                values.places.clear()
            else:
                values.set[found.name] = found.value
                values.places[found.name] = (found.file, found.line)
        return values

    def text(self, name: str) -> str:
        """A setting as the server shows it; raises NotSeenError when the files do not set it."""
        if name not in self.set:
            raise self.unsure or self.unset(name)
        value = self.set[name]
        if name in _SWITCHES:
            return "on" if boolean(value, name) else "off"
        if name == "ssl_min_protocol_version":
            return protocol(value, name) if value else ""
        if name in _WORDS and value.lower() not in _WORDS[name]:
            return _as_switch(name, value)
        return value.lower() if name in _WORDS else value

    def unset(self, name: str) -> NotSeenError:
        """Why the server's value of a setting is not known."""
        detail = f"{self.shown} does not set {name}, and what holds then is not in the source"
        return NotSeenError(GapReason.NOT_IN_SOURCE, detail)


def _as_switch(name: str, value: str) -> str:
    """Words that were switches once and can be written as such; raises NotSeenError for another word."""
    on = boolean(value, name)
    if name == "password_encryption":
        return "md5" if on else "off"
    if name == "archive_mode":
        return "on" if on else "off"
    raise NotSeenError(
        GapReason.MALFORMED, f"postgresql: {name} is set to a word that the server does not take"
    )


def found(tree: Tree, *, part: bool) -> Found:
    """The server and its endpoint; of one of several files (`part`), the server alone."""
    try:
        values = Values.read(tree)
    except NotSeenError as problem:
        return Found(problems=[(SERVER, problem), (ENDPOINT, problem)])
    shown = tree.shown(tree.place)
    locations = {"": tree.location(tree.place, 1)}
    locations.update(
        (name, tree.location(*place))
        for name, place in values.places.items()
        if name in SETTINGS and name not in _CONTEXT
    )
    server = Draft(SERVER, shown, shown, sources(tree, dict(_server(values))), locations=locations)
    if part:
        return Found([server])
    try:
        return Found([server, _endpoint(tree, values)])
    except NotSeenError as problem:
        return Found([server], [(ENDPOINT, problem)])


def _server(values: Values) -> Iterator[tuple[str, Callable[[], Json]]]:
    for name, parse in SETTINGS.items():
        yield name, partial(_setting, values, name, parse)
    yield "pgaudit", lambda: pgaudit(values.text("shared_preload_libraries"), values.text)
    yield "archiving", lambda: _archiving(values)


def _setting(values: Values, name: str, parse: Callable[[str], Json]) -> Json:
    return parse(values.text(name))


def _archiving(values: Values) -> Json:
    commands = [values.set.get(name, "") for name in ("archive_command", "archive_library")]
    if not any(commands):
        # Neither is set, or to nothing; which of the two is not told here must not matter.
        commands = [values.text("archive_command")]
    return {"mode": values.text("archive_mode"), "command_set": any(commands)}


def _endpoint(tree: Tree, values: Values) -> Draft:
    """The endpoint; what depends on settings that the files do not make is not known."""
    folder = tree.place.rpartition("/")[0]
    data = values.set.get("data_directory", folder)
    cluster = Cluster(tree.place, data, None)
    endpoint = endpoint_of(tree, cluster, values.set, data)
    facts = nginx.endpoint_facts(tree, endpoint)
    for name, concerned in _DECIDED_BY.items():
        if name not in values.set:
            problem = values.unsure or values.unset(name)
            facts.update(dict.fromkeys(concerned, raising(problem)))
    places = {fact: values.places[name] for name, fact in _SETTLED_BY.items() if name in values.places}
    endpoint = replace(endpoint, places={**places, **_records(tree, endpoint)})
    return nginx.draft(tree, endpoint, "postgresql", facts)


def _records(tree: Tree, endpoint: Endpoint) -> dict[str, tuple[str, int]]:
    """Lines of pg_hba.conf, by the words that rules use for them."""
    if not isinstance(endpoint.hba, list):
        return {}
    path = next(path for path in tree.seen if path.endswith("pg_hba.conf"))
    return {f"hba/{_words(record)}": (path, record["line"]) for record in reversed(endpoint.hba)}


def _words(record: Mapping[str, Any]) -> str:
    names = (",".join(record["databases"]), ",".join(record["users"]))
    return " ".join((record["type"], *names, record["address"], record["method"]))


_SETTLED_BY = {
    "ssl_ciphers": "ciphers",
    "ssl_min_protocol_version": "protocols",
    "ssl": "listen",
}
"""Settings by the fact of an endpoint at whose place they are shown."""
_DECIDED_BY: Mapping[str, tuple[str, ...]] = {
    "listen_addresses": ("listen",),
    "ssl": ("listen", "protocols", "ciphers", "certificates"),
    "ssl_cert_file": ("certificates",),
    "ssl_key_file": ("certificates",),
}
"""Settings by the facts of an endpoint that they decide."""


def tree_of(path: Path, shown: str) -> Tree:
    """The files of a server, in the folder where they will be as far as they tell."""
    tree = Tree(path, shown, PLACE)
    try:
        values = Values.read(tree)
    except NotSeenError:
        return tree
    hba = values.set.get("hba_file", "")
    return Tree(path, shown, f"{hba.rpartition('/')[0]}/postgresql.conf") if hba.startswith("/") else tree
