"""Settings of an AWS target, and what can be wrong with them."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit

from scanner.interfaces import Json
from scanner.model import Target

DEFAULT_CONCURRENCY = 16

_ACCOUNTS: Mapping[str, Json] = {
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": {"type": "string", "pattern": "^[0-9]{12}$"},
}
SCHEMA: Mapping[str, Json] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "aws",
    "description": "An AWS account, or an S3-compatible store. Everything is read, nothing is changed.",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "profile": {
            "type": "string",
            "minLength": 1,
            "description": "Profile of the AWS configuration files; without it, the usual credential chain.",
        },
        "role_arn": {
            "type": "string",
            "pattern": "^arn:[a-z0-9-]+:iam::[0-9]{12}:role/[!-~]+$",
            "description": "Role to assume before anything is read.",
        },
        "external_id_env": {
            "type": "string",
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
            "description": "Name of the environment variable that holds the external id of the roles.",
        },
        "role_session_name": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_=,.@-]{2,64}$",
            "description": "Session name that CloudTrail shows for assumed roles; selfaudit by default.",
        },
        "regions": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"},
            "description": "Audit only what is in these regions; without it, all that are enabled.",
        },
        "organization": {
            "type": "object",
            "additionalProperties": False,
            "required": ["role_name"],
            "properties": {
                "role_name": {
                    "type": "string",
                    "pattern": "^([!-~]{1,400}/)?[A-Za-z0-9_+=,.@-]{1,64}$",
                    "description": "Role to assume in each account, with its path if it has one.",
                },
                "include": {**_ACCOUNTS, "description": "Audit only these accounts, listed or not."},
                "exclude": {**_ACCOUNTS, "description": "Do not audit these accounts."},
            },
            "description": "Audit the accounts of the organization; without it, the one of the credentials.",
        },
        "endpoint_url": {
            "type": "string",
            "minLength": 1,
            "description": "S3-compatible store; needs a profile of its own, and https unless on loopback.",
        },
        "addressing": {
            "type": "string",
            "enum": ["auto", "path", "virtual"],
            "description": "Whether bucket names go into the path or the host name; auto by default.",
        },
        "max_concurrency": {
            "type": "integer",
            "minimum": 1,
            "maximum": 64,
            "description": f"Calls at the same time; {DEFAULT_CONCURRENCY} by default.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Organization:
    """The accounts of an organization: a role in each, named with its path and without a slash in front.

    `include` is empty for all accounts.
    """

    role_name: str
    include: frozenset[str]
    exclude: frozenset[str]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one target; `external_id` is the value, already taken from the environment."""

    profile: str | None
    role_arn: str | None
    external_id: str | None
    role_session_name: str
    regions: frozenset[str]
    home_region: str | None
    endpoint_url: str | None
    addressing: Literal["auto", "path", "virtual"]
    max_concurrency: int
    organization: Organization | None = None


def settings_of(target: Target) -> Settings:
    """Settings of a target whose settings fit the schema and have no `problems`."""
    given = target.settings
    regions = given.get("regions", ())
    env = given.get("external_id_env")
    return Settings(
        profile=given.get("profile"),
        role_arn=given.get("role_arn"),
        external_id=os.environ[env] if env else None,
        role_session_name=given.get("role_session_name", "selfaudit"),
        regions=frozenset(regions),
        home_region=regions[0] if regions else None,
        endpoint_url=given.get("endpoint_url"),
        addressing=given.get("addressing", "auto"),
        max_concurrency=given.get("max_concurrency", DEFAULT_CONCURRENCY),
        organization=_organization(given["organization"]) if "organization" in given else None,
    )


def _organization(given: Mapping[str, Any]) -> Organization:
    include, exclude = frozenset(given.get("include", ())), frozenset(given.get("exclude", ()))
    return Organization(given["role_name"].removeprefix("/"), include, exclude)


def problems(target: Target) -> Iterator[str]:
    """What the schema cannot say, one line each."""
    given = target.settings
    for key in ("external_id_env", "role_session_name"):
        if key in given and not given.keys() & {"role_arn", "organization"}:
            yield f"target {target.id}: {key} is of no use without role_arn; add role_arn or remove {key}"
    yield from _organization_problems(target)
    env = given.get("external_id_env")
    if env and not os.environ.get(env):
        yield f"target {target.id}: environment variable {env} (external_id_env) is not set; set it"
    if "endpoint_url" not in given:
        return
    if "profile" not in given:
        yield (
            f"target {target.id}: endpoint_url needs a profile of its own, or the credentials at hand would"
            " be sent there; add profile"
        )
    problem = _endpoint_problem(given["endpoint_url"])
    if problem:
        yield f"target {target.id}: endpoint_url {problem}"


def _organization_problems(target: Target) -> Iterator[str]:
    given = target.settings.get("organization", {})
    both = set(given.get("include", ())) & set(given.get("exclude", ()))
    if both:
        yield f"target {target.id}: organization both includes and excludes {', '.join(sorted(both))}"


def _endpoint_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a URL; write https://host[:port]"
    if parts.scheme not in ("http", "https") or not host:
        return "is not a URL; write https://host[:port]"
    if parts.username is not None or parts.query or parts.fragment:
        return "holds more than a host, a port and a path; credentials belong in the profile"
    if parts.scheme == "http" and not _is_loopback(host):
        return f"sends credentials to {host} in the clear; use https (http is for loopback only)"
    return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
