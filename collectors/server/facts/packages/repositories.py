"""Where packages come from, and whether their signatures are looked at."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from configparser import ConfigParser, Error

from collectors.server.facts.packages import apt
from collectors.server.facts.packages.manager import APK, APT, ZYPPER, manager, section
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

FACT = "repositories"
YES, NO, UNDETERMINED = "yes", "no", "undetermined"
_TRUE = ("1", "yes", "true", "on", "enabled")
_FALSE = ("0", "no", "false", "off", "disabled")
_LOCAL = ("file", "copy", "cdrom", "dir", "cd", "dvd", "iso", "hd")
_APT_SWITCHES = (
    "APT::Get::AllowUnauthenticated",
    "Acquire::AllowInsecureRepositories",
    "Acquire::AllowWeakRepositories",
    "Acquire::AllowDowngradeToInsecureRepositories",
)


def repositories(reply: Reply) -> Json:
    """The fact; raises NotSeenError when a file cannot be read or is not understood."""
    name = manager(reply, FACT)
    texts = parse_texts(reply.output(section(FACT), "texts", "awk"), reply)
    texts.demand_all()
    if name == APT:
        config = apt.configuration(reply.item(section(FACT), "config"), reply)
        switches = [key for key in _APT_SWITCHES if apt.on(config.get(key.lower(), ()))]
        return {"sources": list(_apt(texts)), "switches": switches}
    if name == APK:
        return {"sources": list(_apk(texts)), "switches": []}
    return {"sources": list(_rpm(texts, zypper=name == ZYPPER)), "switches": []}


def _source(file: str, uri: str, signed: str) -> Json:
    scheme = uri.partition(":")[0].lower()
    transport = "local" if scheme in _LOCAL else "plain" if scheme in ("http", "ftp") else "encrypted"
    if not re.match(r"[a-z][a-z0-9+.-]*:", uri, re.IGNORECASE):
        transport = "local" if uri.startswith("/") else UNDETERMINED
    return {"file": file, "uri": uri, "transport": transport, "signed": signed}


def _apt(texts: Texts) -> Iterator[Json]:
    for path, lines in texts.files.items():
        if path.endswith(".sources"):
            yield from _deb822(path, lines)
        else:
            yield from _one_line(path, lines)


def _one_line(path: str, lines: Sequence[str]) -> Iterator[Json]:
    """sources.list(5), one-line style."""
    for line in lines:
        text = re.sub(r"#.*$", "", line).strip()
        match = re.fullmatch(r"deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+\S.*", text)
        if match is None:
            if text and not text.startswith("deb-src"):
                raise NotSeenError(GapReason.MALFORMED, f"a line of {path} was not understood")
            continue
        options = dict(part.split("=", 1) for part in (match[1] or "").split() if "=" in part)
        yield _source(path, match[2], _apt_signed(options.get("trusted"), options.get("allow-insecure")))


def _deb822(path: str, lines: Sequence[str]) -> Iterator[Json]:
    """sources.list(5), deb822 style: paragraphs, continued by indented lines."""
    for paragraph in "\n".join(line for line in lines if not line.startswith("#")).split("\n\n"):
        values: dict[str, str] = {}
        key = ""
        for line in paragraph.split("\n"):
            if line[:1].isspace() and key:
                values[key] += f" {line.strip()}"
            elif ":" in line:
                key, _, value = line.partition(":")
                key = key.strip().lower()
                values[key] = value.strip()
        if values.get("enabled", "yes").lower() in _FALSE or "deb" not in values.get("types", "").split():
            continue
        for uri in values.get("uris", "").split():
            yield _source(path, uri, _apt_signed(values.get("trusted"), values.get("allow-insecure")))


def _apt_signed(*switches: str | None) -> str:
    return NO if any(switch is not None and switch.lower() in _TRUE for switch in switches) else YES


def _apk(texts: Texts) -> Iterator[Json]:
    """apk-repositories(5); apk takes unsigned indexes only when it is told to on the command line."""
    for line in texts.read("/etc/apk/repositories") or ():
        text = line.strip()
        if text and not text.startswith("#"):
            yield _source("/etc/apk/repositories", text.split()[-1], YES)


def _rpm(texts: Texts, *, zypper: bool) -> Iterator[Json]:
    """dnf.conf(5), zypper.conf: what a repository does not set comes from the section [main]."""
    mains = ("/etc/zypp/zypp.conf",) if zypper else ("/etc/dnf/dnf.conf", "/etc/yum.conf")
    main: Mapping[str, str] = {}
    for path in mains:
        lines = texts.read(path)
        if lines is not None:
            main = _sections(path, lines).get("main", {})
            break
    for path, lines in texts.files.items():
        if not path.endswith(".repo"):
            continue
        for values in _sections(path, lines).values():
            if values.get("enabled", "1").strip().lower() in _FALSE:
                continue
            signed = _zypp_signed(values, main) if zypper else _dnf_signed(values, main)
            for uri in _uris(values):
                yield _source(path, uri, signed)


def _uris(values: Mapping[str, str]) -> list[str]:
    text = values.get("baseurl") or values.get("metalink") or values.get("mirrorlist") or ""
    try:
        return [word for word in shlex.split(text.replace(",", " ")) if word][:10]
    except ValueError:
        return text.split()[:10]


def _dnf_signed(values: Mapping[str, str], main: Mapping[str, str]) -> str:
    if _truth(values.get("sslverify", main.get("sslverify", "1"))) == NO:
        return NO
    checks = values.get(
        "gpgcheck", values.get("pkg_gpgcheck", main.get("gpgcheck", main.get("pkg_gpgcheck")))
    )
    if _truth(values.get("repo_gpgcheck", main.get("repo_gpgcheck", "0"))) == YES:
        return YES
    # What dnf takes when nobody says anything differs between its versions.
    return UNDETERMINED if checks is None else _truth(checks)


def _zypp_signed(values: Mapping[str, str], main: Mapping[str, str]) -> str:
    """A signed index vouches for its packages: either of the two checks will do."""
    both = _truth(values.get("gpgcheck", main.get("gpgcheck", "1")))
    index = _truth(values.get("repo_gpgcheck", main.get("repo_gpgcheck", both)))
    package = _truth(values.get("pkg_gpgcheck", main.get("pkg_gpgcheck", NO)))
    return YES if YES in (index, package) else both if both != YES else NO


def _truth(text: str) -> str:
    word = text.strip().lower()
    if word in _TRUE:
        return YES
    return NO if word in _FALSE else UNDETERMINED


def _sections(path: str, lines: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    parser = ConfigParser(interpolation=None, strict=False, allow_no_value=True)
    try:
        parser.read_string("\n".join(lines))
    except Error:
        raise NotSeenError(GapReason.MALFORMED, f"{path} was not understood") from None
    return {name: {key: value or "" for key, value in parser[name].items()} for name in parser.sections()}
