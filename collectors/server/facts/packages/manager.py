"""The package manager that a machine is kept with."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts, settings
from scanner.model import GapReason

APT, DNF, YUM, ZYPPER, APK = "apt", "dnf", "yum", "zypper", "apk"
KNOWN = (APT, DNF, YUM, ZYPPER, APK)


def section(fact: str) -> str:
    """The section of the probe that serves a fact."""
    return f"packages_{fact}"


def manager(reply: Reply, fact: str) -> str:
    """One of KNOWN; raises NotSeenError for a machine that is kept in another way."""
    name = reply.output(section(fact), "manager", "sh").text.strip()
    if name in KNOWN:
        return name
    detail = "none of apt, dnf, yum, zypper and apk keeps this machine; look at its packages by hand"
    raise NotSeenError(GapReason.UNSUPPORTED, detail)


def release(reply: Reply, fact: str) -> Mapping[str, str]:
    """os-release(5), without quotes."""
    texts = parse_texts(reply.item(section(fact), "release"), reply)
    lines = texts.read("/etc/os-release")
    if lines is None:
        lines = texts.read("/usr/lib/os-release") or ()
    return {key: value.strip("\"'") for key, value in settings(lines, "=").items()}


def instant(seconds: str) -> str:
    """Seconds since 1970 as RFC 3339; raises NotSeenError for what is no time."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise NotSeenError(GapReason.MALFORMED, "a time stamp is out of range") from None


def times(reply: Reply, fact: str, item: str = "times") -> Mapping[str, int]:
    """Path to seconds since 1970, of the paths that are there."""
    lines = reply.output(section(fact), item, "stat").lines()
    found = [re.fullmatch(r"(\d{1,12}) (/.*)", line) for line in lines]
    if not all(found):
        raise NotSeenError(GapReason.MALFORMED, "the times of the package lists came back garbled")
    return {match[2]: int(match[1]) for match in found if match}
