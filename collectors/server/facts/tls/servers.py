"""From the probe's reply to the endpoints of each program that is installed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from collectors.server.facts import host
from collectors.server.facts.tls import apache, haproxy, model, mysql, nginx, openssl, postgresql
from collectors.server.facts.tls.apache_text import Reader
from collectors.server.facts.tls.model import Endpoint, Found, Library
from collectors.server.reply import NotSeenError, Reply, once, one_line
from collectors.server.texts import parse_texts
from scanner.model import GapReason


@dataclass(frozen=True, slots=True)
class Served:
    """An endpoint with what is known of its program. `shared`: it uses the machine's own OpenSSL."""

    endpoint: Endpoint
    running: bool
    shared: bool

    def library(self, reply: Reply) -> Library:
        """Its OpenSSL; one of its own is not known."""
        return openssl.library(reply, ubuntu=_is_ubuntu(reply)) if self.shared else Library(None)


@once
def endpoints(reply: Reply) -> Sequence[Served | NotSeenError]:
    """Every endpoint of the machine, and every reason why the list is not whole."""
    return list(_each(reply))


def _each(reply: Reply) -> Iterator[Served | NotSeenError]:
    for program in _PROGRAMS:
        yield from reply.alike(program.served)


@dataclass(frozen=True, slots=True)
class _Program:
    section: str
    read: Callable[[Reply, bool], Found]
    shared: Callable[[Reply], bool]

    def served(self, reply: Reply) -> Sequence[Served | NotSeenError]:
        """Its endpoints, and why these are not all."""
        found: list[Served | NotSeenError] = []
        try:
            found.extend(_of(reply, self))
        except NotSeenError as problem:
            found.append(problem.with_traceback(None))
        except Exception as error:  # noqa: BLE001 (the boundary: one program's trouble leaves the others alone)
            what = f"{self.section.removeprefix('tls_')}: not understood: {type(error).__name__}"
            found.append(NotSeenError(GapReason.MALFORMED, f"{what}: {one_line(str(error), 100)}"))
        return found


def _of(reply: Reply, program: _Program) -> Iterator[Served | NotSeenError]:
    processes = reply.output(program.section, "running", "sh").lines()
    if any(line.startswith("hidden") for line in processes):
        raise reply.denied(
            "processes of that name are hidden (hidepid) or an ordinary account's; they may name other files"
        )
    running = any(line.strip() for line in processes)
    if reply.item(program.section, "binary").status != 0:
        if running:
            name = processes[0].split()[0]
            raise model.unsupported(
                f"{name} runs, but is not installed here; in a container it is not looked at"
            )
        return
    found = program.read(reply, running)
    yield from found.problems
    shared = program.shared(reply)
    yield from (Served(endpoint, running, shared) for endpoint in found.endpoints)


def _is_ubuntu(reply: Reply) -> bool:
    try:
        return bool(host.operating_system(reply)["id"] == "ubuntu")
    except NotSeenError:
        # Its patches matter; where it may be one, nothing is taken for granted.
        return True


def _nginx(reply: Reply, running: bool) -> Found:  # noqa: ARG001 (as all readers)
    texts = parse_texts(reply.item("tls_nginx", "files"), reply)
    match = re.search(r"nginx version: \S+?/(\d+\.\d+\.\d+)", reply.item("tls_nginx", "version").text)
    mains = reply.output("tls_nginx", "mains", "sh").lines()
    found = [nginx.endpoints(texts, main, match[1] if match else None) for main in mains]
    return Found([endpoint for one in found for endpoint in one.endpoints])


def _nginx_shared(reply: Reply) -> bool:
    text = reply.item("tls_nginx", "version").text
    match = re.search(r"running with OpenSSL (\d+\.\d+\.\d+)", text) or re.search(
        r"built with OpenSSL (\S+)", text
    )
    return match is not None and match[1] == _own_version(reply)


def _own_version(reply: Reply) -> str | None:
    version = openssl.version_of(reply)
    return ".".join(str(part) for part in version) if version else None


def _apache(reply: Reply, running: bool) -> Found:
    main = reply.item("tls_apache", "main").text.strip()
    if not main:
        raise model.unsupported("httpd is installed without a configuration in a place that is known here")
    text = reply.item("tls_apache", "version").text
    reader = Reader(
        texts=parse_texts(reply.item("tls_apache", "files"), reply),
        root=main.removesuffix("/conf/httpd.conf") if "/conf/" in main else main.rpartition("/")[0],
        static=re.findall(r"^\s+(\w+\.c)$", text, re.MULTILINE),
        version=apache.version_of(text),
        arguments=reply.output("tls_apache", "arguments", "sh").lines() if running else None,
    )
    return apache.endpoints(reader, main)


def _haproxy(reply: Reply, running: bool) -> Found:
    texts = parse_texts(reply.item("tls_haproxy", "files"), reply)
    match = re.search(r"version (\d+\.\d+\.\d+)", reply.item("tls_haproxy", "version").text)
    others = reply.output("tls_haproxy", "others", "sh").text
    if not running and others[:1] in ("N", "D"):
        raise model.unsupported("haproxy does not run; whether it reads /etc/haproxy/conf.d is not known")
    mains = reply.output("tls_haproxy", "mains", "sh").lines()
    return haproxy.endpoints(texts, mains, match[1] if match else None)


def _haproxy_shared(reply: Reply) -> bool:
    match = re.search(r"unning on OpenSSL version : OpenSSL (\S+)", reply.item("tls_haproxy", "version").text)
    return match is not None and match[1] == _own_version(reply)


def _postgresql(reply: Reply, running: bool) -> Found:  # noqa: ARG001 (as all readers)
    texts = parse_texts(reply.item("tls_postgresql", "files"), reply)
    problems = [
        reply.denied(f"{line[1:]} is out of reach")
        for line in reply.output("tls_postgresql", "hidden", "sh").lines()
        if line
    ]
    found: list[Endpoint] = []
    for cluster in _clusters(reply.output("tls_postgresql", "clusters", "sh").lines()):
        try:
            lines = texts.read(f"{cluster.data}/PG_VERSION") if cluster.version is None else None
            version = lines[0].strip() if lines else cluster.version
            whole = postgresql.Cluster(cluster.config, cluster.data, version, cluster.arguments)
            found += postgresql.endpoint(texts, whole).endpoints
        except NotSeenError as problem:
            problems.append(problem)
    return Found(found, problems)


def _clusters(lines: Sequence[str]) -> list[postgresql.Cluster]:
    """Each configuration once; what runs comes first and has arguments."""
    found: dict[str, postgresql.Cluster] = {}
    current: tuple[str, str | None] | None = None
    for line in lines:
        kind, _, rest = line.partition(" ")
        first, _, second = rest.partition(" ")
        if kind == "C":
            match = re.match(r"/etc/postgresql/(\d+(?:\.\d+)?)/", first)
            current = None if first in found else (first, None if second == "-" else second)
            if current is not None:
                found[first] = postgresql.Cluster(*current, match[1] if match else None)
        elif kind == "A" and current is not None:
            known = found[current[0]]
            arguments = [*known.arguments, (first, second)]
            found[current[0]] = postgresql.Cluster(known.config, known.data, known.version, arguments)
    return list(found.values())


def _mysql(reply: Reply, running: bool) -> Found:
    persisted = reply.output("tls_mysql", "persisted", "sh").lines()
    if not running and persisted[:1] == ["A/var/lib/mysql"]:
        return Found()
    text = reply.item("tls_mysql", "version").text
    match = re.search(r"Ver (\d+\.\d+\.\d+)", text)
    flavour = "mariadb" if "mariadb" in text.lower() else "mysql"
    words = reply.output("tls_mysql", "arguments", "sh").lines()
    for line in persisted:
        if flavour == "mysql" and line[:1] == "D":
            raise reply.denied(f"{line[1:]} is out of reach; SET PERSIST may have changed settings there")
        if flavour == "mysql" and line[:1] == "P":
            raise model.unsupported(f"SET PERSIST has set {line[1:]}; what is in force is not in the files")
    odd = [word for word in words if re.match(r"--(defaults-(extra|group)|no-defaults)", word)]
    if odd:
        raise model.unsupported(f"the server runs with {odd[0].partition('=')[0]}, which is not followed")
    server = mysql.Server(
        flavour,
        match[1] if match else None,
        [word for word in words if word and not word.startswith("--defaults-")],
    )
    texts = parse_texts(reply.item("tls_mysql", "files"), reply)
    return mysql.endpoint(texts, reply.output("tls_mysql", "mains", "sh").lines(), server)


def _packaged(section: str) -> Callable[[Reply], bool]:
    def shared(reply: Reply) -> bool:
        """Packages of a distribution use its OpenSSL; MySQL's own brings one along."""
        path = reply.item(section, "binary").text
        ours = path.startswith(("/usr/", "/sbin/", "/bin/")) and not path.startswith("/usr/local/")
        return ours and ("mysqld" not in path or "MariaDB" in reply.item(section, "version").text)

    return shared


_PROGRAMS = (
    _Program("tls_nginx", _nginx, _nginx_shared),
    _Program("tls_apache", _apache, _packaged("tls_apache")),
    _Program("tls_haproxy", _haproxy, _haproxy_shared),
    _Program("tls_postgresql", _postgresql, _packaged("tls_postgresql")),
    _Program("tls_mysql", _mysql, _packaged("tls_mysql")),
)
SECTIONS = (*(program.section for program in _PROGRAMS), "tls_openssl", "os")
"""The sections of the probe that the endpoints come from."""
