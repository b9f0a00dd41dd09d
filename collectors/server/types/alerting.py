"""What raises alerts on a machine, and whom they reach."""

from collectors.server.facts.alerting.alertmanager import alertmanager
from collectors.server.facts.alerting.prometheus import prometheus
from collectors.server.machine import single

TYPE = single(
    "server.alerting",
    "/alerting",
    {"prometheus": (prometheus, "alerting"), "alertmanager": (alertmanager, "alerting")},
)
