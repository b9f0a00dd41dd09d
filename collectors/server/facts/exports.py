"""What other machines may mount: NFS by exports(5), SMB by smb.conf(5) as testparm(1) reads it."""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

WIDEST = {4: 8, 6: 16}
"""Networks of fewer bits than these, by version of IP, count as everyone."""

_CLIENT = re.compile(r"([^()]*)(?:\(([^()]*)\))?")
_TRUE = frozenset(["yes", "true", "1", "on"])


def nfs_exports(reply: Reply) -> Json:
    """From /etc/exports, /etc/exports.d and what is exported now (/var/lib/nfs/etab)."""
    texts = parse_texts(reply.item("exports", "exports"), reply)
    texts.demand_all()
    found: dict[str, dict[str, Json]] = {}
    for lines in texts.files.values():
        for line in _logical(lines):
            for export in _exports(line):
                found.setdefault(repr(sorted(export.items())), export)
    return sorted(found.values(), key=lambda export: (export["path"], export["client"], export["writable"]))


def _logical(lines: Sequence[str]) -> Iterator[str]:
    """Lines without comments, those that end with a backslash joined to the next."""
    for line in "\n".join(lines).replace("\\\n", " ").split("\n"):
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        if text:
            yield text


def _exports(line: str) -> Iterator[dict[str, Json]]:
    match = re.fullmatch(r'("[^"]*"|\S+)(?:\s+(.*))?', line)
    if match is None:
        raise NotSeenError(GapReason.MALFORMED, f"a line of the NFS exports was not understood: {line}")
    path = match[1].strip('"')
    defaults: list[str] = []
    words = (match[2] or "").split()
    for word in words or [""]:
        if word.startswith("-"):
            defaults = word[1:].split(",")
            continue
        client = _CLIENT.fullmatch(word)
        if client is None:
            raise NotSeenError(GapReason.MALFORMED, f"an NFS client was not understood: {word}")
        yield _export(path, client[1], [*defaults, *(client[2] or "").split(",")])
    if words and all(word.startswith("-") for word in words):
        yield _export(path, "", defaults)


def _export(path: str, client: str, options: Sequence[str]) -> dict[str, Json]:
    """The last of two options that exclude each other wins."""
    flavours = next((option[4:] for option in reversed(options) if option.startswith("sec=")), "sys").split(
        ":"
    )
    secure = all(flavour.startswith("krb5") for flavour in flavours) or client.startswith("gss/krb5")
    return {
        "path": path,
        "client": client or "*",
        "everyone": _everyone(client),
        "writable": _last(options, "rw", "ro"),
        "root_squash": not _last(options, "no_root_squash", "root_squash", "all_squash"),
        "kerberos": secure,
    }


def _last(options: Sequence[str], wanted: str, *others: str) -> bool:
    """Whether the wanted option has the last word."""
    said = [option for option in options if option == wanted or option in others]
    return bool(said) and said[-1] == wanted


def _everyone(client: str) -> bool:
    """Whether a client of exports(5) is any machine."""
    if not client.strip("*."):
        return True
    try:
        network = ipaddress.ip_network(client, strict=False)
    except ValueError:
        return False
    return network.prefixlen < WIDEST[network.version]


def samba_shares(reply: Reply) -> Json:
    """Shares of smb.conf; empty without a Samba server."""
    if reply.item("shares", "smbd").status != 0:
        return []
    if reply.maybe("shares", "checked") is None:
        raise NotSeenError(GapReason.TOOL_ABSENT, "testparm is not there; install samba-common-bin")
    reply.output("shares", "checked", "testparm")
    sections = _sections(reply.output("shares", "parameters", "awk").lines())
    general = sections.pop("global", {})
    return [_share(name, {**general, **own}) for name, own in sections.items() if _held({**general, **own})]


def _sections(lines: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in lines:
        head = re.fullmatch(r"\[(.*)\]\s*", line)
        if head is not None:
            current = found[head[1]] = {}
            continue
        key, _, value = line.partition("=")
        current[key.strip().lower()] = value.strip()
    return found


def _held(values: Mapping[str, str]) -> bool:
    """Whether files can be in it: not for a printer, or one that is switched off."""
    return _yes(values, "available", "yes") and not _yes(values, "printable", "no")


def _share(name: str, values: Mapping[str, str]) -> dict[str, Json]:
    return {
        "name": name,
        "guest": _yes(values, "guest ok", "no"),
        "writable": not _yes(values, "read only", "yes"),
    }


def _yes(values: Mapping[str, str], key: str, default: str) -> bool:
    return values.get(key, default).lower() in _TRUE
