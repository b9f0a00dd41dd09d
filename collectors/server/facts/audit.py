"""The Linux audit system: auditd(8), auditctl(8), auditd.conf(5)."""

import re

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts, settings
from scanner.interfaces import Json
from scanner.model import GapReason


def auditd(reply: Reply) -> Json:
    """Whether the daemon is installed, runs, and starts at boot."""
    installed = reply.item("audit", "auditd").status == 0
    running = reply.output("audit", "running", "sh").lines()
    if "hidden" in running:
        raise reply.denied("running processes are hidden (hidepid)")
    enabled = reply.item("audit", "enabled").text.strip()
    if installed and not enabled:
        raise NotSeenError(GapReason.UNSUPPORTED, "systemctl is-enabled auditd gave no answer")
    return {
        "installed": installed,
        "running": bool(running),
        "enabled": installed and enabled in ("enabled", "alias"),
    }


def rules(reply: Reply) -> Json:
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
    values = settings(texts.read("/etc/audit/auditd.conf") or (), "=")
    values = {key.lower(): value for key, value in values.items()}
    return {
        "max_log_file_action": _word(values, "max_log_file_action"),
        "num_logs": _number(values, "num_logs"),
        "max_log_file_mb": _number(values, "max_log_file"),
        "space_left_action": _word(values, "space_left_action"),
    }


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
