"""The packet filter of the kernel."""

from collectors.server.facts import firewall
from collectors.server.machine import single

TYPE = single(
    "server.firewall",
    "/firewall",
    {
        "inbound": (firewall.inbound, "firewall network"),
        "filters": (firewall.filters, "firewall"),
        "unseen": (firewall.unseen, "firewall"),
        "boot": (firewall.boot, "firewall_boot"),
    },
)
