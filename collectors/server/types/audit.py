"""The Linux audit system."""

from collectors.server.facts import audit
from collectors.server.machine import single

TYPE = single(
    "server.audit",
    "/audit",
    {
        "auditd": (audit.auditd, "audit"),
        "rules": (audit.rules, "audit_rules"),
        "parsed": (audit.parsed, "audit_rules audit_disk"),
        "disk": (audit.disk, "audit_rules audit_disk"),
        "status": (audit.status, "audit_status"),
        "settings": (audit.daemon_settings, "audit_settings"),
        "forwarding": (audit.forwarding, "audit_plugins"),
    },
)
