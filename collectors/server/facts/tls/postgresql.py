"""PostgreSQL: postgresql.conf.

Sources: https://www.postgresql.org/docs/current/config-setting.html, runtime-config-connection.html.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.facts.tls import model
from collectors.server.facts.tls.model import NO, YES, Endpoint, Found, Library, Listen, Pair
from collectors.server.facts.tls.pg_hba import plain_text, records, remote
from collectors.server.facts.tls.protocols import between, negotiable, protocol
from collectors.server.reply import NotSeenError
from collectors.server.texts import Files
from scanner.model import GapReason

DEFAULT_CIPHERS = "HIGH:MEDIUM:+3DES:!aNULL"
_LOWEST: Mapping[model.Version, str] = {(9, 4): "TLSv1", (13,): "TLSv1.2"}
"""The default of ssl_min_protocol_version by version; before 12 it is not a setting."""
_MAX_INCLUDES = 10
_SETTING = re.compile(
    r"\s*([A-Za-z_][A-Za-z0-9_.]*)(?:\s*=\s*|\s+)('(?:[^'\\]|''|\\.)*'|[^\s#']+)\s*(?:#.*)?$"
)
_TRUE = ("on", "true", "yes", "1", "tru", "tr", "t", "ye", "y")
_FALSE = ("off", "false", "no", "0", "of", "fals", "fal", "fa", "f", "n")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where one server's files are, and what its command line sets."""

    config: str
    data: str | None
    version: str | None
    arguments: Sequence[tuple[str, str]] = ()


def endpoint(texts: Files, cluster: Cluster) -> Found:
    """The one endpoint of a cluster; raises NotSeenError when a file cannot be read or understood."""
    values = {setting.name: setting.value for setting in settings(texts, cluster.config)}
    data = values.get("data_directory", cluster.data)
    if data is None:
        raise model.unsupported(f"postgresql: where the data of {cluster.config} are is not known")
    auto = f"{data}/postgresql.auto.conf"
    if not texts.absent(auto):
        values.update((setting.name, setting.value) for setting in settings(texts, auto))
    values.update(cluster.arguments)
    return Found([endpoint_of(texts, cluster, values, data)])


def endpoint_of(texts: Files, cluster: Cluster, values: Mapping[str, str], data: str) -> Endpoint:
    """The endpoint that settings make; what is not set has the default of every version."""
    secure = boolean(values.get("ssl", "off"), "ssl")
    listens = [*_listens(values, YES if secure else NO)]
    ciphers = values.get("ssl_ciphers")
    hba = model.attempt(lambda: remote(records(texts, _path(values.get("hba_file"), cluster, "pg_hba.conf"))))
    pair = Pair(
        _absolute(values.get("ssl_cert_file", "server.crt"), data),
        _absolute(values.get("ssl_key_file", "server.key"), data),
    )
    return Endpoint(
        software="postgresql",
        version=cluster.version,
        file=cluster.config,
        line=1,
        names=[],
        listens=listens,
        protocols=lambda library: _protocols(values, cluster.version, library),
        certificates=[pair] if secure else [],
        cipher_string=ciphers or DEFAULT_CIPHERS,
        ciphers_set=ciphers,
        plain_text=plain_text(hba),
        hba=hba,
    )


def _path(given: str | None, cluster: Cluster, name: str) -> str:
    folder = cluster.config.rpartition("/")[0]
    return _absolute(given or name, folder)


def _absolute(path: str, folder: str) -> str:
    return path if path.startswith("/") else f"{folder}/{path}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of postgresql.conf; of several with the same name the last one counts."""

    name: str
    value: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Absent:
    """An include that is not in the source: what stands before it may be overruled there."""

    problem: NotSeenError


def settings(texts: Files, path: str) -> Iterator[Setting]:
    """All settings in order; raises NotSeenError when a file cannot be read or understood."""
    for found in settings_seen(texts, path):
        if isinstance(found, Absent):
            raise found.problem
        yield found


def settings_seen(texts: Files, path: str, depth: int = 0) -> Iterator[Setting | Absent]:
    """The same, with a place for each include that is not in the source."""
    lines = texts.read(path)
    if lines is None or depth > _MAX_INCLUDES:
        raise model.unsupported(f"postgresql: {path} is missing or included too deep")
    for number, line in enumerate(lines, 1):
        if line.lstrip()[:1] in ("", "#"):
            continue
        match = _SETTING.match(line)
        if match is None:
            raise model.malformed(f"postgresql: {path}:{number} is not understood")
        name, value = match[1].lower(), _unquoted(match[2])
        if name.startswith("include"):
            yield from _brought(texts, path, name, value, depth)
        else:
            yield Setting(name, value, path, number)


def _brought(texts: Files, path: str, name: str, value: str, depth: int) -> Iterator[Setting | Absent]:
    try:
        found = _included(texts, path, name, value)
    except NotSeenError as problem:
        if problem.reason is not GapReason.NOT_IN_SOURCE:
            raise
        yield Absent(problem)
        return
    for included in found:
        yield from settings_seen(texts, included, depth + 1)


def _unquoted(value: str) -> str:
    if not value.startswith("'"):
        return value
    return re.sub(r"''|\\(.)", lambda m: m[1] or "'", value[1:-1])


def _included(texts: Files, path: str, name: str, value: str) -> Sequence[str]:
    full = _absolute(value, path.rpartition("/")[0])
    pattern = f"{full.rstrip('/')}/*.conf" if name == "include_dir" else full
    found = texts.included(pattern)
    if found is None:
        raise model.unsupported(f"postgresql: {path}: the include of {full} was not followed")
    if not found and name == "include":
        raise model.unsupported(f"postgresql: {path}: {full} is missing; the server refuses this")
    return found


def boolean(value: str, name: str) -> bool:
    """A boolean of postgresql.conf; raises NotSeenError for another word."""
    word = value.lower()
    if word not in (*_TRUE, *_FALSE):
        raise model.malformed(f"postgresql: {name} is neither on nor off")
    return word in _TRUE


def _listens(values: Mapping[str, str], tls: str) -> Iterator[Listen]:
    port = values.get("port", "5432")
    if not port.isdigit():
        raise model.malformed("postgresql: port is not a number")
    for part in values.get("listen_addresses", "localhost").split(","):
        address = part.strip().strip('"')
        if address:
            yield Listen("*" if address == "0.0.0.0" else address, int(port), tls)  # noqa: S104 (compared)
    yield Listen(f"unix:.s.PGSQL.{port}", None, NO)


def _protocols(values: Mapping[str, str], version: str | None, library: Library) -> list[str]:
    lowest = values.get("ssl_min_protocol_version")
    highest = values.get("ssl_max_protocol_version")
    # The empty value takes whatever the library takes.
    bottom = protocol(lowest, "ssl_min_protocol_version") if lowest else None
    if lowest is None:
        bottom = str(model.since(version, _LOWEST))
    top = protocol(highest, "ssl_max_protocol_version") if highest else None
    return negotiable(between(bottom or "TLSv1", top), values.get("ssl_ciphers"), library)
