"""Intrusion detection: agents that run, fail2ban, AIDE."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from collectors.server.reply import Item, NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

_PROCESSES = {
    "wazuh-agentd": "wazuh",
    "wazuh-syscheckd": "wazuh",
    "wazuh-analysisd": "wazuh",
    "ossec-agentd": "wazuh",
    "ossec-syscheckd": "wazuh",
    "ossec-analysisd": "wazuh",
    "falco": "falco",
    "crowdsec": "crowdsec",
    "Suricata-Main": "suricata",
    "suricata": "suricata",
    "snort": "snort",
    "snort3": "snort",
    "zeek": "zeek",
    "samhain": "samhain",
    "osqueryd": "osquery",
    "auditbeat": "auditbeat",
    "tetragon": "tetragon",
    "falcon-sensor": "crowdstrike",
    "falcon-sensor-b": "crowdstrike",
    "wdavdaemon": "defender",
    "ds_agent": "trend_micro",
    "cbagentd": "carbon_black",
    "elastic-endpoin": "elastic_endpoint",
    "s1-agent": "sentinelone",
    "sentinelone-age": "sentinelone",
    "AliYunDun": "aliyun",
    "AliYunDunMonito": "aliyun",
    "YDService": "tencent",
    "YDLive": "tencent",
    "hostguard": "huawei",
    "titanagent": "qingteng",
    "amazon-guarddut": "guardduty",
    "xagt": "trellix",
    "ir_agent": "rapid7",
}
"""What detects intrusions, by the name of its process as the kernel keeps it (15 characters)."""

_PROGRAMS = {"osqueryd": "osquery"}
_NETWORK = frozenset(("suricata", "snort", "zeek"))
_RULES = {"suricata": "/var/lib/suricata/", "snort": "/etc/snort/"}
_UNITS = (
    ("", 1),
    ("s", 1),
    ("mo", 2629800),
    ("m", 60),
    ("h", 3600),
    ("d", 86400),
    ("w", 604800),
    ("y", 31557600),
)
"""Beginnings of the units of fail2ban's times, in seconds."""


def agents(reply: Reply) -> Json:
    """Agents and sensors that are installed or run; programs that run when called are `scanners`."""
    running = _running(reply, "ids_agents")
    installed = reply.output("ids_agents", "installed", "sh").lines()
    names = {_PROCESSES[name] for name in running} | {_PROGRAMS.get(name, name) for name in installed}
    scanners = {"tripwire", "rkhunter", "chkrootkit"}
    manager = _wazuh(reply) if "wazuh" in names else None
    return [
        {
            "name": name,
            "kind": "network" if name in _NETWORK else "host",
            "running": any(_PROCESSES[process] == name for process in running),
            "manager": manager if name == "wazuh" else None,
            "rules_updated": _rules_updated(reply, name),
        }
        for name in sorted(names - scanners)
    ]


def scanners(reply: Reply) -> Json:
    """Programs that look for changes or rootkits when they are called."""
    installed = reply.output("ids_agents", "installed", "sh").lines()
    return {name: name in installed for name in ("tripwire", "rkhunter", "chkrootkit")}


def _running(reply: Reply, section: str) -> list[str]:
    lines = reply.output(section, "running", "sh").lines()
    if "hidden" in lines:
        raise reply.denied("processes of that name are hidden (hidepid) or an ordinary account's")
    return sorted({line.split()[0] for line in lines})


def _wazuh(reply: Reply) -> str:
    """Of a Wazuh or OSSEC agent: whether it has a manager and reached it."""
    texts = parse_texts(reply.item("ids_agents", "ossec"), reply)
    lines = reply.output("ids_agents", "manager", "awk").lines()
    if texts.states.get("/var/ossec/etc/ossec.conf") == "D":
        raise texts.out_of_reach("/var/ossec/etc/ossec.conf")
    state = next((line for line in lines if line.startswith("status=")), None)
    if "manager" not in lines:
        return "none"
    if state is None:
        return "configured"
    return "connected" if state == "status='connected'" else "disconnected"


def _rules_updated(reply: Reply, name: str) -> str | None:
    if name not in _RULES:
        return None
    times = []
    for line in reply.output("ids_agents", "rules", "stat").lines():
        if line.startswith("D" + _RULES[name]):
            raise reply.denied(f"the rules of {name} cannot be looked at")
        match = re.fullmatch(r"F(\d{1,11}) (/.+)", line)
        if match and match[2].startswith(_RULES[name]):
            times.append(int(match[1]))
    return instant(max(times)) if times else None


def instant(seconds: int) -> str:
    """Seconds since 1970 as an ISO date-time in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def fail2ban(reply: Reply) -> Json:
    """The jails that fail2ban's own reader of its configuration would start."""
    readable = parse_texts(reply.item("ids_fail2ban", "readable"), reply)
    if readable.states.get("/etc/fail2ban") == "A":
        return {"installed": False, "running": False, "jails": []}
    readable.demand_all()
    running = bool(_running(reply, "ids_fail2ban"))
    item = reply.item("ids_fail2ban", "dump")
    if item.status == 127:
        # Its configuration stays when the package is removed.
        return {"installed": False, "running": running, "jails": []}
    if item.status != 0:
        raise reply.failed(item, "fail2ban-client -d")
    return {"installed": True, "running": running, "jails": _jails(item)}


def _jails(item: Item) -> list[Json]:
    facts: dict[str, dict[str, Json]] = {}
    started = []
    for line in item.lines():
        key, name, *value = line.split(" ")
        jail = facts.setdefault(name, {"ssh": "ssh" in name.lower()})
        if key == "start":
            started.append(name)
        elif key == "sshd":
            jail["ssh"] = True
        elif key in ("maxretry", "findtime", "bantime"):
            jail[key] = _seconds(" ".join(value))
    return [
        {
            "name": name,
            "ssh": facts[name]["ssh"],
            "max_retry": facts[name].get("maxretry"),
            "find_seconds": facts[name].get("findtime"),
            "ban_seconds": facts[name].get("bantime"),
        }
        for name in sorted(started)
    ]


def _seconds(text: str) -> int | None:
    """A time of fail2ban such as `10m` or `1d 12h`; -1 bans for ever. None for what is not understood."""
    if re.fullmatch(r"-\d+", text):
        return -1
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([a-z]*)", text)
    units = [_unit(unit) for _, unit in parts]
    if not parts or None in units:
        return None
    return int(sum(float(number) * (unit or 0) for (number, _), unit in zip(parts, units, strict=True)))


def _unit(name: str) -> int | None:
    for start, seconds in _UNITS:
        if name == start or (start and name.startswith(start)):
            return seconds
    return None


def aide(sections: Sequence[tuple[str, str]]) -> Callable[[Reply], Json]:
    """The fact of AIDE, given the paths to ask about and the item that has the answer for each."""

    def read(reply: Reply) -> Json:
        config = reply.item("aide", "config").text.strip()
        if reply.item("aide", "program").status != 0 or not config:
            return {"installed": False, "database": None, "schedule": [], "paths": []}
        return {
            "installed": True,
            "database": _database(reply),
            "schedule": _schedule(reply),
            "paths": [{"path": path, "covered": _covered(reply, item)} for path, item in sections],
        }

    return read


def _database(reply: Reply) -> Json:
    state, place, found = "", "", ""
    for line in reply.output("aide", "database", "awk").lines():
        if line.startswith("="):
            place = line[1:]
        elif line[:1] in ("T", "A", "D") and place:
            found = line
        else:
            state = line
    if state.startswith("D"):
        raise reply.denied(f"{state[1:]} is not readable")
    if found == "D":
        raise reply.denied("the folder of AIDE's database cannot be searched")
    match = re.fullmatch(r"T(\d{1,11}) (\d+)", found)
    return {
        "place": place,
        "exists": _exists(found, size=int(match[2]) if match else 0),
        "updated": instant(int(match[1])) if match else None,
    }


def _exists(found: str, *, size: int) -> str:
    """An empty file is no database; one that is not a local file cannot be looked at."""
    if size:
        return "yes"
    return "no" if found else "undetermined"


def _schedule(reply: Reply) -> list[str]:
    lines = reply.output("aide", "schedule", "sh").lines()
    starts = [line for line in lines if not line.startswith("hidden ")]
    if not starts and lines:
        raise reply.denied(f"{lines[0].removeprefix('hidden ')} may start AIDE")
    return sorted(starts)


def _covered(reply: Reply, name: str) -> str:
    item = reply.item("aide", name)
    if item.status == 0 and item.text.startswith("[X]"):
        return "yes"
    if item.status == 1 and item.text.startswith("[ ]"):
        return "no"
    if item.status == 4:
        raise NotSeenError(GapReason.DENIED, "AIDE's configuration is not readable; needs root")
    return "undetermined"
