"""What configuration files look like: enough to know one by its content, not to judge it.

A file that only almost looks like one is left alone unless it has the name as well: a plain list of words and
values could be of many programs.
"""

import re
from collections.abc import Sequence

from collectors.server.facts.sshd_config import split_line
from collectors.server.facts.tls.nginx_text import Directive, parse
from collectors.server.reply import NotSeenError


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SSHD = _set(
    """
    acceptenv addressfamily allowagentforwarding allowgroups allowstreamlocalforwarding
    allowtcpforwarding allowusers authenticationmethods authorizedkeyscommand
    authorizedkeyscommanduser authorizedkeysfile authorizedprincipalscommand
    authorizedprincipalscommanduser authorizedprincipalsfile banner casignaturealgorithms
    challengeresponseauthentication channeltimeout chrootdirectory ciphers clientalivecountmax
    clientaliveinterval compression denygroups denyusers disableforwarding exposeauthinfo
    fingerprinthash forcecommand gatewayports gssapiauthentication gssapicleanupcredentials
    gssapistrictacceptorcheck hostbasedacceptedalgorithms hostbasedauthentication
    hostbasedusesnamefrompacketonly hostcertificate hostkey hostkeyagent hostkeyalgorithms
    ignorerhosts ignoreuserknownhosts include ipqos kbdinteractiveauthentication
    kerberosauthentication kerberosorlocalpasswd kerberosticketcleanup kexalgorithms listenaddress
    logingracetime loglevel logverbose macs match maxauthtries maxsessions maxstartups modulifile
    passwordauthentication permitemptypasswords permitlisten permitopen permitrootlogin permittty
    permittunnel permituserenvironment permituserrc persourcemaxstartups persourcenetblocksize
    persourcepenalties pidfile port printlastlog printmotd protocol pubkeyacceptedalgorithms
    pubkeyacceptedkeytypes pubkeyauthentication pubkeyauthoptions rekeylimit requiredrsasize
    revokedkeys rdomain securitykeyprovider setenv skeyauthentication streamlocalbindmask
    streamlocalbindunlink strictmodes subsystem syslogfacility tcpkeepalive trustedusercakeys
    unusedconnectiontimeout usedns uselogin usepam useprivilegeseparation versionaddendum
    x11displayoffset x11forwarding x11uselocalhost xauthlocation
    """
)
"""Keywords of sshd_config(5)."""
_SHARED = _set(
    """
    addressfamily casignaturealgorithms ciphers compression challengeresponseauthentication
    fingerprinthash gatewayports gssapiauthentication hostbasedauthentication hostkeyalgorithms
    include ipqos kbdinteractiveauthentication kexalgorithms loglevel logverbose macs match
    passwordauthentication permitremoteopen port protocol pubkeyacceptedalgorithms
    pubkeyacceptedkeytypes pubkeyauthentication rekeylimit requiredrsasize setenv
    streamlocalbindmask streamlocalbindunlink syslogfacility tcpkeepalive xauthlocation banner
    """
)
"""Those that ssh_config(5) has too, or that say little."""
_SUDO_COMMANDS = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:[A-Z_]+\s*:\s*)*(?:ALL\b|!?/|!?sudoedit\b|[A-Z][A-Z0-9_]*\b|sha\d+:)"
)
_SUDO_OTHER = re.compile(
    r"Defaults(?:[@:>!]\S+)?\s+\S|(?:User|Runas|Host|Cmnd|Cmd)_Alias\s+[A-Z]\w*\s*=|[@#]include(?:dir)?\s+\S"
)
_HBA = re.compile(
    r"""(?x)
    local \s+ \S+ \s+ \S+ \s+ (?P<local>[a-z0-9-]+) (?:\s.*)? |
    host(?:ssl|nossl|gssenc|nogssenc)? \s+ \S+ \s+ \S+ \s+ \S+ \s+ (?:[0-9a-f.:]+\s+)?
        (?P<host>[a-z0-9-]+) (?:\s.*)? |
    include(?:_if_exists|_dir)? \s+ \S+
    """
)
_METHODS = _set(
    """
    trust reject scram-sha-256 md5 password gss sspi ident peer ldap radius cert pam bsd oauth
    """
)
_PG_SETTING = re.compile(r"[A-Za-z_][\w.]*(?:\s*=\s*|\s+)(?:'(?:[^'\\]|''|\\.)*'|[^\s#'\[{]+)\s*(?:#.*)?")
_PG_NAMES = _set(
    """
    archive_command archive_mode checkpoint_timeout effective_cache_size hba_file hot_standby
    ident_file listen_addresses log_connections log_disconnections log_line_prefix
    log_min_duration_statement log_statement logging_collector max_connections max_wal_senders
    max_wal_size min_wal_size password_encryption shared_buffers shared_preload_libraries
    ssl_cert_file ssl_min_protocol_version unix_socket_directories wal_level work_mem
    """
)
"""Names that hardly any other program has; `port` and `ssl` are in many."""
_NGINX_TOP = _set(
    """
    daemon env error_log events http include load_module lock_file mail map master_process pcre_jit
    pid server split_clients ssl_engine stream thread_pool timer_resolution upstream user
    worker_cpu_affinity worker_priority worker_processes worker_rlimit_core worker_rlimit_nofile
    working_directory limit_req_zone limit_conn_zone geo log_format proxy_cache_path server_tokens
    add_header gzip resolver
    """
)
_NGINX_INSIDE = frozenset({"listen", "server_name", "location", "root", "proxy_pass", "ssl_certificate"})


def sshd_config(lines: Sequence[str], *, named: bool) -> bool:
    """A list of keywords of sshd, at least one of which the client does not have."""
    keywords = [keyword for line in lines if (keyword := split_line(line)[0])]
    ours = [keyword for keyword in keywords if keyword in _SSHD]
    plain = len(keywords) == len(_statements(lines))
    if named:
        return bool(ours)
    return plain and len(ours) * 10 >= len(keywords) * 9 and bool(set(ours) - _SHARED)


def sudoers(lines: Sequence[str], *, named: bool) -> bool:
    """Rules, aliases, Defaults or includes, and nothing else."""
    statements = [text for text in _joined(lines) if not re.match(r"#(?!include|\d)", text)]
    fitting = [text for text in statements if _is_sudo_rule(text) or _SUDO_OTHER.match(text)]
    if named:
        return bool(fitting)
    return bool(statements) and len(fitting) == len(statements)


def pg_hba(lines: Sequence[str], *, named: bool) -> bool:
    """Records of pg_hba.conf, and nothing else."""
    statements = _statements(lines)
    fitting = [text for text in statements if _is_record(text)]
    if named:
        return bool(fitting)
    return len(fitting) == len(statements) and any(not text.startswith("include") for text in fitting)


def postgresql(lines: Sequence[str], *, named: bool) -> bool:
    """Settings, at least one of which hardly any other program has."""
    statements = _statements(lines)
    fitting = [text for text in statements if _PG_SETTING.fullmatch(text)]
    if named:
        return bool(fitting)
    names = {re.split(r"[\s=]", text, maxsplit=1)[0] for text in fitting}
    return len(fitting) == len(statements) and bool(names & _PG_NAMES)


def nginx(lines: Sequence[str], *, named: bool) -> bool:
    """Directives with a server block, alone or within http or stream."""
    text = "\n".join(lines)
    if not named and ("server" not in text or "{" not in text):
        return False
    try:
        found = parse(lines, "")
    except NotSeenError:
        return named
    if named:
        return bool(found)
    return all(one.name in _NGINX_TOP for one in found) and any(map(_serves, found))


def _serves(directive: Directive) -> bool:
    inside = directive.block or []
    if directive.name == "server" and not directive.args:
        return any(one.name in _NGINX_INSIDE for one in inside)
    return directive.name in ("http", "stream") and any(one.name in ("server", "include") for one in inside)


def _is_sudo_rule(text: str) -> bool:
    """`WHO WHERE = (AS WHOM) TAG: COMMAND`."""
    left, equals, right = text.partition("=")
    return bool(equals) and len(left.split()) >= 2 and _SUDO_COMMANDS.match(right) is not None


def _is_record(text: str) -> bool:
    match = _HBA.fullmatch(text.partition("#")[0].strip())
    method = match and (match["local"] or match["host"])
    return match is not None and (method is None or method in _METHODS)


def _statements(lines: Sequence[str]) -> list[str]:
    return [text for line in lines if (text := line.strip()) and not text.startswith("#")]


def _joined(lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines).replace("\\\n", " ")
    return [line.strip() for line in text.split("\n") if line.strip()]
