"""Which sections of the probe give which facts."""

import shlex
from collections.abc import Mapping, Sequence

from collectors.server.probe import Part, text
from scanner.interfaces import FactRequest

SECONDS = 20
PATH_SECONDS = 60

_HOST = {
    "os": ("os",),
    "mounts": ("mounts",),
    "swap": ("swap", "mounts"),
    "login_defs": ("login_defs",),
}
_ACCOUNT = {"groups": ("accounts",), "password": ("accounts",), "system": ("login_defs",)}
_LOGS = {"logrotate": ("logrotate",), "journald": ("journald",), "syslog": ("syslog",)}
_AUDIT = {"auditd": ("audit",), "rules": ("audit_rules",), "settings": ("audit_settings",)}

OF_FACT: Mapping[str, Mapping[str, Sequence[str]]] = {
    "server.host": _HOST,
    "server.account": _ACCOUNT,
    "server.log_policy": _LOGS,
    "server.audit": _AUDIT,
    "server.path": {"mount": ("mounts",)},
}
OF_TYPE: Mapping[str, Sequence[str]] = {
    "server.account": ("accounts",),
    "server.sshd": ("sshd",),
    "server.sudo_rule": ("sudo",),
}
_PATH_CALLS = {
    "acl": ("acl",),
    "default_acl": ("acl",),
    "mount": ("place",),
    "files": ("run count count",),
}


def needed(wanted: FactRequest, paths: Sequence[str], timeout: float) -> list[Part]:
    """The sections to run, slow ones last. `timeout` is the whole host's, in seconds."""
    names: dict[str, None] = {"identity": None}
    for type_ in wanted.types:
        names.update(dict.fromkeys(OF_TYPE.get(type_, ())))
        for fact in sorted(wanted.facts(type_)):
            names.update(dict.fromkeys(OF_FACT.get(type_, {}).get(fact, ())))
    parts = [Part(name, text(name), _limit(SECONDS, timeout / 4)) for name in names]
    if not wanted.wants("server.path"):
        return parts
    facts = wanted.facts("server.path")
    limit = _limit(PATH_SECONDS, timeout / 2)
    return [*parts, *(Part(section(i), _path(path, facts), limit) for i, path in enumerate(paths))]


def library(wanted: FactRequest) -> str:
    """Shell functions that the sections use."""
    return text("lib") + (text("path") if wanted.wants("server.path") else "")


def section(index: int) -> str:
    """Name of the section of one path."""
    return f"path.{index}"


def _limit(most: int, share: float) -> int:
    return max(1, min(most, int(share)))


def _path(path: str, facts: frozenset[str]) -> str:
    calls = dict.fromkeys(call for fact in sorted(facts) for call in _PATH_CALLS.get(fact, ()))
    return "\n".join([f"path={shlex.quote(path)}", "run stat about", *calls])
