"""The endpoint collector: one service, asked from the network as its clients ask it."""

import importlib.util
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from collectors.endpoints.settings import SCHEMA, Settings, problems, settings_of
from scanner.interfaces import ConfigurationError, FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target

HTTP = "endpoint.http"
PORT = "endpoint.port"
SSH = "endpoint.ssh"
TLS = "endpoint.tls"
NEEDS_SSLYZE = "install SSLyze beside selfaudit: pip install 'selfaudit[endpoints]'"


def _now() -> datetime:
    return datetime.now(UTC)


class EndpointCollector:
    """What one endpoint negotiates and shows before any login: TLS, certificates, HSTS, SSH, plain text.

    Nothing is logged in to, and nothing is sent that tries a flaw.
    """

    types: frozenset[str] = frozenset({HTTP, PORT, SSH, TLS})
    settings_schema: Mapping[str, Json] = SCHEMA

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> Sequence[str]:
        """What is wrong with settings that fit the schema, one line each."""
        return list(problems(target))

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what the endpoint shows; raises ConfigurationError at once."""
        found = self.check(target)
        if found:
            raise ConfigurationError(*found)
        return _Scan(target, settings_of(target), wanted, self._clock).events()


class _Scan:
    """One endpoint: which types it can have, and the facts of each."""

    def __init__(
        self, target: Target, settings: Settings, wanted: FactRequest, clock: Callable[[], datetime]
    ) -> None:
        self._target = target
        self._settings = settings
        self._wanted = wanted
        self._clock = clock

    def events(self) -> Iterator[Event]:
        protocol = self._settings.protocol
        parts: tuple[tuple[str, bool, Callable[[], Iterator[Event]]], ...] = (
            (TLS, protocol in ("https", "tls"), self._tls),
            (HTTP, protocol == "https", self._http),
            (SSH, protocol == "ssh", self._ssh),
            (PORT, True, self._ports),
        )
        for type_, possible, part in parts:
            if not self._wanted.wants(type_):
                continue
            if not possible:
                yield Enumerated(self._target.id, type_, 0)
            elif self._wanted.halt.is_set():
                yield self._gap(type_, self._wanted.halt.reason, self._wanted.halt.detail)
            else:
                yield from part()

    def _tls(self) -> Iterator[Event]:
        from collectors.child import ChildError, ask

        if importlib.util.find_spec("sslyze") is None:
            yield self._gap(TLS, GapReason.TOOL_ABSENT, NEEDS_SSLYZE)
            return
        at_hand = self._at_hand()
        wanted = sorted(self._wanted.facts(TLS) - at_hand.keys())
        settings = self._settings
        question = {
            "host": settings.host,
            "port": settings.port,
            "starttls": settings.starttls,
            "server_name": settings.server_name,
            "ca_file": str(settings.ca_file) if settings.ca_file else None,
            "connect_seconds": settings.connect_seconds,
            "wanted": wanted,
        }
        try:
            reply = ask(
                "collectors.endpoints.tls_worker", question, settings.target_seconds, self._wanted.halt
            )
        except ChildError as error:
            yield self._gap(TLS, error.reason, error.detail)
            return
        if "trouble" in reply:
            yield self._gap(TLS, GapReason(reply["trouble"][0]), reply["trouble"][1])
            return
        for fact, (reason, detail) in reply["gaps"].items():
            yield self._gap(TLS, GapReason(reason), detail, fact=fact)
        yield from self._resource(TLS, {**at_hand, **reply["facts"]})

    def _at_hand(self) -> dict[str, Json]:
        settings = self._settings
        return {
            "server_name": settings.server_name,
            "port": settings.port,
            "servers": list(settings.servers),
        }

    def _http(self) -> Iterator[Event]:
        from collectors.endpoints.http import NoAnswerError, hsts

        try:
            facts = {"hsts": hsts(self._settings)}
        except NoAnswerError as error:
            yield self._gap(HTTP, error.reason, error.detail)
            return
        yield from self._resource(HTTP, facts)

    def _ssh(self) -> Iterator[Event]:
        from collectors.endpoints import ssh
        from collectors.endpoints.http import NoAnswerError

        try:
            facts = {**self._at_hand(), **ssh.algorithms(self._settings)}
        except NoAnswerError as error:
            yield self._gap(SSH, error.reason, error.detail)
            return
        if "host_keys" in self._wanted.facts(SSH):
            try:
                facts["host_keys"] = ssh.host_keys(self._settings, facts["hostkeyalgorithms"])
            except NoAnswerError as error:
                yield self._gap(SSH, error.reason, error.detail, fact="host_keys")
        yield from self._resource(SSH, facts)

    def _ports(self) -> Iterator[Event]:
        settings = self._settings
        own = (settings.port,) if settings.protocol == "http" else ()
        count = 0
        for port in (*own, *settings.plain_ports):
            for event in self._port(port):
                count += isinstance(event, Resource)
                yield event
        yield Enumerated(self._target.id, PORT, count)

    def _port(self, port: int) -> Iterator[Event]:
        from collectors.endpoints.http import NoAnswerError
        from collectors.endpoints.ports import answer_of

        id_ = f"{self._settings.id}/plain/{port}"
        try:
            answer = answer_of(self._settings, port)
        except NoAnswerError as error:
            yield self._gap(PORT, error.reason, error.detail, resource=id_)
            answer = ""
        if answer == "no_answer" and not self._alive():
            detail = "neither the endpoint nor this port answers from here"
            yield self._gap(PORT, GapReason.UNREACHABLE, detail, resource=id_)
            answer = ""
        facts = {"answer": answer, "port": port} if answer else {}
        name = f"{self._settings.host}:{port}"
        yield Resource(id_, PORT, name, self._target.id, self._kept(PORT, facts), self._clock())

    def _alive(self) -> bool:
        """Whether the endpoint itself takes connections: only then silence elsewhere is a packet filter."""
        from collectors.endpoints.http import NoAnswerError
        from collectors.endpoints.ports import connect

        try:
            return connect(self._settings, self._settings.port) == "open"
        except NoAnswerError:
            return False

    def _resource(self, type_: str, facts: Mapping[str, Json]) -> Iterator[Event]:
        settings = self._settings
        name = f"{settings.server_name}:{settings.port}"
        kept = self._kept(type_, facts)
        yield Resource(settings.id, type_, name, self._target.id, kept, self._clock())
        yield Enumerated(self._target.id, type_, 1)

    def _kept(self, type_: str, facts: Mapping[str, Json]) -> dict[str, Json]:
        wanted = self._wanted.facts(type_)
        return {fact: value for fact, value in facts.items() if fact in wanted}

    def _gap(
        self,
        type_: str,
        reason: GapReason,
        detail: str,
        *,
        resource: str | None = None,
        fact: str | None = None,
    ) -> Gap:
        place = f"{self._settings.host}:{self._settings.port}"
        text = detail if resource else f"{place}: {detail}"
        return Gap(self._target.id, type_, reason, text, resource=resource, fact=fact)
