"""Registers under a prefix of an S3 bucket."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from collectors.registers.folder import SourceError
from collectors.registers.table import MAX_BYTES
from scanner.interfaces import Json
from scanner.model import GapReason

_DENIED = (
    "AccessDenied",
    "AllAccessDisabled",
    "403",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
)
_CONFIG = Config(connect_timeout=10, read_timeout=60, retries={"mode": "standard", "max_attempts": 5})


class Prefix:
    """The objects whose keys are the prefix and a file name."""

    def __init__(self, given: Mapping[str, Json]) -> None:
        self._given = given
        self._bucket: str = given["bucket"]
        self._prefix: str = given.get("prefix", "")

    def place(self, name: str) -> str:
        """How messages call a file."""
        return f"s3://{self._bucket}/{self._prefix}{name}"

    def present(self, names: Sequence[str]) -> list[str]:
        """Which of the files there are. Raises SourceError when the listing could not be made."""
        return [name for name in names if self._prefix + name in self._keys]

    def read(self, name: str) -> bytes:
        """A file, one byte more than the cap at most. Raises SourceError."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
            content: bytes = answer["Body"].read(MAX_BYTES + 1)
        except (ClientError, BotoCoreError) as error:
            raise _source_error(error, "s3:GetObject") from error
        return content

    @cached_property
    def _client(self) -> Any:
        try:
            session = boto3.Session(
                profile_name=self._given.get("profile"), region_name=self._given.get("region")
            )
            return session.client("s3", endpoint_url=self._given.get("endpoint_url"), config=_CONFIG)
        except (BotoCoreError, ValueError) as error:
            raise SourceError(GapReason.DENIED, f"no session: {str(error)[:200]}") from error

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The keys right below the prefix."""
        try:
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix, Delimiter="/"
            )
            return frozenset(item["Key"] for page in pages for item in page.get("Contents", ()))
        except (ClientError, BotoCoreError) as error:
            raise _source_error(error, "s3:ListBucket") from error


def _source_error(error: ClientError | BotoCoreError, action: str) -> SourceError:
    if isinstance(error, ClientError):
        code = str(error.response.get("Error", {}).get("Code", "unknown"))[:80]
        reason = GapReason.DENIED if code in _DENIED else GapReason.UNREACHABLE
        return SourceError(reason, f"{action}: {code}; allow it, or correct bucket and prefix")
    return SourceError(GapReason.UNREACHABLE, f"{action}: {type(error).__name__}: {str(error)[:160]}")
