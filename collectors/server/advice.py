"""What to set up on a server so that the probe sees all that is wanted: `selfaudit doctor` prints it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from collectors.server import installed
from collectors.server.machine import paths_of
from collectors.server.reply import NEEDS_ROOT, OUTDATED, SUDO_REFUSED
from scanner.interfaces import Advice, FactRequest
from scanner.model import Event, Gap, GapReason, Resource, Target

_ROOT_NEEDED = (NEEDS_ROOT, SUDO_REFUSED, OUTDATED)
_SUDOERS = "/etc/sudoers.d/selfaudit"


@dataclass(frozen=True, slots=True)
class Site:
    """How people get to a server: `login` is the account that audits, `host` is empty for this machine.

    `options` are those of ssh(1), each with a blank after it.
    """

    target: Target
    login: str
    host: str = ""
    options: str = ""

    def shell(self, user: str, *, terminal: bool = False) -> str:
        """The command that runs what follows it on the server, with a blank at the end."""
        if not self.host:
            return ""
        return f"ssh {'-t ' if terminal else ''}{self.options}{user}@{self.host} "


def advice(site: Site, wanted: FactRequest, found: Iterable[Event]) -> Sequence[Advice]:
    """Nothing when all was seen with few rights, or when the server was not reached at all."""
    reached, lacking = False, False
    powers: list[str] = []
    groups: set[str] = set()
    for event in found:
        if not isinstance(event, Gap):
            reached = True
        elif event.reason is GapReason.DENIED and any(mark in event.detail for mark in _ROOT_NEEDED):
            lacking = True
        if isinstance(event, Resource) and event.type == "server.account" and event.name == site.login:
            groups = {f"%{group}" for group in event.facts.get("groups", ())}
        if isinstance(event, Resource) and event.type == "server.sudo_rule" and _is_root_for_free(event):
            powers += event.facts.get("users", ())
    ours = {site.login, "ALL", *groups}
    free = bool(ours & set(powers)) or (bool(site.target.settings.get("sudo")) and not lacking)
    if not reached or site.login == "root":
        return ()
    return tuple(_steps(site, wanted, lacking=lacking, free=free))


def _is_root_for_free(rule: Resource) -> bool:
    facts = rule.facts
    as_root = not facts.get("runas_users") or {"ALL", "root", "#0"} & set(facts["runas_users"])
    return bool(facts.get("nopasswd") and as_root and "ALL" in facts.get("commands", ()))


def _steps(site: Site, wanted: FactRequest, *, lacking: bool, free: bool) -> Iterator[Advice]:
    if free:
        yield Advice(
            f"'{site.login}' may do everything as root without a password",
            "Whoever gets hold of its key is root. The audit itself reports this (sudo-nopasswd-all, "
            "sudo-nopasswd-escape). The installed probe does with one command; take the wide rule away then.",
        )
    if lacking or free:
        yield from _installation(site, wanted)


def _installation(site: Site, wanted: FactRequest) -> Iterator[Advice]:
    path = site.target.settings.get("installed_probe", installed.DEFAULT_PATH)
    text = installed.script(wanted, paths_of(site.target.stores))
    name = path.rpartition("/")[2]
    copy = f"selfaudit probe --print --installed --target {site.target.id}"
    into = f" > {name}" if not site.host else f" |\n  {site.shell('ADMIN')}'cat > {name}'"
    install = f"sudo install -o root -g root -m 0755 {name} \\\n    {path}"
    yield Advice(
        "Install the probe, owned by root",
        "It is read-only and constant: the sections that the loaded checks read, and the dataset paths of "
        "this target. Read it first. Call it with the same --config and --policies as doctor.",
        f"{copy}{into}\n{_remote(site, install)}",
    )
    yield Advice(
        f"Allow '{site.login}' to run exactly that file as root",
        "The digest binds the rule to this text; when checks, paths or the version change, both change. "
        "Paste it into visudo, which checks it:",
        f"{_remote(site, f'sudo visudo -f {_SUDOERS}')}\n\n"
        f"{installed.sudoers(path, site.login, text)}"
        "# sudo before 1.9.10 (sudo -V): end the last line after the path",
    )
    if "installed_probe" not in site.target.settings:
        yield Advice(
            "Use it",
            f"In audit.yaml, for target '{site.target.id}' (in place of sudo: true):",
            f"    installed_probe: {path}",
        )
    verify = f"{site.shell(site.login)}sudo -n -l\nselfaudit doctor --target {site.target.id}"
    yield Advice("Verify", "sudo lists this one command, and doctor finds nothing missing:", verify)


def _remote(site: Site, command: str) -> str:
    """A command for an administrator of the server; a line break in it stands after a backslash."""
    shell = site.shell("ADMIN", terminal=True)
    return f"{shell}\\\n  '{command}'" if shell else command
