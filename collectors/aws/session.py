"""Clients of one account: one session, one client per service and region, no call more than needed."""

import re
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialProvider,
    CredentialResolver,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import NoCredentialsError

from collectors.aws.answers import AnswerGuard, WholeAnswers
from collectors.aws.memo import Memo
from collectors.aws.s3.facts import OPEN_ENDED, ROOTS
from collectors.aws.settings import Settings
from collectors.aws.troubles import MalformedAnswerError, Trouble, TroubleError
from scanner.interfaces import Halt

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3control import S3ControlClient

CONNECT_SECONDS = 10
READ_SECONDS = 30
ATTEMPTS = 5
_EVENTS = {"s3control": "s3-control"}
"""Names of services in botocore's events, where they differ."""
_AMBIENT = frozenset({"iam-role", "container-role", "boto-config"})
_AWS_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")


class Clients:
    """The clients of an account; safe to use from several threads. They send nothing once `halt` is set."""

    def __init__(self, settings: Settings, core: botocore.session.Session, home: str, halt: Halt) -> None:
        self._settings = settings
        self._core = core
        self._session = boto3.Session(botocore_session=core, region_name=home)
        self._endpoint = settings.endpoint_url
        self._guard = AnswerGuard(ROOTS, OPEN_ENDED)
        self._halt = halt
        self._lock = Lock()
        self._memo = Memo()
        self.home = home
        self.regions = settings.regions
        self._made: dict[tuple[str, str], Any] = {}

    @classmethod
    def of_target(cls, settings: Settings, halt: Halt) -> Self:
        """With the credentials of the target, as its role if it has one.

        Raises what boto3 raises for an unknown profile or a broken configuration file, and
        NoCredentialsError.
        """
        core = _session(settings)
        home = settings.home_region or core.get_config_variable("region") or "us-east-1"
        _require_credentials(core, settings)
        if settings.role_arn:
            core = _as_role(core, settings, settings.role_arn, home)
        return cls(settings, core, home, halt)

    def as_role(self, role_arn: str) -> "Clients":
        """Clients of a role that these credentials may assume. Raises what boto3 raises when they may not."""
        self._stop_when_halted()
        core = _as_role(self._core, self._settings, role_arn, self.home)
        credentials: Any = core.get_credentials()
        credentials.get_frozen_credentials()
        return Clients(self._settings, core, self.home, self._halt)

    def close(self) -> None:
        """Give the connections back."""
        for client in self._made.values():
            client.close()

    def client(self, service: str, region: str | None) -> Any:
        """The client of a service in a region, made once; in the home region for None."""
        key = (service, region or self.home)
        with self._lock:
            if key not in self._made:
                make: Any = self._session.client
                client = make(service, region_name=key[1], endpoint_url=self._endpoint)
                client.meta.events.register(f"before-parse.{_EVENTS.get(service, service)}", self._guard)
                client.meta.events.register("before-send", self._stop_when_halted)
                # boto3 has no other door to it.
                endpoint = client._endpoint
                endpoint.http_session = WholeAnswers(endpoint.http_session)
                self._made[key] = client
            return self._made[key]

    def identity(self) -> tuple[str, str]:
        """Account (12 digits) and partition of the credentials. Raises what boto3 raises."""
        found: tuple[str, str] = self._memo.get("identity", self.ask_identity)
        return found

    def ask_identity(self) -> tuple[str, str]:
        """Like `identity`, asked anew: whether the credentials are still good."""
        answer = self.client("sts", None).get_caller_identity()
        account, partition = answer["Account"], answer["Arn"].split(":")[1]
        if not (account.isascii() and account.isdigit()):
            raise MalformedAnswerError("the account id is not a number")
        return account, partition

    def _stop_when_halted(self, **_: object) -> None:
        """Handle botocore's `before-send` event, which comes before each attempt of each call."""
        if self._halt.is_set():
            raise TroubleError(Trouble(self._halt.reason, self._halt.detail))

    def s3(self, region: str | None = None) -> "S3Client":
        """The client for buckets of a region; that of the home region when it is not known."""
        # A custom endpoint is one place, whatever its buckets call their regions.
        known = region is not None and not self._endpoint and _AWS_REGION.fullmatch(region)
        client: S3Client = self.client("s3", region if known else None)
        return client

    def s3control(self, account: str, region: str | None = None) -> "S3ControlClient":
        """The client for the S3 settings of an account, and for its access points in a region."""
        client: S3ControlClient = self.client("s3control", region)
        if self._endpoint:
            client.meta.events.register(
                "before-sign.s3-control", _keep_host(account), unique_id="selfaudit-host"
            )
        return client

    @property
    def partition(self) -> str:
        """The partition of the account, as in its ARNs."""
        return self.s3().meta.partition


def _session(settings: Settings, like: botocore.session.Session | None = None) -> botocore.session.Session:
    """A session; what `like` has loaded, some 40 MiB and half a second of reading, is not loaded again."""
    session = botocore.session.Session(profile=settings.profile)
    if like:
        session.register_component("data_loader", like.get_component("data_loader"))
    # An endpoint from the environment or the profile would audit another store than the one named.
    session.set_config_variable("ignore_configured_endpoint_urls", True)  # noqa: FBT003 - not our signature
    session.set_default_client_config(_config(session, settings))
    return session


def _config(session: botocore.session.Session, settings: Settings) -> Config:
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={
            "mode": "adaptive",
            "total_max_attempts": session.get_config_variable("max_attempts") or ATTEMPTS,
        },
        max_pool_connections=settings.max_concurrency,
        parameter_validation=False,
        s3={"addressing_style": settings.addressing, "us_east_1_regional_endpoint": "regional"},
        user_agent_extra="selfaudit",
    )


def _require_credentials(core: botocore.session.Session, settings: Settings) -> None:
    """Custom endpoints get the credentials of their profile, never those of the machine."""
    found = core.get_credentials()
    if found is None or (settings.endpoint_url and found.method in _AMBIENT):
        raise NoCredentialsError


class _AssumedRole(CredentialProvider):  # type: ignore[misc, unused-ignore]
    METHOD = "assume-role"

    def __init__(self, fetch: Callable[[], dict[str, Any]]) -> None:
        super().__init__()
        self._fetch = fetch

    def load(self) -> DeferredRefreshableCredentials:
        """Credentials that are fetched when first used, and again before they expire."""
        return DeferredRefreshableCredentials(refresh_using=self._fetch, method=self.METHOD)


def _as_role(
    source: botocore.session.Session, settings: Settings, role_arn: str, region: str
) -> botocore.session.Session:
    """A session of its own: one that has looked up credentials keeps them."""
    extra = {"RoleSessionName": settings.role_session_name}
    if settings.external_id:
        extra["ExternalId"] = settings.external_id
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=partial(source.create_client, region_name=region, endpoint_url=settings.endpoint_url),
        source_credentials=source.get_credentials(),
        role_arn=role_arn,
        extra_args=extra,
    )
    session = _session(settings, like=source)
    provider = _AssumedRole(fetcher.fetch_credentials)
    session.register_component("credential_provider", CredentialResolver(providers=[provider]))
    return session


def _keep_host(account: str) -> Callable[..., None]:
    """S3 Control puts the account in front of the host; a custom endpoint is only the host it names."""

    def handler(request: "AWSRequest", **_: object) -> None:
        request.url = str(request.url).replace(f"//{account}.", "//", 1)

    return handler
