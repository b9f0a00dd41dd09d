"""Why something could not be seen: errors of the driver as reasons for a gap."""

import re

import psycopg
from psycopg import errors

from collectors.postgres.unseen import NotSeenError, one_line
from scanner.model import GapReason

_STARTING = (
    "is starting up|is shutting down|in recovery mode|too many (clients|connections)|slots are reserved"
)
_LOGIN = (
    # What the server says (in English; other languages fall through), then what libpq says.
    (GapReason.NOT_IN_SOURCE, re.compile(r'database ".*" does not exist', re.DOTALL)),
    (GapReason.UNREACHABLE, re.compile(_STARTING)),
    (GapReason.UNSUPPORTED, re.compile("unsupported startup parameter|unrecognized configuration parameter")),
    (GapReason.TIMEOUT, re.compile("timeout expired|timed out", re.IGNORECASE)),
    (GapReason.DENIED, re.compile(r"FATAL: |no password supplied|authentication|certificate|SSL", re.DOTALL)),
)
_HINTS = (
    ("unsupported startup parameter", "connect to the server itself, not to a pooler"),
    ("no password supplied", "name password_env, or a passfile of mode 0600"),
    ("root certificate file", "name the file with the CA of the server (sslrootcert)"),
    ("certificate verify failed", "name the file with the CA of the server (sslrootcert)"),
    ("does not support SSL", "switch on ssl there, or choose sslmode: disable knowingly"),
    ("does not match host name", "use the name in the certificate as host"),
)


def login_trouble(error: psycopg.Error) -> NotSeenError:
    """Why a login failed. libpq gives no code for it, only text."""
    text = one_line(str(error).removeprefix("connection failed: "))
    if isinstance(error, errors.ConnectionTimeout):
        return NotSeenError(GapReason.TIMEOUT, "no answer to the login in time; check the network")
    reason = next((reason for reason, said in _LOGIN if said.search(text)), GapReason.UNREACHABLE)
    fix = next((fix for said, fix in _HINTS if said in text), "check host, user and pg_hba.conf")
    return NotSeenError(reason, f"{text}; {fix}")


def query_trouble(error: psycopg.Error, fix: str = "") -> NotSeenError:
    """Why a query gave no answer; `fix` is what to do when the role lacks a right for it."""
    text = one_line(str(error))
    if isinstance(error, errors.InsufficientPrivilege):
        return NotSeenError(GapReason.DENIED, f"{text}; {fix or 'grant it to the role'}")
    if isinstance(error, errors.QueryCanceled):
        return NotSeenError(GapReason.TIMEOUT, f"{text}; raise statement_timeout_seconds")
    if isinstance(error, errors.LockNotAvailable):
        return NotSeenError(GapReason.TIMEOUT, f"{text}; scan again when nobody alters it")
    if isinstance(error, errors.SyntaxErrorOrAccessRuleViolation | errors.FeatureNotSupported):
        return NotSeenError(GapReason.UNSUPPORTED, f"this server does not offer it ({text})")
    if isinstance(error, psycopg.OperationalError):
        return NotSeenError(GapReason.UNREACHABLE, f"the connection broke ({text}); scan again")
    return NotSeenError(GapReason.MALFORMED, f"unexpected answer ({type(error).__name__}: {text})")
