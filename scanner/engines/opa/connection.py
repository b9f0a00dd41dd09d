"""OPA's REST API through opa-python-client, with every failure told apart."""

import json
import time
from collections.abc import Mapping
from typing import NoReturn

import requests
from opa_client import OpaClient
from opa_client.errors import DeletePolicyError, RegoParseError

from scanner.engines.opa.endpoint import Endpoint
from scanner.interfaces import EngineError, Json

CONNECT_SECONDS = 5.0
MANAGE_SECONDS = 60.0
"""The server compiles everything at each change of a policy."""
PAUSES = (0.2, 1.0)
"""Seconds before a broken request is sent again."""
GATEWAY = frozenset({502, 503, 504})
STRICT = {"strict-builtin-errors": "true"}
"""Without it OPA turns an error of a builtin into undefined, so a crashed check would read as a pass."""


class CompileError(Exception):
    """A policy does not compile; `errors` are OPA's, each with code, message and location."""

    def __init__(self, errors: list[Mapping[str, Json]]) -> None:
        super().__init__("policy does not compile")
        self.errors = errors


class RefusedError(Exception):
    """This request has no answer (a rule failed, or it was too large); a part of it may have one."""

    def __init__(self, message: str, errors: list[Mapping[str, Json]]) -> None:
        super().__init__(message)
        self.errors = errors


class DeadlineError(Exception):
    """No answer in time."""


class Connection:
    """One server. Every method raises EngineError when the server cannot be used."""

    def __init__(self, endpoint: Endpoint, timeout: float) -> None:
        self._url = endpoint.url
        self._manage = _client(endpoint, max(timeout, MANAGE_SECONDS), retries=2)
        self._ask = _client(endpoint, timeout, retries=0)

    def close(self) -> None:
        """Close the connections."""
        self._manage.close_connection()
        self._ask.close_connection()

    def policies(self) -> dict[str, str]:
        """Source of each policy on the server, by id."""
        # The client's own listing asks for `/policies/`, which a newer OPA takes for a policy without id.
        try:
            reply = self._manage._session.get(f"{self._manage.root_url}/policies", timeout=MANAGE_SECONDS)
            reply.raise_for_status()
            return {item["id"]: item["raw"] for item in reply.json()["result"]}
        except requests.RequestException as error:
            self._give_up(error)
        except (KeyError, TypeError) as error:
            raise EngineError(f"{self._url} does not answer like an OPA server") from error

    def put(self, policy: str, source: str) -> None:
        """Create or replace a policy. Raises CompileError."""
        try:
            self._manage.update_policy_from_string(source, policy, rego_compat=False)
        except RegoParseError as error:
            if error.errors:
                raise CompileError(error.errors) from error
            raise EngineError(self._text(f"{error.expression}: {error.message}")) from error
        except requests.RequestException as error:
            self._give_up(error)

    def delete(self, policy: str) -> str | None:
        """Delete a policy; the reason when the server will not (others need it, say)."""
        try:
            self._manage.delete_policy(policy)
        except DeletePolicyError as error:
            return (
                None if error.expression == "resource_not_found" else f"{error.expression}: {error.message}"
            )
        except requests.RequestException as error:
            self._give_up(error)
        return None

    def query(self, package: str, rule: str, document: Json) -> Json:
        """The value of a rule, None when it is undefined. Raises RefusedError, DeadlineError."""
        body = _encoded(document)
        for pause in (*PAUSES, None):
            try:
                reply = self._post(f"{self._ask.root_url}/data/{package}/{rule}", body)
            except requests.ConnectionError as error:
                if pause is None or isinstance(error, requests.exceptions.SSLError):
                    self._give_up(error)
            else:
                if pause is None or reply.status_code not in GATEWAY:
                    return self._value(reply)
            time.sleep(pause)
        raise AssertionError

    def _post(self, url: str, body: bytes) -> requests.Response:
        # The client's own query hides the body of an error, which says what failed.
        headers = {"Content-Type": "application/json"}
        try:
            session: requests.Session = self._ask._session
            return session.post(url, data=body, params=STRICT, headers=headers, timeout=self._ask.timeout)
        except requests.ReadTimeout as error:
            raise DeadlineError from error
        except requests.ConnectionError:
            raise
        except requests.RequestException as error:
            self._give_up(error)

    def _value(self, reply: requests.Response) -> Json:
        body = _body(reply)
        if reply.ok and body is not None:
            return body.get("result")
        if body is not None and reply.status_code in (400, 413, 500):
            raise RefusedError(_status(reply), body.get("errors") or [])
        raise EngineError(self._text(_status(reply)))

    def _give_up(self, error: requests.RequestException) -> NoReturn:
        raise EngineError(self._text(_reason(error))) from error

    def _text(self, reason: str) -> str:
        return f"OPA server {self._url}: {reason}"


def _client(endpoint: Endpoint, timeout: float, retries: int) -> OpaClient:
    client = OpaClient(
        host=endpoint.host,
        port=endpoint.port,
        ssl=endpoint.secure,
        cert=endpoint.certificate,
        token=endpoint.token,
        retries=retries,
        timeout=(CONNECT_SECONDS, timeout),
    )
    session = client._session
    # Proxies, ~/.netrc and CA bundles of the environment would redirect the facts, replace the token, or
    # win over the CA given here; a redirect would carry the facts elsewhere.
    session.trust_env = False
    session.max_redirects = 0
    if endpoint.ca_cert:
        session.verify = endpoint.ca_cert
    return client


def _encoded(document: Json) -> bytes:
    try:
        return json.dumps({"input": document}, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise RefusedError(f"input is not JSON: {error}", []) from error


def _body(response: requests.Response) -> Mapping[str, Json] | None:
    try:
        body = response.json()
    except requests.exceptions.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def _reason(error: requests.RequestException) -> str:
    if error.response is not None:
        return _status(error.response)
    cause = getattr(error.args[0], "reason", error) if error.args else error
    if isinstance(error, requests.exceptions.SSLError):
        return (
            f"TLS failed: {cause}; give the CA that signed its certificate, and a client certificate if asked"
        )
    if isinstance(error, requests.TooManyRedirects):
        return "redirects elsewhere; give the URL of the server itself"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    return f"no answer: {cause}"


def _status(response: requests.Response) -> str:
    message = (_body(response) or {}).get("message", response.reason)
    text = f"answers {response.status_code}: {message}"
    if response.status_code in (401, 403):
        return f"{text}; give a token that may read and write policies and query data"
    return text
