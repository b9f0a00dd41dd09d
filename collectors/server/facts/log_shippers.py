"""Programs other than a syslog daemon that send logs to another machine."""

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

_INACTIVE = frozenset(("inactive", "failed", "activating", "deactivating", "unknown", "absent"))


def shippers(reply: Reply) -> Json:
    """Which of the known ones run, and systemd-journal-upload(8)."""
    running = reply.output("log_shippers", "running", "sh").lines()
    if "hidden" in running:
        raise reply.denied("processes of that name are hidden (hidepid) or an ordinary account's")
    return {
        "running": sorted({line.split()[0] for line in running}),
        "journal_upload": {"configured": _configured(reply), "running": _uploading(reply)},
    }


def _configured(reply: Reply) -> bool:
    texts = parse_texts(reply.item("log_shippers", "upload"), reply)
    texts.demand_all()
    return bool(texts.files)


def _uploading(reply: Reply) -> bool:
    item = reply.item("log_shippers", "uploading")
    state = item.text.strip()
    if state == "active":
        return True
    # Without systemd as init there is no answer, and no unit either.
    if state in _INACTIVE or "System has not been booted with systemd" in item.error:
        return False
    raise NotSeenError(GapReason.UNSUPPORTED, "systemctl is-active systemd-journal-upload gave no answer")
