"""Settings of a register target, and what can be wrong with them."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scanner.interfaces import Json
from scanner.model import Target

KEY_FILE = ".selfaudit/hmac.key"
"""Where `selfaudit init` puts the key of digests, from the folder above the registers."""

SCHEMA: Mapping[str, Json] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "register",
    "description": "A folder with registers, one file per record type: CSV, XLSX, YAML or JSON.",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "folder": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "Path of the folder.",
        },
        "s3": {
            "type": "object",
            "additionalProperties": False,
            "required": ["bucket"],
            "properties": {
                "bucket": {"type": "string", "minLength": 3, "description": "Name of the bucket."},
                "prefix": {
                    "type": "string",
                    "description": "What the keys begin with; a folder ends with /.",
                },
                "profile": {
                    "type": "string",
                    "minLength": 1,
                    "description": "Profile of the AWS configuration files; without it, the usual chain.",
                },
                "region": {"type": "string", "pattern": "^[a-z0-9-]{1,40}$", "description": "Its region."},
                "endpoint_url": {
                    "type": "string",
                    "minLength": 1,
                    "description": "S3-compatible store; needs a profile, and https unless on loopback.",
                },
            },
            "description": "A prefix of a bucket in place of a folder.",
        },
        "time_zone": {
            "type": "string",
            "format": "time-zone",
            "minLength": 1,
            "description": "IANA zone of times that are written without one; that of `period:` by default.",
        },
        "hmac_key": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": f"File with the key of digests; {KEY_FILE} beside the folder by default.",
        },
    },
}


def key_path(target: Target) -> Path:
    """Where the key of digests lies."""
    given = target.settings.get("hmac_key")
    if given:
        return Path(given)
    folder = target.settings.get("folder")
    return (Path(folder).parent if folder else Path()) / KEY_FILE


def problems(target: Target) -> Iterator[str]:
    """What the schema cannot say, one line each."""
    given = target.settings
    if ("folder" in given) == ("s3" in given):
        yield f"target {target.id}: give either folder or s3"
    if "s3" in given:
        yield from (f"target {target.id}: {text}" for text in _s3_problems(given))
    try:
        ZoneInfo(given.get("time_zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"target {target.id}: time_zone is no IANA time zone; write one such as Asia/Shanghai"


def _s3_problems(given: Mapping[str, Json]) -> Iterator[str]:
    s3 = given["s3"]
    if "hmac_key" not in given:
        yield "s3 needs hmac_key, the file with the key of digests; selfaudit init makes one"
    if "endpoint_url" not in s3:
        return
    if "profile" not in s3:
        yield "endpoint_url needs a profile of its own, or the credentials at hand would be sent there"
    if not _is_safe(s3["endpoint_url"]):
        yield "endpoint_url must be https://host[:port]; http is for loopback only"


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
