"""rsyslog, syslog-ng or busybox syslogd: whether one runs, and where it sends logs."""

import re
import shlex
from collections.abc import Iterator, Sequence

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

_PROGRAMS = {"rsyslogd": "rsyslog", "syslog-ng": "syslog-ng", "syslogd": "busybox"}
_LEGACY = re.compile(r"\S+\s+-?(@@?)(?:\([^)]*\))?(\[[^\]]+\]|[^\s:;]+)(?::\d+)?(?:;\S*)?$")
_RELP = re.compile(r"\S+\s+:omrelp:(\[[^\]]+\]|[^\s:;]+)")
_ACTION = re.compile(r"\baction\s*\((.*?)\)", re.DOTALL | re.IGNORECASE)
_PARAMETER = re.compile(r"([\w.]+)\s*=\s*(\[[^\]]*\]|\"[^\"]*\"|'[^']*'|[^\s\"')]+)")
_DRIVER = re.compile(r"\b(network|syslog|tcp6?|udp6?)\s*\(\s*[\"']?([^\s\"'()]+)[\"']?", re.IGNORECASE)


def syslog(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when it is not clear which daemon does what."""
    running = reply.output("syslog", "running", "sh").lines()
    running = [line for line in running if line.strip()]
    if any(line.startswith("hidden") for line in running):
        raise reply.denied("processes of that name are hidden (hidepid) or an ordinary account's")
    active = next((line.split()[0] for line in running), None)
    program = active or next((name for name in _PROGRAMS if _installed(reply, name)), None)
    if program is None:
        return {"daemon": "none", "running": False, "remote_targets": []}
    if program == "syslogd" and not _is_busybox(reply):
        raise NotSeenError(
            GapReason.UNSUPPORTED, "a syslogd other than rsyslog, syslog-ng and busybox is used"
        )
    return {
        "daemon": _PROGRAMS[program],
        "running": active is not None,
        "remote_targets": list(_targets(reply, program, running)),
    }


def _installed(reply: Reply, name: str) -> bool:
    return reply.maybe("syslog", name) is not None


def _is_busybox(reply: Reply) -> bool:
    item = reply.maybe("syslog", "syslogd")
    return item is not None and "busybox" in item.text


def _targets(reply: Reply, program: str, running: Sequence[str]) -> Iterator[Json]:
    if program == "syslogd":
        yield from _busybox(running)
        return
    section = "rsyslog" if program == "rsyslogd" else "syslog_ng"
    texts = parse_texts(reply.item("syslog", section), reply)
    texts.demand_all()
    lines = [line for path in texts.states for line in texts.files.get(path, ())]
    if not texts.files:
        raise NotSeenError(
            GapReason.UNSUPPORTED, f"{program} is there without its configuration file in /etc"
        )
    yield from rsyslog_targets(lines) if program == "rsyslogd" else syslog_ng_targets(lines)


def _busybox(running: Sequence[str]) -> Iterator[Json]:
    arguments = [part for line in running for part in line.split("\t")]
    for flag, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if flag.startswith("-R"):
            yield _target((flag[2:] or value).rsplit(":", 1)[0], "udp", tls=False)


def _target(host: str, protocol: str, *, tls: bool) -> Json:
    return {"target": host.strip("[]\"'"), "protocol": protocol, "tls": tls}


def rsyslog_targets(lines: Sequence[str]) -> Iterator[Json]:
    """Forwarding of rsyslog.conf(5) in both syntaxes."""
    tls = False
    text: list[str] = []
    for line in lines:
        plain = _uncommented(line)
        text.append(plain)
        lower = plain.strip().lower()
        if lower.startswith("$actionsendstreamdrivermode"):
            tls = lower.split()[-1] == "1"
        elif match := _LEGACY.match(plain.strip()):
            tcp = match[1] == "@@"
            yield _target(match[2], "tcp" if tcp else "udp", tls=tls and tcp)
        elif match := _RELP.match(plain.strip()):
            yield _target(match[1], "relp", tls=False)
    for action in _ACTION.finditer("\n".join(text)):
        yield from _action(action[1])


def _uncommented(line: str) -> str:
    return re.sub(r"(^|\s)#.*$", "", line)


def _action(body: str) -> Iterator[Json]:
    values = {key.lower(): value.strip("\"'") for key, value in _PARAMETER.findall(body)}
    kind = values.get("type", "").lower()
    if kind not in ("omfwd", "omrelp"):
        return
    if not values.get("target"):
        raise NotSeenError(GapReason.UNSUPPORTED, f"rsyslog has an {kind} action without a plain target")
    hosts = shlex.split(values["target"].strip("[]").replace(",", " "))
    protocol = "relp" if kind == "omrelp" else values.get("protocol", "udp").lower()
    if protocol not in ("relp", "tcp", "udp"):
        raise NotSeenError(GapReason.UNSUPPORTED, "rsyslog forwards with a protocol that is not known here")
    secure = {
        "relp": values.get("tls", "off").lower() == "on",
        "tcp": values.get("streamdrivermode", values.get("streamdriver.mode", "0")) == "1",
        "udp": False,
    }
    for host in hosts:
        yield _target(host, protocol, tls=secure[protocol])


def syslog_ng_targets(lines: Sequence[str]) -> Iterator[Json]:
    """Network drivers inside of `destination` blocks."""
    text = "\n".join(_uncommented(line) for line in lines)
    for start in re.finditer(r"\bdestination\s+[\w.-]+\s*\{", text):
        body = _braced(text, start.end())
        for driver in _DRIVER.finditer(body):
            end = _closing(body, driver.end())
            yield _driver(driver[1].lower(), driver[2], body[driver.end() : end])


def _driver(kind: str, host: str, options: str) -> Json:
    match = re.search(r"transport\s*\(\s*[\"']?([\w-]+)", options)
    transport = match[1].lower() if match else ("udp" if kind.startswith("udp") else "tcp")
    tls = transport in ("tls", "proxied-tls") or re.search(r"\btls\s*\(", options) is not None
    return _target(host, "udp" if transport == "udp" else "tcp", tls=tls)


def _braced(text: str, start: int) -> str:
    depth = 1
    for index in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return text[start:index]
    raise NotSeenError(GapReason.MALFORMED, "syslog-ng.conf has a destination that does not end")


def _closing(text: str, start: int) -> int:
    depth = 1
    for index in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return len(text)
