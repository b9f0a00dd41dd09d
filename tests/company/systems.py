"""The systems and data of the company: what lies where, and how it is looked after."""

from typing import Any

from tests.company.people import Rows

SYSTEMS = ("crm", "files", "tickets")
_KINDS = {"crm": "database", "files": "storage", "tickets": "complaints"}


def _each(**shared: Any) -> Rows:
    return [{"system": system, **shared} for system in SYSTEMS]


def _check(id_: str, kind: str, date: str, issues: int = 0, **more: Any) -> dict[str, Any]:
    scope = ["facility", "technology", "process"]
    given = {"check_id": id_, "type": kind, "date": date, "checker": "E09", "scope": scope, "issues": issues}
    return given | {"handled_on": date} | more


SYSTEM_RECORDS: dict[str, Rows] = {
    "system_register": [
        {
            "system": system,
            "kind": kind,
            "owner": "E02",
            "customer_info": True,
            "active": True,
            "recovery_procedure_ref": f"restore-{system}.md",
            "last_export_on": "2026-12-31",
            "reviewed_on": "2026-12-01",
        }
        for system, kind in _KINDS.items()
    ],
    "data_inventory": [
        {
            "dataset": dataset,
            "info_types": ["name", "phone"],
            "stores": stores,
            "owner": "E05",
            "purposes": ["service", "marketing"],
            "purpose_defined_on": "2020-01-02",
            "collection_began_on": "2020-02-03",
            "classification": level,
            "use_state": state,
            "anonymised": state == "retained",
            "anonymisation_method": "k-anonymity, k=20" if state == "retained" else "",
            "last_reviewed": "2026-12-02",
        }
        for dataset, stores, level, state in (
            ("crm", ["crm", "tickets"], "sensitive", "in_use"),
            ("orders", ["files"], "general", "in_use"),
            ("orders-2019", ["files"], "general", "retained"),
        )
    ],
    "retention_schedule": [
        {
            "dataset": dataset,
            "retention_days": 1095,
            "basis_business": "warranty",
            "basis_legal": "E-Commerce Law, art. 31",
            "allowed_methods": ["professional_tool"],
            "approved_by": "E03",
            "approved_on": "2026-01-20",
        }
        for dataset in ("crm", "orders", "orders-2019")
    ],
    "access_review_log": _each(
        reviewer="E10",
        review_date="2026-12-10",
        accounts_reviewed=12,
        accounts_total=12,
        changes=1,
        closed_on="2026-12-14",
    ),
    "availability_log": _each(
        period_start="2026-10-01", period_end="2026-12-31", uptime_percent=99.9, outages=1
    ),
    "log_review_register": _each(
        reviewed_on="2026-12-15",
        reviewer="E04",
        anomalies=1,
        follow_up="asked the user",
        followed_up_on="2026-12-17",
    ),
    "scan_log": _each(
        scanned_on="2026-12-16",
        tool="OpenVAS 23",
        findings_count=1,
        registered=True,
        report_ref="scan-12.pdf",
    ),
    "restore_test_log": [
        {
            "source": system,
            "tested_on": "2026-11-20",
            "result": "passed",
            "duration_minutes": 40,
            "rto_minutes": 60,
        }
        for system in SYSTEMS
    ],
    "vulnerability_register": [
        {
            "id": "VU1",
            "asset": "crm",
            "severity": "high",
            "found_at": "2026-12-16 10:00",
            "fixed_at": "2026-12-17 10:00",
        }
    ],
    "update_log": [
        {"host": "crm", "product": "clamav", "version": "1.4.2", "updated_on": "2026-12-20"},
    ],
    "security_check_log": [
        *(
            _check(f"S{month}", "system", f"2026-{month}-08", 1, issues_registered=True)
            for month in (10, 11, 12)
        ),
        *(_check(f"L{month}", "leak-prevention", f"2026-{month}-09") for month in (10, 11, 12)),
        _check("ST1", "storage", "2026-12-10"),
    ],
    "crypto_review_log": [
        {
            "date": "2026-10-20",
            "reviewer": "E09",
            "technologies": "TLS, disk encryption",
            "decision": "upgrade",
            "upgrade_due": "2026-11-30",
            "upgraded_on": "2026-11-25",
            "next_due": "2027-10-20",
        }
    ],
    "monitoring_log": [
        {
            "activity": "watch of the CRM",
            "date": "2026-11-30",
            "done_on": "2026-11-30",
            "performer": "E10",
            "result": "normal",
            "report_ref": "watch-11.pdf",
        }
    ],
    "monitoring_matrix": [
        {
            "phase": phase,
            "source": "SIEM",
            "owner": "E10",
            "audit_ref": "AU2",
            "last_evidence": "2026-12-20",
        }
        for phase in ("collection", "storage", "use", "sharing")
    ],
    "alert_log": [
        {
            "alert_id": "AL1",
            "time": "2026-11-04 10:00",
            "severity": "high",
            "disposition": "incident",
            "handled_at": "2026-11-04 10:20",
            "handled_by": "E10",
            "incident_ref": "I1",
        },
        {
            "alert_id": "AL2",
            "time": "2026-11-24 10:00",
            "severity": "critical",
            "disposition": "dismissed",
            "handled_at": "2026-11-24 11:00",
            "handled_by": "E10",
            "dismissal_reason": "planned load test",
        },
    ],
    "archive_maintenance_log": [
        {
            "date": "2026-11-01",
            "scope": "all files",
            "performer": "E07",
            "corrections": 4,
            "index_updated": True,
        }
    ],
    "data_quality_log": [
        *(
            {
                "dataset": dataset,
                "type": "check",
                "date": "2026-11-15",
                "performer": "E07",
                "completeness_percent": 98.5,
                "key_fields_verified": True,
            }
            for dataset in ("crm", "orders")
        ),
        {
            "dataset": "crm",
            "type": "cleaning",
            "date": "2026-10-10",
            "performer": "E07",
            "records_changed": 40,
        },
    ],
    "destruction_log": [
        {
            "id": "DL1",
            "type": "periodic",
            "dataset": "orders",
            "scope": ["electronic", "paper"],
            "data_kind": "orders of 2022",
            "quantity": 12000,
            "retention_expired": True,
            "reviewed_by": "E03",
            "reviewed_on": "2026-12-10",
            "approved_tool": "shred station",
            "method": "professional_tool",
            "performer": "E09",
            "auditor": "E10",
            "monitored": True,
            "audit_ref": "AU-D1",
            "record_kept_days": 1095,
            "record_protected": True,
            "third_parties": ["Courier"],
            "notified_on": "2026-12-01",
            "agreed_on": "2026-12-03",
            "destroyed_on": "2026-12-12",
            "verified_by": "E10",
            "verification_method": "read attempt",
            "verified_on": "2026-12-12",
            "verification": "passed",
        }
    ],
    "closed_relationships": [
        {
            "customer_ref": "C-9",
            "closed_on": "2026-11-02",
            "disposed_on": "2026-12-02",
            "disposal": "destroyed",
        }
    ],
}
