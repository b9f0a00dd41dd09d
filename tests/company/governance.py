"""How the company is run: documents, audits, meetings, law, resources."""

from datetime import date, timedelta
from typing import Any

from tests.company.people import DEPARTMENTS, Rows

_SECTIONS = {
    "privacy": "protection_scope responsible_parties measures collection_use_sharing_scope",
    "emergency-plan": "report_flow handling_measures responsibilities response_process",
}
_KINDS = {
    "privacy": "policy",
    "storage-transmission-standard": "technical_measures",
    "permission-manual": "manual",
    "access-control": "standard",
    "disclosure-approval": "procedure",
    "emergency-plan": "plan",
    "intrusion-plan": "plan",
    "code-of-conduct": "standard",
    "org-chart": "chart",
    "work-plan": "plan",
    "audit-criteria": "criteria",
    "reward-punishment": "standard",
    "procedures": "procedure",
}
_SUBJECTS = [
    "system_security",
    "staff_behaviour",
    "emergency_response",
    "measure_implementation",
    "risk_control_effect",
    "collection",
    "storage",
    "use",
    "third_party",
]
_WEDNESDAYS = [date(2026, 9, 30) + timedelta(weeks=week) for week in range(14)]


def _document(id_: str, kind: str) -> dict[str, Any]:
    return {
        "policy_id": id_,
        "kind": kind,
        "version": "2",
        "title": id_.capitalize(),
        "sections": _SECTIONS.get(id_, "all").split(),
        "owner": "E03",
        "author": "E03",
        "reviewer": "E04",
        "approver": "E01",
        "approved_on": "2026-01-15",
        "effective_on": "2026-02-01",
        "review_due": "2027-01-15",
        "last_reviewed": "2026-06-15",
        "revision_cycle_days": 365,
        "interpretation_owner": "legal",
        "related_policies": ["labour rules"],
        "steps": ["collection", "storage", "use", "transmission", "sharing", "destruction"]
        if id_ == "procedures"
        else [],
        "file_present": True,
        "unchanged_since_review": True,
    }


def _audit(id_: str, type_: str, day: str, **more: Any) -> dict[str, Any]:
    given = {
        "audit_id": id_,
        "type": type_,
        "kind": "internal",
        "date": day,
        "lead": "E10",
        "independent": True,
        "auditors": ["E10"],
        "scope": _SUBJECTS,
        "methods": [],
        "onsite": [],
        "metrics": [],
        "contents": [],
        "tool": "selfaudit",
        "tool_version": "1",
        "report_ref": f"{id_}.pdf",
    }
    return given | more


def _meeting(id_: str, kind: str, day: str, **more: Any) -> dict[str, Any]:
    given = {
        "meeting_id": id_,
        "type": kind,
        "date": day,
        "chair": "E01",
        "chair_role": "project_lead",
        "participants": 7,
        "departments_absent": 0,
        "topics": ["progress", "problems", "resources"],
        "decisions": "go on",
        "minutes_ref": f"{id_}.md",
    }
    return given | more


def _finding(id_: str, source: str, **more: Any) -> dict[str, Any]:
    given = {
        "id": id_,
        "source": source,
        "control": "lp-access-review",
        "asset": "crm",
        "description": "two accounts too many",
        "severity": "medium",
        "rated_by": "E10",
        "found_on": "2026-11-05",
        "evidence_ref": f"{id_}.png",
        "measure": "remove them",
        "owner": "E02",
        "due": "2026-12-05",
        "status": "closed",
        "closed_on": "2026-12-05",
        "verified_by": "E10",
        "verified_on": "2026-12-07",
        "rechecked_by": "E04",
        "recheck_result": "passed",
        "rechecked_on": "2026-12-28",
    }
    return given | more


GOVERNANCE_RECORDS: dict[str, Rows] = {
    "policy_register": [_document(id_, kind) for id_, kind in _KINDS.items()],
    "framework_register": [
        {
            "element": element,
            "document_ref": "privacy",
            "approved_on": "2026-01-15",
            "review_due": "2027-01-15",
        }
        for element in ("management_structure", "operating_processes", "technical_safeguards", "supervision")
    ],
    "audit_plan": [
        {
            "plan_id": "AP-2026",
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
            "purpose": "does protection work",
            "scope": "all systems",
            "frequency": "quarterly",
            "team": "audit team",
            "steps": "plan, inspect, report",
            "criteria": "audit-criteria",
            "risk_basis": "RA1",
            "approved_by": "E01",
            "approved_on": "2026-01-08",
        }
    ],
    "audit_register": [
        _audit(
            "AU1",
            "self-check",
            "2026-12-18",
            checklist_version="2026-12",
            items_total=273,
            items_answered=273,
            onsite=["facilities", "systems", "processes"],
        ),
        _audit(
            "AU2",
            "security",
            "2026-12-22",
            methods=["data_analysis", "onsite_inspection", "staff_interview", "customer_feedback"],
            metrics=["access_volume", "modification_records"],
            analysis_ref="AU2-data.pdf",
            contents=["rectification_status", "system_effectiveness", "potential_risks"],
            effectiveness_rating="effective",
            adjustments=1,
            adjustments_due="2026-12-30",
            adjusted_on="2026-12-29",
        ),
        _audit("AU3", "use", "2026-12-08"),
        _audit("AU4", "technical-check", "2026-12-30"),
        _audit("AU5", "annual-evaluation", "2026-12-28"),
        _audit("AU6", "mechanism-evaluation", "2026-12-29"),
        _audit("AU7", "communication-evaluation", "2026-08-20"),
        _audit("AU8", "security", "2026-06-10", kind="external", auditors=["Outside Audit Ltd"]),
    ],
    "findings_register": [
        _finding("FN1", "audit"),
        _finding("FN2", "incident"),
        _finding("FN3", "regulator", reply_ref="letter-3"),
    ],
    "risk_register": [
        {
            "risk": risk,
            "impact": "medium" if risk == "law_change" else "high",
            "measure": "see plan",
            "owner": "E04",
            "from_date": "2026-02-01",
            "status": "treated",
            "reviewed_on": "2026-12-09",
        }
        for risk in [
            "data_leak",
            "staff_awareness_or_violation",
            "system_vulnerability",
            "external_attack",
            "law_change",
            "technical_measure_failure",
            "weak_monitoring_audit",
        ]
    ],
    "risk_review_log": [
        {
            "assessment_id": "RA2",
            "type": "assessment",
            "date": "2026-10-12",
            "scope": "all",
            "assessor": "E04",
            "risks_found": 2,
            "measures": "new lock",
            "measures_on": "2026-11-02",
        }
    ],
    "law_register": [
        {
            "law": "Personal Information Protection Law",
            "article": article,
            "issuer": "NPC",
            "version": "2021",
            "latest_version": "2021",
            "effective_on": "2021-11-01",
            "owner": "E03",
            "policy_clause": "privacy 2.1",
            "conform": conform,
            "checked_on": "2026-12-04",
            "checker": "E03",
        }
        for article, conform in (("13", "yes"), ("17", "yes"), ("38", "not_applicable"))
    ],
    "law_review_log": [
        {
            "review_id": "LR1",
            "date": "2026-11-13",
            "reviewer": "E03",
            "change": "new rules on audits",
            "policy_updated_on": "2026-12-10",
            "policy_change_ref": "privacy 2",
        }
    ],
    "meeting_log": [
        *(_meeting(f"M{month}", "monthly", f"2026-{month}-15") for month in (10, 11, 12)),
        *(_meeting(f"W{day}", "weekly", str(day)) for day in _WEDNESDAYS),
        *(_meeting(f"C{month}", "coordination", f"2026-{month}-16") for month in (10, 11, 12)),
        _meeting("RM1", "risk", "2026-12-02", register_updated_on="2026-12-09"),
        _meeting("IM1", "incident", "2026-11-05", incident_id="I1"),
    ],
    "report_log": [
        {
            "report_id": f"{kind}-{day}",
            "type": kind,
            "submitted_on": str(day),
            "recipient": "leading group",
            "sections": ["task_completion", "problems", "next_steps"],
        }
        for kind, days in (
            ("weekly", _WEDNESDAYS),
            ("monthly", [date(2026, 10, 30), date(2026, 11, 30), date(2026, 12, 31)]),
        )
        for day in days
    ],
    "communication_log": [
        *(
            {
                "entry_id": f"CO-{month}-{department}",
                "date": f"2026-{month}-20",
                "audience": "department-head",
                "department": department,
                "channel": "meeting",
                "topic": "duties and resources",
                "minutes_ref": f"CO-{month}.md",
                "feedback": "given",
                "feedback_on": f"2026-{month}-21",
            }
            for month in (10, 11, 12)
            for department in DEPARTMENTS
        ),
        {
            "entry_id": "CO-staff",
            "date": "2026-11-25",
            "audience": "staff",
            "channel": "online_qa",
            "topic": "phishing",
            "minutes_ref": "qa-11.md",
            "feedback": "none_needed",
        },
    ],
    "communication_plan": [
        {
            "party": party,
            "content": "incidents and progress",
            "channels": ["mail"],
            "frequency": "monthly",
            "urgent_channel": "duty phone",
            "approved_on": "2026-01-15",
        }
        for party in ("front_desk", "it", "legal", "customer_service", "senior_management")
    ],
    "task_plan": [
        {
            "task": "task-1",
            "owner": "E02",
            "start": "2026-10-01",
            "end": "2026-11-30",
            "resources": "two days",
            "milestone": True,
            "status": "done",
            "done_on": "2026-11-30",
            "tracked_on": "2026-11-30",
        },
        {
            "task": "task-2",
            "owner": "E09",
            "start": "2026-11-01",
            "end": "2027-03-31",
            "resources": "ten days",
            "milestone": True,
            "status": "running",
            "tracked_on": "2026-12-20",
        },
    ],
    "resource_register": [
        {
            "item": item,
            "kind": kind,
            "category": category,
            "amount": 1,
            "source": "budget 2026",
            "allocated_to": "E02",
            "maintainer": "E09",
            "active": True,
            "approved_on": "2026-01-15",
            "licence_expiry": "2027-12-31",
            "checked_on": "2026-12-01",
        }
        for item, kind, category in (
            ("disk encryption", "equipment", "encryption"),
            ("emergency box", "equipment", "emergency"),
            ("wiki", "equipment", "platform"),
            ("privacy officer", "people", "general"),
            ("privacy budget", "budget", "general"),
        )
    ],
    "cooperation_register": [
        {
            "body": f"the {kind} body",
            "kind": kind,
            "agreed_on": "2025-05-05",
            "last_activity": "2026-09-01",
            "activity": "a day together",
        }
        for kind in ("expert", "security", "regulator", "legal", "industry", "company")
    ],
    "regulator_log": [
        {
            "entry_id": f"RG-{kind}",
            "type": kind,
            "body": "CAC",
            "date": "2026-10-21",
            "reception_person": "E03",
            "requests": 2,
            "requests_fulfilled_on": "2026-10-21",
            "action": "rule 4 changed",
            "policy_change_ref": "privacy 2",
            "closed_on": "2026-11-11",
            "report_ref": "report-10.pdf",
        }
        for kind in ("inspection", "report", "feedback", "readiness")
    ],
}
