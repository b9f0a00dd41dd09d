"""The Linux audit system."""

from collectors.server.facts import audit
from collectors.server.machine import single

TYPE = single(
    "server.audit",
    "/audit",
    {
        "auditd": (audit.auditd, "audit"),
        "rules": (audit.rules, "audit_rules"),
        "settings": (audit.daemon_settings, "audit_settings"),
    },
)
