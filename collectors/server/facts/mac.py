"""Mandatory access control: AppArmor and SELinux, in the kernel and as set for the next start."""

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts, settings
from scanner.interfaces import Json
from scanner.model import GapReason

_MODES = ("enforce", "complain", "kill", "unconfined", "prompt")


def apparmor(reply: Reply) -> Json:
    """Whether the module is on, and how many profiles are in which mode."""
    said = reply.item("mac", "apparmor")
    text = said.text.strip()
    if text == "absent":
        return {"enabled": False, "profiles": _counts({})}
    if text not in ("Y", "N"):
        raise reply.failed(said, "cat /sys/module/apparmor/parameters/enabled")
    if text == "N":
        return {"enabled": False, "profiles": _counts({})}
    place = parse_texts(reply.item("mac", "place"), reply)
    place.demand_all()
    found: dict[str, int] = {}
    for line in reply.output("mac", "profiles", "awk").lines():
        mode, _, number = line.partition(" ")
        if mode not in _MODES or not number.isdigit():
            raise NotSeenError(GapReason.UNSUPPORTED, f"an AppArmor profile has the mode {mode}")
        found[mode] = int(number)
    return {"enabled": True, "profiles": _counts(found)}


def _counts(found: dict[str, int]) -> Json:
    return {
        "enforce": found.get("enforce", 0) + found.get("kill", 0),
        "complain": found.get("complain", 0) + found.get("prompt", 0),
        "unconfined": found.get("unconfined", 0),
    }


def selinux(reply: Reply) -> Json:
    """Mode of the running kernel, and mode and policy that /etc/selinux/config sets for the next start."""
    item = reply.item("mac", "selinux")
    mode = {"1": "enforcing", "0": "permissive", "absent": "disabled"}.get(item.text.strip())
    if mode is None:
        raise reply.failed(item, "cat /sys/fs/selinux/enforce")
    texts = parse_texts(reply.item("mac", "config"), reply)
    values = settings(texts.read("/etc/selinux/config") or (), "=")
    configured = values.get("SELINUX", "").lower() or None
    return {
        "mode": mode,
        "configured": configured if configured in ("enforcing", "permissive", "disabled") else None,
        "policy": values.get("SELINUXTYPE") or None,
    }
