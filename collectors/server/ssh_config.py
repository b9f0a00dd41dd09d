"""Where to connect: the settings of a target over ssh_config(5)."""

import glob
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import paramiko
import paramiko.ssh_exception

from collectors.server.reply import NotSeenError
from scanner.interfaces import Json
from scanner.model import GapReason

DEFAULT_FILE = "~/.ssh/config"
DEFAULT_KNOWN_HOSTS = ("~/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts")
_MAX_INCLUDES = 16


@dataclass(frozen=True, slots=True)
class Hop:
    """One connection to make. `known_as` is the name under which known_hosts has the key."""

    host: str
    port: int
    user: str | None
    known_as: str
    known_as_port: int
    key_files: tuple[str, ...]
    known_hosts: tuple[str, ...]
    proxy_jump: str | None
    proxy_command: str | None


class HostConfig:
    """The ssh_config file of a target, read once."""

    def __init__(self, settings: Mapping[str, Json]) -> None:
        self._settings = settings
        self._path = Path(settings.get("ssh_config", DEFAULT_FILE)).expanduser()
        self._config = self._read("ssh_config" in settings)

    def _read(self, demanded: bool) -> paramiko.SSHConfig:
        if not demanded and not self._path.exists():
            return paramiko.SSHConfig()
        lines = list(expand(self._path, 0))
        if any(is_match_exec(line) for line in lines):
            raise NotSeenError(
                GapReason.DENIED,
                f"{self._path} has a Match exec, which is not run; name another file with ssh_config",
            )
        try:
            return paramiko.SSHConfig.from_text("\n".join(lines))
        except (paramiko.ssh_exception.ConfigParseError, ValueError) as error:
            raise NotSeenError(GapReason.MALFORMED, f"{self._path}: {error}") from None

    def target(self) -> Hop:
        """The server itself: explicit settings win over the file."""
        settings = self._settings
        found = self.hop(str(settings["host"]), settings.get("user"), settings.get("port"))
        key = settings.get("key_file")
        return Hop(
            host=found.host,
            port=found.port,
            user=found.user,
            known_as=found.known_as,
            known_as_port=found.known_as_port,
            key_files=(str(Path(key).expanduser()),) if key else found.key_files,
            known_hosts=found.known_hosts,
            proxy_jump=settings.get("proxy_jump", found.proxy_jump),
            proxy_command=None if "proxy_jump" in settings else found.proxy_command,
        )

    def jump(self, text: str) -> Hop:
        """One entry of ProxyJump: [user@]host[:port], also as ssh://… ."""
        match = re.fullmatch(
            r"(?:ssh://)?(?:([^@]+)@)?(\[[^\]]+\]|[^:\[\]@]+)(?::(\d{1,5}))?/?", text.strip()
        )
        if match is None:
            raise NotSeenError(GapReason.MALFORMED, f"ProxyJump {text!r} is not [user@]host[:port]")
        return self.hop(match[2].strip("[]"), match[1], int(match[3]) if match[3] else None)

    def hop(self, host: str, user: str | None, port: int | None) -> Hop:
        """What the file says of a host, under the values given."""
        try:
            entry = self._config.lookup(host)
            found_port = port or int(entry.get("port", 22))
        except (
            paramiko.ssh_exception.SSHException,
            paramiko.ssh_exception.ConfigParseError,
            ValueError,
        ) as error:
            raise NotSeenError(GapReason.MALFORMED, f"{self._path}: {error}") from None
        name = entry.get("hostname", host)
        alias = entry.get("hostkeyalias")
        return Hop(
            host=name,
            port=found_port,
            user=user or entry.get("user"),
            known_as=alias or name,
            known_as_port=22 if alias else found_port,
            key_files=tuple(path for path in entry.get("identityfile", ()) if path.lower() != "none"),
            known_hosts=self._known_hosts(entry.get("userknownhostsfile")),
            proxy_jump=_unless_none(entry.get("proxyjump")),
            proxy_command=self._allowed(_unless_none(entry.get("proxycommand"))),
        )

    def _known_hosts(self, configured: str | None) -> tuple[str, ...]:
        explicit = self._settings.get("known_hosts")
        if explicit:
            files: Sequence[str] = (str(explicit),)
        elif configured:
            files = (*configured.split(), DEFAULT_KNOWN_HOSTS[1])
        else:
            files = DEFAULT_KNOWN_HOSTS
        return tuple(str(Path(file).expanduser()) for file in files)

    def _allowed(self, command: str | None) -> str | None:
        """Raises NotSeenError for a command that was not allowed and would be needed."""
        if command is None or "proxy_jump" in self._settings:
            return None
        if not self._settings.get("allow_proxy_command", False):
            detail = f"{self._path} has a ProxyCommand for this host; allow it with allow_proxy_command: true"
            raise NotSeenError(GapReason.DENIED, detail)
        return command


def _unless_none(value: str | None) -> str | None:
    return None if value is None or value.lower() == "none" else value


def is_match_exec(line: str) -> bool:
    """Whether a line is a Match with an exec criterion: reading the file would run a command."""
    match = re.match(r"\s*match[\s=]+(.*)", line, re.IGNORECASE)
    return match is not None and re.search(r"(?:^|[\s!])exec\b", match[1], re.IGNORECASE) is not None


def expand(path: Path, depth: int) -> Iterator[str]:
    """Lines of a file, Include lines replaced; the Host or Match before an Include goes on after it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise NotSeenError(GapReason.DENIED, f"{path} cannot be read: {reason}") from None
    context = "Host *"
    for line in lines:
        match = re.match(r"\s*(include|host|match)[\s=]+(.*)", line, re.IGNORECASE)
        if match is None or match[1].lower() != "include":
            context = line if match else context
            yield line
            continue
        if depth >= _MAX_INCLUDES:
            raise NotSeenError(GapReason.MALFORMED, f"{path}: Include goes too deep")
        for pattern in match[2].replace('"', " ").split():
            full = Path(pattern).expanduser()
            full = full if full.is_absolute() else Path("~/.ssh").expanduser() / full
            for included in sorted(glob.glob(str(full))):  # noqa: PTH207 (the pattern is absolute)
                yield from expand(Path(included), depth + 1)
        yield context
