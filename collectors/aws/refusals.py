"""What exceptions of boto3 say: who refused, and why."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from botocore import exceptions as aws

from collectors.aws.troubles import (
    DENIED,
    MAX_TEXT,
    THROTTLED,
    UNSUPPORTED,
    UNUSABLE_CREDENTIALS,
    MalformedAnswerError,
    Trouble,
    TroubleError,
    one_line,
)
from scanner.model import GapReason

_NO_CREDENTIALS = (
    aws.NoCredentialsError,
    aws.PartialCredentialsError,
    aws.CredentialRetrievalError,
    aws.TokenRetrievalError,
    aws.InfiniteLoopConfigError,
    aws.InvalidConfigError,
    aws.ConfigNotFound,
    aws.ConfigParseError,
    aws.RefreshWithMFAUnsupportedError,
    aws.SSOError,
)
_TIMEOUTS = (aws.ReadTimeoutError, aws.ConnectTimeoutError)
_MALFORMED = (aws.PaginationError, aws.ParamValidationError, aws.InvalidRegionError)
_NOT_AUTHORIZED = re.compile(r"not authorized to perform: ([a-z0-9-]{2,40}:[A-Za-z0-9]{2,80})\b")
"""The wording of AWS for most services ("Access denied error messages" in the IAM user guide)."""


def trouble_of(error: Exception) -> Trouble:
    """The trouble behind an exception of boto3 or of a parser."""
    if isinstance(error, TroubleError):
        return error.trouble
    if isinstance(error, aws.ClientError):
        return replace(_refusal(error), operation=error.operation_name, denied=_denied_action(error))
    if isinstance(error, aws.ProfileNotFound):
        return Trouble(GapReason.DENIED, one_line(f"{error}; add it to the AWS configuration files"))
    if isinstance(error, _NO_CREDENTIALS):
        # Their texts can quote the output of a credential process.
        kind = type(error).__name__
        return Trouble(GapReason.DENIED, f"no usable credentials ({kind}); check the profile or log in")
    if isinstance(error, _TIMEOUTS):
        return Trouble(GapReason.TIMEOUT, "no answer in time; scan again, check the network")
    if isinstance(error, aws.HTTPClientError | aws.ConnectionError):
        return _no_connection(error)
    if isinstance(error, MalformedAnswerError):
        return Trouble(GapReason.MALFORMED, one_line(str(error)))
    if isinstance(error, _MALFORMED):
        return Trouble(GapReason.MALFORMED, one_line(str(error)))
    return Trouble(GapReason.MALFORMED, f"the answer could not be read ({type(error).__name__})")


def _no_connection(error: aws.BotoCoreError) -> Trouble:
    url = str(error.kwargs.get("endpoint_url") or "")
    where = f"to {urlsplit(url).netloc} " if url else ""
    kind = type(error).__name__
    return Trouble(
        GapReason.UNREACHABLE, one_line(f"no connection {where}({kind}); check network and endpoint")
    )


def _refusal(error: aws.ClientError) -> Trouble:
    """Turn an error answer into a trouble: by its code, else by its HTTP status."""
    code = one_line(str(error.response.get("Error", {}).get("Code", "")))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in UNUSABLE_CREDENTIALS:
        return Trouble(GapReason.DENIED, f"the credentials were refused ({code}); renew them", code)
    if code in UNSUPPORTED or status in (405, 501):
        return Trouble(GapReason.UNSUPPORTED, f"the endpoint does not offer this ({code or status})", code)
    if code in THROTTLED or status in (429, 503):
        text = f"throttled through all retries ({code or status}); lower max_concurrency or scan later"
        return Trouble(GapReason.TIMEOUT, text, code)
    if code in DENIED or status in (401, 403):
        return Trouble(GapReason.DENIED, f"denied{_why_denied(error, code)}; allow it to the caller", code)
    if status >= 500:
        return Trouble(GapReason.UNREACHABLE, f"the service failed ({code or status}); scan again", code)
    return Trouble(GapReason.MALFORMED, f"unexpected error ({code or status})", code)


def _denied_action(error: aws.ClientError) -> str:
    found = _NOT_AUTHORIZED.search(str(error.response.get("Error", {}).get("Message", ""))[:MAX_TEXT])
    return found[1] if found else ""


def _why_denied(error: aws.ClientError, code: str) -> str:
    """What the service says, because it names the kind of policy that denied."""
    said = one_line(str(error.response.get("Error", {}).get("Message", "")))
    if code not in DENIED or said.lower().rstrip(".") in ("", "access denied"):
        return f" ({code})" if code and code not in DENIED else ""
    return f" ({said})"
