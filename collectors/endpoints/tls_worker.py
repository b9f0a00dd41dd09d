"""The TLS scan of one endpoint, in a process of its own: a question comes in, facts go out, as JSON.

SSLyze does the handshakes. Only handshakes: nothing that makes a flawed server hand out its memory.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors.endpoints.certificates import NoTrustError, facts_of, roots_of
from scanner.interfaces import Json
from scanner.model import GapReason

AT_ONCE = 3
"""Connections at a time."""
VERSIONS = {
    "SSLv2": "ssl_2_0_cipher_suites",
    "SSLv3": "ssl_3_0_cipher_suites",
    "TLSv1": "tls_1_0_cipher_suites",
    "TLSv1.1": "tls_1_1_cipher_suites",
    "TLSv1.2": "tls_1_2_cipher_suites",
    "TLSv1.3": "tls_1_3_cipher_suites",
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "protocols": tuple(VERSIONS.values()),
    "suites": tuple(VERSIONS.values()),
    "key_exchange": (*VERSIONS.values(), "elliptic_curves"),
    "certificates": ("certificate_info",),
    "renegotiation": ("session_renegotiation",),
    "compression": ("tls_compression",),
}
"""The handshakes that a fact takes."""


class NotSeenError(Exception):
    """The handshakes contradict each other."""


def main() -> None:
    """Answer the question: facts by name, and for those that are missing [reason, detail]."""
    json.dump(scan(json.load(sys.stdin)), sys.stdout)


def scan(question: Json) -> Json:
    """What is wanted of an endpoint: {"facts": {...}, "gaps": {fact: [reason, detail]}, "trouble": [...]}."""
    from sslyze import Scanner

    scanner = Scanner(per_server_concurrent_connections_limit=AT_ONCE, concurrent_server_scans_limit=1)
    try:
        scanner.queue_scans([_request(question)])
    except OSError as error:
        return {"trouble": [GapReason.UNREACHABLE, f"{question['host']}: {type(error).__name__}"]}
    except Exception as error:  # noqa: BLE001 (the boundary: SSLyze's errors have no common class)
        return {"trouble": [GapReason.UNREACHABLE, f"{type(error).__name__}: {error}"[:200]]}
    (result,) = scanner.get_results()
    if result.scan_result is None:
        return {"trouble": _unreachable(result)}
    return _found(question, result.scan_result)


def _request(question: Json) -> Any:
    from sslyze import (
        ProtocolWithOpportunisticTlsEnum,
        ScanCommand,
        ServerNetworkConfiguration,
        ServerNetworkLocation,
        ServerScanRequest,
    )

    starttls = question["starttls"]
    network = ServerNetworkConfiguration(
        tls_server_name_indication=question["server_name"],
        tls_opportunistic_encryption=ProtocolWithOpportunisticTlsEnum(starttls.upper()) if starttls else None,
        network_timeout=question["connect_seconds"],
        network_max_retries=1,
    )
    names = {name for fact in question["wanted"] for name in COMMANDS[fact]}
    return ServerScanRequest(
        server_location=ServerNetworkLocation(question["host"], question["port"]),
        network_configuration=network,
        scan_commands={ScanCommand(name) for name in names},
    )


def _unreachable(result: Any) -> list[str]:
    text = _said(result.connectivity_error_trace)
    timed_out = "timed out" in text.lower() or "TimedOut" in text
    return [GapReason.TIMEOUT if timed_out else GapReason.UNREACHABLE, text]


def _said(trace: Any) -> str:
    lines = "".join(trace.format_exception_only()).strip().splitlines() if trace else []
    text = lines[-1].removeprefix("sslyze.errors.") if lines else "no reason is told"
    return "".join(char for char in text if char.isprintable())[:200]


def _found(question: Json, result: Any) -> Json:
    facts: dict[str, Json] = {}
    gaps: dict[str, Json] = {}
    for fact in question["wanted"]:
        attempts = {name: getattr(result, name) for name in COMMANDS[fact]}
        failed = {name: one for name, one in attempts.items() if one.result is None}
        if failed:
            gaps[fact] = _trouble(failed)
            continue
        try:
            facts[fact] = _fact(fact, question, {name: one.result for name, one in attempts.items()})
        except NoTrustError as error:
            gaps[fact] = [GapReason.UNREACHABLE, str(error)]
        except NotSeenError as error:
            gaps[fact] = [GapReason.MALFORMED, str(error)]
    return {"facts": facts, "gaps": gaps}


def _trouble(failed: dict[str, Any]) -> list[str]:
    name, attempt = next(iter(failed.items()))
    why = attempt.error_reason.value if attempt.error_reason else "not done"
    detail = f"{name.replace('_', ' ')}: {_said(attempt.error_trace)}"
    if why == "CLIENT_CERTIFICATE_NEEDED":
        return [GapReason.DENIED, f"{detail}; the endpoint wants a certificate of the client"]
    if why == "CONNECTIVITY_ISSUE":
        return [GapReason.UNREACHABLE, f"{detail}; the connection broke, scan again"]
    return [GapReason.MALFORMED, detail]


def _fact(fact: str, question: Json, results: dict[str, Any]) -> Json:
    match fact:
        case "protocols":
            return _protocols(results)
        case "suites":
            return [suite for name, key in VERSIONS.items() for suite in _suites(name, results[key])]
        case "key_exchange":
            return _key_exchange(results)
        case "certificates":
            return _certificates(question, results["certificate_info"])
        case "renegotiation":
            found = results["session_renegotiation"]
            return {
                "secure": found.supports_secure_renegotiation,
                "by_client": found.is_vulnerable_to_client_renegotiation_dos,
            }
        case _:
            return results["tls_compression"].supports_compression


def _protocols(results: dict[str, Any]) -> list[str]:
    found = [name for name, key in VERSIONS.items() if results[key].is_tls_version_supported]
    if not found:
        raise NotSeenError("no version of TLS was negotiated although there was a handshake; scan again")
    return found


def _suites(version: str, result: Any) -> Iterator[Json]:
    for accepted in sorted(result.accepted_cipher_suites, key=lambda one: one.cipher_suite.name):
        suite = accepted.cipher_suite
        yield {
            "protocol": version,
            "name": suite.name,
            "openssl": suite.openssl_name,
            "bits": suite.key_size,
            "anonymous": suite.is_anonymous,
            "forward_secrecy": version == "TLSv1.3" or "DHE_" in suite.name,
        }


def _key_exchange(results: dict[str, Any]) -> Json:
    accepted = [one for key in VERSIONS.values() for one in results[key].accepted_cipher_suites]
    sizes = [one.ephemeral_key.size for one in accepted if one.ephemeral_key and _is_dh(one.ephemeral_key)]
    curves = results["elliptic_curves"].supported_curves
    return {"curves": sorted(curve.name for curve in curves or []), "dh_bits": min(sizes, default=None)}


def _is_dh(key: Any) -> bool:
    return not hasattr(key, "curve")


def _certificates(question: Json, result: Any) -> list[Json]:
    roots = roots_of(Path(question["ca_file"]) if question["ca_file"] else None)
    now = datetime.now(UTC)
    return [
        facts_of(deployment.received_certificate_chain, roots, question["server_name"], now)
        for deployment in result.certificate_deployments
    ]


if __name__ == "__main__":
    main()
