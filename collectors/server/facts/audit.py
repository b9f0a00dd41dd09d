"""The Linux audit system: auditd(8), auditctl(8), auditd.conf(5)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from collectors.server.facts.audit_rules import Rule, control
from collectors.server.facts.audit_rules import rules as parse_rules
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts, settings
from scanner.interfaces import Json
from scanner.model import GapReason

_STATUS = ("enabled", "failure", "lost", "backlog_limit")
_PLUGIN_FOLDERS = ("/etc/audit/plugins.d/", "/etc/audisp/plugins.d/")
_REMOTE = ("/etc/audit/audisp-remote.conf", "/etc/audisp/audisp-remote.conf")


def auditd(reply: Reply) -> Json:
    """Whether the daemon is installed, runs, and starts at boot."""
    installed = reply.item("audit", "auditd").status == 0
    running = reply.output("audit", "running", "sh").lines()
    if "hidden" in running:
        raise reply.denied("processes of that name are hidden (hidepid) or an ordinary account's")
    enabled = reply.item("audit", "enabled").text.strip()
    if installed and not enabled:
        raise NotSeenError(GapReason.UNSUPPORTED, "systemctl is-enabled auditd gave no answer")
    return {
        "installed": installed,
        "running": bool(running),
        "enabled": installed and enabled in ("enabled", "alias"),
    }


def rules(reply: Reply) -> list[str]:
    """Rules that the kernel has loaded."""
    lines = [line.strip() for line in reply.output("audit_rules", "rules", "auditctl -l").lines()]
    if lines == ["No rules"]:
        return []
    if not lines or not all(line.startswith("-") for line in lines):
        raise NotSeenError(GapReason.UNSUPPORTED, "auditctl -l answered with something other than rules")
    return lines


def daemon_settings(reply: Reply) -> Json:
    """What auditd.conf sets; words in lower case."""
    texts = parse_texts(reply.item("audit_settings", "settings"), reply)
    values = _lower(texts.read("/etc/audit/auditd.conf") or ())
    return {
        "max_log_file_action": _word(values, "max_log_file_action"),
        "num_logs": _number(values, "num_logs"),
        "max_log_file_mb": _number(values, "max_log_file"),
        "space_left_action": _word(values, "space_left_action"),
        "admin_space_left_action": _word(values, "admin_space_left_action"),
        "disk_full_action": _word(values, "disk_full_action"),
        "disk_error_action": _word(values, "disk_error_action"),
        "flush": _word(values, "flush"),
        "write_logs": _word(values, "write_logs"),
        "log_file": values.get("log_file") or None,
        "log_group": values.get("log_group") or None,
    }


def status(reply: Reply) -> Json:
    """State of the kernel's side, from `auditctl -s`; before audit 2.4 all on one line with `=`."""
    text = reply.output("audit_status", "status", "auditctl -s").text
    found = {key: int(value) for key, value in re.findall(r"\b(\w+)[ =](\d+)\b", text)}
    if missing := [name for name in _STATUS if name not in found]:
        raise NotSeenError(GapReason.MALFORMED, f"auditctl -s does not tell {', '.join(missing)}")
    return {name: found[name] for name in _STATUS}


def parsed(reply: Reply) -> Json:
    """The loaded rules taken apart, in the order of the listing.

    The listing shows a `never` rule on a path as if it were a watch. The rules on disk tell them apart.
    """
    hidden = {_shown(rule) for rule in _disk(reply)[1] if rule.watch and rule.action == "never"}
    return [
        (replace(rule, action="never") if rule.watch and _shown(rule) in hidden else rule).json()
        for rule in parse_rules(rules(reply))
    ]


def disk(reply: Reply) -> Json:
    """Rules that the next start loads, held against those that are loaded now."""
    source, written, lines = _disk(reply)
    on_disk = {_shown(rule): rule for rule in written}
    in_kernel = {_shown(rule): rule for rule in parse_rules(rules(reply))}
    missing = [on_disk[key] for key in on_disk.keys() - in_kernel.keys()]
    surplus = [in_kernel[key] for key in in_kernel.keys() - on_disk.keys()]
    return {
        "source": source,
        "rules": len(written),
        "immutable": control(lines, "-e") == "2",
        "not_loaded": sorted(_text(rule) for rule in missing if rule.plain),
        "not_on_disk": sorted(_text(rule) for rule in surplus),
        "undetermined": sorted(_text(rule) for rule in missing if not rule.plain),
    }


def _disk(reply: Reply) -> tuple[str, list[Rule], list[str]]:
    """Which files count, their rules, and their lines. augenrules(8) makes audit.rules anew from rules.d."""
    texts = parse_texts(reply.item("audit_disk", "disk"), reply)
    texts.demand_all()
    parts = sorted(path for path in texts.files if path.startswith("/etc/audit/rules.d/"))
    if parts:
        source, paths = "rules.d", parts
    else:
        paths = [path for path in ("/etc/audit/audit.rules",) if path in texts.files]
        source = "audit.rules" if paths else "none"
    lines = [line for path in paths for line in texts.files[path]]
    return source, list(parse_rules(lines)), lines


def _shown(rule: Rule) -> Rule:
    """A rule as far as the listing shows it: of a watch not its action."""
    return replace(rule, action="always" if rule.watch else rule.action, plain=True)


def _text(rule: Rule) -> str:
    if rule.watch:
        words = [f"-w {rule.path} -p {rule.permissions}"]
    else:
        words = [f"-a {rule.action},{rule.list}"]
        words += [f"-F arch={rule.arch}"] if rule.arch else []
        words += [f"-S {','.join(sorted(rule.syscalls))}"] if rule.syscalls else []
        words += [f"-F path={rule.path}"] if rule.path else []
        words += [f"-F perm={rule.permissions}"] if rule.permissions else []
        words += [f"-F {text}" for text in sorted(rule.fields)]
    return " ".join([*words, *(f"-k {key}" for key in sorted(rule.keys))])


def forwarding(reply: Reply) -> Json:
    """Plugins of the event dispatcher, auditd-plugins(5), and where audisp-remote(8) sends records."""
    texts = parse_texts(reply.item("audit_plugins", "plugins"), reply)
    texts.demand_all()
    found = []
    for path in sorted(texts.files):
        if path.startswith(_PLUGIN_FOLDERS):
            values = _lower(texts.files[path])
            found.append(
                {
                    "name": path.rpartition("/")[2].removesuffix(".conf"),
                    "active": values.get("active", "no").lower() == "yes",
                    "program": values.get("path") or None,
                }
            )
    return {"plugins": found, "remote_server": _remote_server(texts)}


def _remote_server(texts: Texts) -> str | None:
    for path in _REMOTE:
        if path in texts.files:
            return _lower(texts.files[path]).get("remote_server") or None
    return None


def _lower(lines: Sequence[str]) -> dict[str, str]:
    return {key.lower(): value for key, value in settings(lines, "=").items()}


def _word(values: dict[str, str], key: str) -> str | None:
    value = values.get(key, "").lower()
    return value or None


def _number(values: dict[str, str], key: str) -> int | None:
    value = values.get(key)
    if not value:
        return None
    if not re.fullmatch(r"\d{1,9}", value):
        raise NotSeenError(GapReason.MALFORMED, f"auditd.conf: {key} is not a number")
    return int(value)
