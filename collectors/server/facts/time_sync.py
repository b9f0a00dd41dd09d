"""Clock synchronisation: chrony.conf(5), ntp.conf(5), timesyncd.conf(5), and what the daemon says."""

import re
from collections.abc import Callable, Mapping, Sequence

from collectors.server.facts.journald import effective
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

_NAMES = {"chronyd": "chrony", "systemd-timesyn": "timesyncd", "systemd-timesyncd": "timesyncd"}
_CHRONY_SOURCES = frozenset(("server", "pool", "peer", "refclock"))
_NTP_SOURCES = frozenset(("server", "pool", "peer", "refclock", "servers", "sensor"))
_LOCAL_CLOCK = re.compile(r"127\.127\.1\.\d+")
"""Reference clock driver 1 of ntpd: the computer's own clock, which is no source."""


def time_sync(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when it is not clear which daemon keeps the clock."""
    running = _running(reply)
    installed = _installed(reply)
    daemon = _daemon(running, installed, reply)
    container = "F" in parse_texts(reply.item("time_sync", "container"), reply).states.values()
    zone = reply.item("time_sync", "zone")
    return {
        "daemon": daemon,
        "running": bool(running),
        "servers": _servers(reply, daemon, running=bool(running)),
        "synchronised": _synchronised(reply, daemon) if running else _kernel(reply),
        "container": container,
        "timezone": zone.text.strip().rpartition("zoneinfo/")[2] or None if zone.status == 0 else None,
    }


def _running(reply: Reply) -> list[str]:
    lines = reply.output("time_sync", "running", "sh").lines()
    if "hidden" in lines:
        raise reply.denied("processes of that name are hidden (hidepid) or an ordinary account's")
    return sorted({line.split()[0] for line in lines})


def _installed(reply: Reply) -> dict[str, str]:
    found = {}
    for line in reply.output("time_sync", "installed", "sh").lines():
        name, _, place = line.partition(" ")
        found[name] = place
    return found


def _daemon(running: Sequence[str], installed: Mapping[str, str], reply: Reply) -> str:
    """The daemon that runs; else the one that is installed. Three programs are called ntpd."""
    names = {_NAMES.get(name, "ntpd") for name in running}
    if len(names) > 1:
        detail = f"several daemons keep the clock: {', '.join(sorted(names))}"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    name = next(iter(names), None) or next((_NAMES.get(name, "ntpd") for name in installed), "none")
    return _which_ntpd(installed.get("ntpd", ""), reply) if name == "ntpd" else name


def _which_ntpd(place: str, reply: Reply) -> str:
    if "busybox" in place:
        return "busybox"
    states = parse_texts(reply.item("time_sync", "ntp"), reply).states
    open_ntpd = states.get("/etc/openntpd/ntpd.conf") != "A" or states.get("/etc/ntpd.conf") != "A"
    return "openntpd" if open_ntpd else "ntpd"


def _words(lines: Sequence[str], sources: frozenset[str]) -> list[str]:
    """What the lines name as sources of time; a comment starts with any of `#%;!`."""
    found = []
    for line in lines:
        words = re.sub(r"^\s*[#%;!].*|\s#.*", "", line).split()
        if len(words) > 1 and words[0].lower() in sources and not _LOCAL_CLOCK.fullmatch(words[1]):
            found.append(words[1])
    return found


def _servers(reply: Reply, daemon: str, *, running: bool) -> int:
    found = 0 if daemon == "none" else _SERVERS[daemon](reply)
    if found is None and running:
        raise NotSeenError(GapReason.UNSUPPORTED, f"{daemon} runs without its configuration file in /etc")
    return found or 0


def _chrony(reply: Reply) -> int | None:
    texts = parse_texts(reply.item("time_sync", "chrony"), reply)
    texts.demand_all()
    mains = ("/etc/chrony/chrony.conf", "/etc/chrony.conf")
    for path, lines in texts.files.items():
        if path not in mains and any(re.match(r"\s*(include|confdir)\s", line, re.I) for line in lines):
            raise NotSeenError(GapReason.UNSUPPORTED, f"{path} includes further files")
    if not any(path in texts.files for path in mains):
        return None
    return sum(len(_words(lines, _CHRONY_SOURCES)) for lines in texts.files.values())


def _ntp(reply: Reply) -> int | None:
    texts = parse_texts(reply.item("time_sync", "ntp"), reply)
    texts.demand_all()
    if not texts.files:
        return None
    lines = [line for text in texts.files.values() for line in text]
    if any(re.match(r"\s*includefile\s", line) for line in lines):
        raise NotSeenError(GapReason.UNSUPPORTED, "ntp.conf includes further files")
    return len(_words(lines, _NTP_SOURCES))


def _busybox(reply: Reply) -> int:
    """Its servers are arguments, or stand in /etc/ntp.conf."""
    arguments = [part for line in reply.item("time_sync", "arguments").lines() for part in line.split("\t")]
    given = sum(1 for word in arguments if re.match(r"-[A-Za-z]*p", word))
    return given + len(_words(_file(reply, "/etc/ntp.conf"), _NTP_SOURCES))


def _file(reply: Reply, path: str) -> Sequence[str]:
    return parse_texts(reply.item("time_sync", "ntp"), reply).read(path) or ()


def _timesyncd(reply: Reply) -> int:
    """NTP and FallbackNTP; the shipped file shows the compiled-in servers as a comment."""
    texts = parse_texts(reply.item("time_sync", "timesyncd"), reply)
    texts.demand_all()
    values, shown = effective(texts, "timesyncd", "Time")
    fallback = values.get("FallbackNTP", shown.get("FallbackNTP", ""))
    return len(values.get("NTP", "").split()) + len(fallback.split())


_SERVERS: Mapping[str, Callable[[Reply], int | None]] = {
    "chrony": _chrony,
    "ntpd": _ntp,
    "openntpd": _ntp,
    "busybox": _busybox,
    "timesyncd": _timesyncd,
}


def _synchronised(reply: Reply, daemon: str) -> str:
    if daemon == "chrony":
        return tracking(reply.item("time_sync", "tracking").text)
    item = reply.item("time_sync", {"ntpd": "ntpq", "openntpd": "ntpctl"}.get(daemon, "timedate"))
    if item.status == 0 and daemon == "ntpd":
        return _ntpq(item.text)
    if item.status == 0 and daemon == "openntpd":
        return "yes" if "clock synced" in item.text else "no"
    return _kernel(reply)


def tracking(text: str) -> str:
    """`chronyc -c tracking`: a clock that follows nothing but itself (7F7F....) is not synchronised."""
    fields = text.strip().split(",")
    if len(fields) != 14:
        return "undetermined"
    if fields[13] == "Not synchronised" or fields[0].startswith("7F7F"):
        return "no"
    return "yes"


def _ntpq(text: str) -> str:
    if "leap_alarm" in text or "sync_unspec" in text or "sync_local" in text:
        return "no"
    return "yes" if "sync_" in text else "undetermined"


def _kernel(reply: Reply) -> str:
    """The kernel's own mark, through timedatectl(1) or adjtimex(8)."""
    said = reply.item("time_sync", "timedate")
    if said.status == 0 and said.text.strip() in ("NTPSynchronized=yes", "NTPSynchronized=no"):
        return said.text.strip().partition("=")[2]
    kernel = reply.item("time_sync", "kernel")
    match = re.search(r"^\s*status:\s+(\d+)", kernel.text, re.MULTILINE)
    if kernel.status == 0 and match:
        # STA_UNSYNC of adjtimex(2).
        return "no" if int(match[1]) & 64 else "yes"
    return "undetermined"
