"""A server over SSH."""

import getpass
import shlex
from collections.abc import Iterator, Mapping

from collectors.server import installed
from collectors.server.advice import Site
from collectors.server.base import SUDO, ServerCollector
from collectors.server.transport import Deadline, Intake
from scanner.interfaces import FactRequest, Json
from scanner.model import Event, Target

TIMEOUT_SECONDS = 120
CONNECT_TIMEOUT_SECONDS = 10
RETRIES = 2


class SshCollector(ServerCollector):
    """Streams the probe over one SSH connection, in one exec.

    Host keys are verified; keys come from files or the agent, never a password.
    """

    settings_schema: Mapping[str, Json] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "required": ["host"],
        "properties": {
            "host": {
                "type": "string",
                "minLength": 1,
                "description": "Name or address of the server, or a Host of the ssh_config file.",
            },
            "port": {"type": "integer", "minimum": 1, "maximum": 65535, "description": "Default: 22."},
            "user": {
                "type": "string",
                "minLength": 1,
                "description": "Account to log in with; default: the user of the scanner.",
            },
            "key_file": {"type": "string", "format": "path", "description": "Private key."},
            "key_passphrase_env": {
                "type": "string",
                "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                "description": "Name of the environment variable that holds the passphrase of the key.",
            },
            "agent": {
                "type": "boolean",
                "description": "Use the keys of the SSH agent; default: only without a key file.",
            },
            "known_hosts": {
                "type": "string",
                "format": "path",
                "description": "Default: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts.",
            },
            "ssh_config": {"type": "string", "format": "path", "description": "Default: ~/.ssh/config."},
            "allow_proxy_command": {
                "type": "boolean",
                "default": False,
                "description": "Run a ProxyCommand of the ssh_config file.",
            },
            "proxy_jump": {
                "type": "string",
                "description": "[user@]host[:port], several with commas; none overrules ssh_config.",
            },
            "sudo": SUDO,
            "installed_probe": installed.SETTING,
            "timeout_seconds": {
                "type": "number",
                "exclusiveMinimum": 0,
                "default": TIMEOUT_SECONDS,
                "description": "For the whole server, all tries together.",
            },
            "retries": {
                "type": "integer",
                "minimum": 0,
                "maximum": 10,
                "default": RETRIES,
                "description": "Tries after a connection that failed or broke, never after a refusal.",
            },
            "connect_timeout_seconds": {
                "type": "number",
                "exclusiveMinimum": 0,
                "default": CONNECT_TIMEOUT_SECONDS,
                "description": "For each step up to the login.",
            },
        },
    }

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what the server tells; see scanner.interfaces.Collector."""

        def run(script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
            # Here, not above: whoever scans the local machine alone does not pay for paramiko.
            from collectors.server.ssh_session import probe_over_ssh

            return probe_over_ssh(target.settings, script, nonce, deadline, command)

        yield from self._events(target, wanted, run)

    def site(self, target: Target) -> Site:
        """The account that logs in, and the server as the configuration names it."""
        from collectors.server.ssh_config import HostConfig

        settings = target.settings
        login = HostConfig(settings).target().user or getpass.getuser()
        jump = settings.get("proxy_jump", "none")
        port = f"-p {settings['port']} " if settings.get("port", 22) != 22 else ""
        options = f"{port}-J {shlex.quote(jump)} " if jump != "none" else port
        return Site(target, login, shlex.quote(settings["host"]), options)

    def timeout(self, target: Target) -> float:
        """Seconds for the whole server, all tries together."""
        return float(target.settings.get("timeout_seconds", TIMEOUT_SECONDS))
