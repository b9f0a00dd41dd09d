"""Whether security updates are installed without anybody asking for them."""

from collections.abc import Mapping, Sequence
from configparser import ConfigParser, Error

from collectors.server.facts.packages import apt
from collectors.server.facts.packages.manager import APK, APT, DNF, YUM, ZYPPER, manager, section
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

FACT = "automatic"
INSTALLS, DOWNLOADS, OFF = "installs", "downloads", "off"
_CONFIGS = (
    "/etc/dnf/automatic.conf",
    "/usr/share/dnf5/dnf5-plugins/automatic.conf",
    "/etc/yum/yum-cron.conf",
)


def automatic(reply: Reply) -> Json:
    """The fact; raises NotSeenError when a cron table that could hold the job is out of reach."""
    name = manager(reply, FACT)
    readers = {APT: _apt, DNF: _dnf, YUM: _dnf, ZYPPER: _zypper, APK: _apk}
    found = readers[name](reply)
    if found["state"] == INSTALLS:
        return found
    job = _cron(reply)
    return found if job is None else _told("cron", INSTALLS, f"{job} installs updates")


def _told(tool: str, state: str, why: str) -> dict[str, Json]:
    return {"tool": tool, "state": state, "why": why}


def _cron(reply: Reply) -> str | None:
    texts = parse_texts(reply.item(section(FACT), "cron"), reply)
    job = next((path for path, state in texts.states.items() if state == "F"), None)
    if job is None:
        texts.demand_all()
    return job


def _units(reply: Reply) -> Mapping[str, bool]:
    lines = reply.output(section(FACT), "units", "systemctl").lines()
    rows = [line.split() for line in lines]
    return {row[0]: row[1:] == ["enabled"] or row[1:] == ["static"] for row in rows if row}


def _daily(reply: Reply) -> Sequence[str]:
    return reply.output(section(FACT), "daily", "sh").lines()


def _apt(reply: Reply) -> dict[str, Json]:
    """apt.systemd.daily: what it does by APT::Periodic, and who starts it."""
    tool = "unattended-upgrades"
    if not reply.item(section(FACT), "installed").out:
        return _told("none", OFF, "unattended-upgrades is not installed")
    config = apt.configuration(reply.item(section(FACT), "config"), reply)
    off = _periodic_off(config)
    if off is not None:
        return _told(tool, OFF, off)
    systemd = reply.output(section(FACT), "init", "sh").lines()[:1] == ["N/run/systemd/system"]
    if systemd:
        units = _units(reply)
        stopped = [unit for unit, enabled in units.items() if not enabled]
        if stopped or not units:
            return _told(tool, OFF, f"{', '.join(stopped) or 'apt-daily.timer'} is not enabled")
    elif not _daily(reply):
        return _told(tool, OFF, "nothing in /etc/cron.daily starts it")
    if apt.on(config.get("unattended-upgrade::download-only", ())) or not _covers_security(config):
        return _told(tool, DOWNLOADS, "Unattended-Upgrade installs nothing of the security repository")
    return _told(tool, INSTALLS, "APT::Periodic runs unattended-upgrade")


def _periodic_off(config: Mapping[str, Sequence[str]]) -> str | None:
    if config.get("apt::periodic::enable", ["1"])[-1] == "0":
        return "APT::Periodic::Enable is 0"
    for key in ("Update-Package-Lists", "Unattended-Upgrade"):
        if config.get(f"apt::periodic::{key.lower()}", ["0"])[-1] in ("0", ""):
            return f"APT::Periodic::{key} is not set"
    return None


def _covers_security(config: Mapping[str, Sequence[str]]) -> bool:
    keys = ("unattended-upgrade::origins-pattern", "unattended-upgrade::allowed-origins")
    origins = [value.lower() for key in keys for value in config.get(key, ())]
    if any("security" in value or "*" in value for value in origins):
        return True
    # A derivative whose one archive brings everything names neither.
    return bool(origins) and not any("debian" in value or "ubuntu" in value for value in origins)


def _dnf(reply: Reply) -> dict[str, Json]:
    """dnf-automatic(8), yum-cron(8): the timer with `install` in its name needs no configuration."""
    units = _units(reply)
    if units.get("dnf-automatic-install.timer"):
        return _told("dnf-automatic", INSTALLS, "dnf-automatic-install.timer is enabled")
    running = [unit for unit, enabled in units.items() if enabled]
    if not running:
        return _told("none", OFF, "no timer of dnf-automatic and no yum-cron is enabled")
    tool = "yum-cron" if running == ["yum-cron.service"] else "dnf-automatic"
    commands = _commands(reply, tool)
    if commands.get("apply_updates", "no").strip().lower() in ("yes", "true", "1", "on"):
        return _told(tool, INSTALLS, f"{running[0]} is enabled and apply_updates is set")
    return _told(tool, DOWNLOADS, f"{running[0]} is enabled, but apply_updates is not set")


def _commands(reply: Reply, tool: str) -> Mapping[str, str]:
    texts = parse_texts(reply.item(section(FACT), "config"), reply)
    paths = _CONFIGS[2:] if tool == "yum-cron" else _CONFIGS[:2]
    lines = next((found for path in paths if (found := texts.read(path)) is not None), ())
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string("\n".join(lines))
    except Error:
        raise NotSeenError(GapReason.MALFORMED, f"the configuration of {tool} was not understood") from None
    return dict(parser["commands"]) if parser.has_section("commands") else {}


def _zypper(reply: Reply) -> dict[str, Json]:
    enabled = [unit for unit, on in _units(reply).items() if on] + list(_daily(reply))
    if enabled:
        return _told("zypper", INSTALLS, f"{enabled[0]} is enabled")
    return _told("none", OFF, "neither transactional-update.timer nor an online update job is enabled")


def _apk(reply: Reply) -> dict[str, Json]:  # noqa: ARG001 (has the cron job only, which all share)
    return _told("none", OFF, "no cron job runs apk upgrade")
