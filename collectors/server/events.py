"""From one machine's reply to resources, gaps and complete listings."""

import hashlib
import hmac
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from collectors.server import sections
from collectors.server.facts import (
    accounts,
    audit,
    disks,
    host,
    journald,
    logrotate,
    paths,
    sshd,
    sudo,
    syslog,
)
from collectors.server.reply import NotSeenError, Reply, one_line
from collectors.server.texts import parse_texts
from scanner.interfaces import FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Resource

TYPES = frozenset(
    f"server.{name}" for name in ("host", "sshd", "account", "sudo_rule", "path", "log_policy", "audit")
)
_KEY = b"selfaudit host id"

Facts = Mapping[str, Callable[[Reply], Json]]

HOST: Facts = {
    "os": host.operating_system,
    "mounts": disks.mounts,
    "swap": disks.swap,
    "login_defs": host.login_defs,
}
LOGS: Facts = {"logrotate": logrotate.logrotate, "journald": journald.journald, "syslog": syslog.syslog}
AUDIT: Facts = {"auditd": audit.auditd, "rules": audit.rules, "settings": audit.daemon_settings}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the machine is."""

    id: str
    hostname: str


def identify(reply: Reply) -> Identity:
    """Id from machine-id(5) and hostname; the hostname alone where there is no machine-id."""
    hostname = reply.output("identity", "hostname", "uname").text.strip()
    if not hostname:
        raise NotSeenError(GapReason.MALFORMED, "the machine tells no hostname")
    texts = parse_texts(reply.item("identity", "machine"), reply)
    lines = [line.strip() for path in texts.states for line in texts.files.get(path, ())[:1]]
    machine = next((line for line in lines if re.fullmatch(r"[0-9a-f]{32}", line)), None)
    text = hostname if machine is None else f"{machine}\n{hostname}"
    digest = hmac.new(_KEY, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    return Identity(f"host:{digest[:16]}", hostname)


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine's reply on its way to events."""

    target: str
    wanted: FactRequest
    reply: Reply
    identity: Identity
    paths: Sequence[str]
    now: datetime

    def events(self) -> Iterator[Event]:
        """Everything wanted, type by type; one type's trouble leaves the others alone."""
        listings: Mapping[str, Callable[[], Iterator[Event]]] = {
            "server.host": lambda: self._single("server.host", "", HOST),
            "server.sshd": self._sshd,
            "server.account": self._accounts,
            "server.sudo_rule": self._sudo_rules,
            "server.path": self._paths,
            "server.log_policy": lambda: self._single("server.log_policy", "/log_policy", LOGS),
            "server.audit": lambda: self._single("server.audit", "/audit", AUDIT),
        }
        for type_, listing in listings.items():
            if self.wanted.wants(type_):
                yield from self._guarded(type_, listing)

    def _guarded(self, type_: str, listing: Callable[[], Iterator[Event]]) -> Iterator[Event]:
        try:
            # Whole before anything is passed on: a listing that breaks half way must not look complete.
            events = list(listing())
        except NotSeenError as problem:
            events = [Gap(self.target, type_, problem.reason, problem.detail)]
        except Exception as error:  # noqa: BLE001 (the boundary: a parser that met something new is a gap)
            detail = f"the answer was not understood: {type(error).__name__}: {one_line(str(error), 100)}"
            events = [Gap(self.target, type_, GapReason.MALFORMED, detail)]
        yield from events

    def _single(self, type_: str, suffix: str, functions: Facts) -> Iterator[Event]:
        yield from self._resource(type_, self.identity.id + suffix, self.identity.hostname, functions)
        yield Enumerated(self.target, type_, 1)

    def _resource(self, type_: str, id_: str, name: str, functions: Facts) -> Iterator[Event]:
        """Gaps for the facts that cannot be told, then the resource with the others."""
        facts = {}
        for fact in sorted(self.wanted.facts(type_) & functions.keys()):
            try:
                facts[fact] = functions[fact](self.reply)
            except NotSeenError as problem:
                yield Gap(self.target, type_, problem.reason, problem.detail, resource=id_, fact=fact)
            except Exception as error:  # noqa: BLE001 (the boundary, as above, for one fact)
                detail = f"the answer was not understood: {type(error).__name__}"
                yield Gap(self.target, type_, GapReason.MALFORMED, detail, resource=id_, fact=fact)
        yield Resource(id_, type_, name, self.target, facts, self.now)

    def _sshd(self) -> Iterator[Event]:
        if not sshd.installed(self.reply):
            yield Enumerated(self.target, "server.sshd", 0)
            return
        id_ = f"{self.identity.id}/sshd"
        try:
            value = sshd.read(self.reply)
        except NotSeenError as problem:
            value = _raising(problem)
        functions = {fact: _asking(value, fact) for fact in sshd.FACTS}
        yield from self._resource("server.sshd", id_, self.identity.hostname, functions)
        yield Enumerated(self.target, "server.sshd", 1)

    def _paths(self) -> Iterator[Event]:
        for index, path in enumerate(self.paths):
            functions = paths.facts(sections.section(index))
            yield from self._resource("server.path", f"{self.identity.id}/path{path}", path, functions)
        yield Enumerated(self.target, "server.path", len(self.paths))

    def _accounts(self) -> Iterator[Event]:
        type_ = "server.account"
        listing = accounts.listing(self.reply)
        for problem in listing.problems:
            yield Gap(self.target, type_, problem.reason, problem.detail)
        shared = yield from self._shared(
            type_,
            {"groups": accounts.groups, "password": accounts.passwords, "system": accounts.system_limit},
        )
        for account in listing.accounts:
            yield from self._account(account, shared, listing.repeated.get(account.name))
        if not listing.problems:
            yield Enumerated(self.target, type_, len(listing.accounts))

    def _shared(self, type_: str, sources: Facts) -> Generator[Event, None, dict[str, Json]]:
        """Sources that serve all resources of a type: what cannot be read is one gap for the whole fact."""
        found = {}
        for fact, source in sources.items():
            if fact not in self.wanted.facts(type_):
                continue
            try:
                found[fact] = source(self.reply)
            except NotSeenError as problem:
                yield Gap(self.target, type_, problem.reason, problem.detail, fact=fact)
        return found

    def _account(
        self, account: accounts.Account, shared: Mapping[str, Json], repeated: NotSeenError | None
    ) -> Iterator[Event]:
        id_ = f"{self.identity.id}/account/{account.name}"
        if repeated is not None:
            yield Gap(self.target, "server.account", repeated.reason, repeated.detail, resource=id_)
            yield Resource(id_, "server.account", account.name, self.target, {}, self.now)
            return
        plain = accounts.basics(account)
        functions = {fact: _constant(value) for fact, value in plain.items()}
        if "groups" in shared:
            functions["groups"] = lambda _: shared["groups"].of(account)
        if "password" in shared:
            functions["password"] = lambda _: shared["password"].of(account)
        if "system" in shared:
            functions["system"] = lambda _: accounts.is_system(account, shared["system"])
        yield from self._resource("server.account", id_, account.name, functions)

    def _sudo_rules(self) -> Iterator[Event]:
        type_ = "server.sudo_rule"
        rules = sudo.rules(self.reply)
        shared: Mapping[str, Json] = {}
        if rules:
            shared = yield from self._shared(type_, {"nopasswd": sudo.defaults})
        for rule in rules:
            yield from self._sudo_rule(rule, shared)
        yield Enumerated(self.target, type_, len(rules))

    def _sudo_rule(self, rule: sudo.Rule, shared: Mapping[str, Json]) -> Iterator[Event]:
        plain = rule.facts()
        functions = {fact: _constant(value) for fact, value in plain.items()}
        if "nopasswd" in shared:
            functions["nopasswd"] = lambda _: sudo.nopasswd(rule, shared["nopasswd"], self.identity.hostname)
        id_ = f"{self.identity.id}/sudo_rule/{rule.key}"
        yield from self._resource("server.sudo_rule", id_, rule.name, functions)


def _constant(value: Json) -> Callable[[Reply], Json]:
    return lambda _: value


def _asking(value: Callable[[str], Json], fact: str) -> Callable[[Reply], Json]:
    return lambda _: value(fact)


def _raising(problem: NotSeenError) -> Callable[[str], Json]:
    def value(fact: str) -> Json:  # noqa: ARG001 (every fact has the same trouble)
        raise problem

    return value
