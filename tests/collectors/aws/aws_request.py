"""What requests to AWS ask for, told from what is on the wire."""

import re
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import botocore.session

ACCOUNT = "account"
"""Subresource of the S3 Control calls."""
ACCESS_POINT = "accesspoint"
"""Subresource of GetAccessPoint; with an s that of the listing, with /policy and /policyStatus the rest."""
STS = "sts"
"""Subresource of the STS calls."""
_SUBRESOURCES = frozenset(
    {
        "acl",
        "cors",
        "encryption",
        "lifecycle",
        "location",
        "logging",
        "object-lock",
        "ownershipControls",
        "policy",
        "policyStatus",
        "publicAccessBlock",
        "replication",
        "tagging",
        "versioning",
        "website",
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: `GET`, bucket and subresource (both empty for the list of buckets).

    Services that name their operation in the request (all but S3) have it in `operation`.
    """

    method: str
    bucket: str
    subresource: str
    query: str = field(default="", compare=False)
    operation: str = field(default="", compare=False)
    body: bytes = field(default=b"", compare=False, repr=False)
    credential: str = field(default="", compare=False)
    """What the request is signed for: ACCESS_KEY/DATE/REGION/SERVICE/aws4_request."""

    @property
    def region(self) -> str:
        """The region that the request is meant for, empty without a signature."""
        return "".join(self.credential.split("/")[2:3])

    @property
    def service(self) -> str:
        """The service in the words of signatures, such as `s3` or `kms`; empty without a signature."""
        return "".join(self.credential.split("/")[3:4])


_REST_SERVICES = {"access-analyzer": "accessanalyzer", "elasticfilesystem": "efs"}
"""Services that name their operation by method and path: their names in signatures, and in boto3."""


@cache
def _rest_operations(service: str) -> list[tuple[str, re.Pattern[str], str]]:
    """Method, path and name of each operation, from boto3's own description of the service."""
    model = botocore.session.get_session().get_service_model(service)
    found = []
    for name in model.operation_names:
        http_of = model.operation_model(name).http
        path = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(http_of["requestUri"]))
        found.append((http_of["method"], re.compile(path), name))
    return found


def rest_operation(service: str, method: str, target: str) -> str:
    """The operation of a REST service that a request line asks for; empty for other services."""
    if service not in _REST_SERVICES:
        return ""
    path = urlsplit(target).path
    operations = _rest_operations(_REST_SERVICES[service])
    return next((n for m, p, n in operations if m == method and p.fullmatch(path)), "")


def _control(path: str) -> str:
    """The subresource of an S3 Control path: that of the account, or of its access points."""
    parts = path.strip("/").split("/")[1:]
    return (
        ACCOUNT
        if parts[0] != "accesspoint"
        else "/".join([ACCESS_POINT, *parts[2:]]) + "s" * (len(parts) == 1)
    )


def request_of(method: str, target: str) -> Request:
    """What a request line in path style asks for."""
    parts = urlsplit(target)
    if parts.path.startswith("/v20180820/"):
        return Request(method, "", _control(parts.path), parts.query)
    bucket = parts.path.strip("/").split("/")[0]
    if method == "POST" and not bucket:
        return Request(method, "", STS, parts.query)
    keys = {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return Request(method, bucket, next(iter(keys & _SUBRESOURCES), ""), parts.query)
