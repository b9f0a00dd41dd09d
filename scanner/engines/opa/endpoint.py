"""Where the OPA server is and how it is trusted, checked before anything is sent."""

import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from scanner.interfaces import ConfigurationError

DEFAULT_PORT = 8181


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OPA server as configured. Paths are PEM files; the token is a bearer token."""

    url: str
    token: str | None = field(default=None, repr=False)
    ca_cert: str | None = None
    client_cert: str | None = None
    client_key: str | None = None

    @property
    def secure(self) -> bool:
        """Whether the connection is TLS."""
        return _split(self.url).scheme == "https"

    @property
    def host(self) -> str:
        """Host name or address; an IPv6 address in brackets, as a URL needs it."""
        name = _split(self.url).hostname or ""
        return f"[{name}]" if ":" in name else name

    @property
    def port(self) -> int:
        """Port of the URL, else OPA's own."""
        return _split(self.url).port or DEFAULT_PORT

    @property
    def certificate(self) -> str | tuple[str, str] | None:
        """The client certificate as requests takes it."""
        if self.client_cert and self.client_key:
            return self.client_cert, self.client_key
        return self.client_cert

    def check(self) -> None:
        """Raise ConfigurationError for what can never work, and for what must not be sent in the clear."""
        problems = [*_url_problems(self.url), *_token_problems(self.token), *self._file_problems()]
        if problems:
            raise ConfigurationError(*problems)

    def _file_problems(self) -> list[str]:
        if self.client_key and not self.client_cert:
            return ["OPA server: a client key needs its client certificate too"]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            if self.ca_cert:
                context.load_verify_locations(self.ca_cert)
        except OSError as error:
            return [f"OPA server: CA certificate {self.ca_cert} cannot be used: {error}; give a PEM file"]
        try:
            if self.client_cert:
                # An empty password keeps OpenSSL from asking at the terminal.
                context.load_cert_chain(self.client_cert, self.client_key, password="")
        except OSError as error:
            fix = "give PEM files, the key not encrypted"
            return [f"OPA server: client certificate {self.client_cert} cannot be used: {error}; {fix}"]
        return []


def _split(url: str) -> SplitResult:
    return urlsplit(url)


def _url_problems(url: str) -> list[str]:
    example = "give it as https://host:8181"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return [f"OPA server: not a URL ({error}); {example}"]
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return [f"OPA server: not an http or https URL; {example}"]
    if parts.username is not None or parts.password is not None:
        return [f"OPA server {parts.hostname}: no user or password in the URL; use a token"]
    if parts.path.strip("/") or parts.query or parts.fragment:
        return [f"OPA server {url}: only scheme, host and port; {example}"]
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        return [f"OPA server {url}: http only on loopback, since facts would travel in the clear; use https"]
    return []


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _token_problems(token: str | None) -> list[str]:
    """The token itself never shows up in a message."""
    if token is None or (token and token.isascii() and token.isprintable() and " " not in token):
        return []
    return ["OPA server: the token is empty or has characters that no bearer token has"]
