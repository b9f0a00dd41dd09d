"""The people of a fictitious company: who works there, what they learned, signed and may do."""

from typing import Any

Rows = list[dict[str, Any]]

STAFF = [f"E{number:02}" for number in range(1, 11)]
DEPARTMENTS = ("management", "it", "legal", "compliance", "customer_service", "front_desk")
_POSTS = {
    "E01": ("management", "senior_management", "E01"),
    "E02": ("it", "engineer", "E01"),
    "E03": ("legal", "lawyer", "E01"),
    "E04": ("compliance", "officer", "E01"),
    "E05": ("customer_service", "supervisor", "E01"),
    "E06": ("customer_service", "agent", "E05"),
    "E07": ("customer_service", "agent", "E05"),
    "E08": ("front_desk", "receptionist", "E05"),
    "E09": ("it", "engineer", "E02"),
    "E10": ("compliance", "auditor", "E04"),
}
_MORE_ACCOUNTS = {"E02": ("app",), "E09": ("ann",), "E10": ("audit",)}
_TOPICS = [
    "laws",
    "company_policy",
    "operation_rules",
    "awareness",
    "security_basics",
    "case_studies",
    "access_control",
    "storage",
    "sharing_risks",
]


def _person(person: str, **more: Any) -> dict[str, Any]:
    department, role, manager = _POSTS[person]
    named = {"department": department, "role": role, "post": role, "manager": manager}
    accounts = [person.lower(), *_MORE_ACCOUNTS.get(person, ())]
    return {"person": person, "accounts": accounts, "status": "active", **named, **more}


def _trained(session: str, date: str, course: str, method: str, topics: list[str]) -> Rows:
    shared = {
        "session_id": session,
        "date": date,
        "course": course,
        "topics": topics,
        "method": method,
        "trainer": "Outside Training Ltd",
        "materials_ref": f"{course}.pdf",
        "attended": True,
        "evaluation_ref": f"{session}-effect",
        "evaluated_on": date,
    }
    return [{**shared, "person": person} for person in STAFF]


def _member(group: str, person: str, role: str = "member", **more: Any) -> dict[str, Any]:
    given = {
        "group": group,
        "person": person,
        "department": _POSTS[person][0],
        "role": role,
        "duty": f"works for the {group}",
        "mandate": f"order of the board on the {group}",
        "reports_to": "E01",
        "appointed_on": "2026-01-05",
        "operates_systems": False,
        "qualification": "CIPP",
        "experience_years": 8,
        "reachable": True,
        "last_trained": "2026-11-05",
    }
    return given | more


PEOPLE: dict[str, Rows] = {
    "hr_roster": [
        *(_person(person, handles_customer_info=True) for person in STAFF),
        {
            "person": "E11",
            "accounts": ["e11"],
            "department": "it",
            "role": "engineer",
            "status": "left",
            "left_on": "2026-10-15",
        },
    ],
    "role_matrix": [
        {"role": "agent", "dataset": "crm", "rights": ["read", "write"]},
        {"role": "engineer", "dataset": "crm", "rights": ["administer"]},
        {"role": "agent", "dataset": "orders", "rights": ["read"]},
        {"role": "senior_management", "dataset": "board", "rights": ["read"]},
        {"person": "E10", "dataset": "crm", "rights": ["read"]},
        {"account": "app", "dataset": "crm", "rights": ["read", "write"]},
    ],
    "access_change_log": [
        {
            "person": "E07",
            "from_post": "receptionist",
            "to_post": "agent",
            "effective_on": "2026-10-12 09:00",
            "rights_updated_at": "2026-10-12 17:00",
            "updated_by": "E02",
        }
    ],
    "access_grant_register": [
        {
            "request_id": f"G{number}",
            "account": account,
            "person": person,
            "dataset": dataset,
            "rights": rights,
            "requested_by": person,
            "requested_on": "2026-10-05",
            "approver": "E05",
            "approver_role": "direct_superior",
            "approved_on": "2026-10-06",
            "granted_on": "2026-10-06",
        }
        for number, (account, person, dataset, rights) in enumerate(
            (
                ("e06", "E06", "crm", ["read", "write"]),
                ("e07", "E07", "crm", ["read"]),
                ("e07", "E07", "orders", ["read"]),
                ("e01", "E01", "board", ["read"]),
                ("app", "E02", "crm", ["read", "write"]),
                ("audit", "E10", "crm", ["read"]),
            ),
            1,
        )
    ],
    "access_log": [
        {
            "event_id": "A1",
            "time": "2026-11-02 10:00",
            "user": "e06",
            "role": "agent",
            "dataset": "crm",
            "operation": "read",
            "result": "allowed",
        },
        {
            "event_id": "A2",
            "time": "2026-11-03 10:00",
            "user": "e07",
            "role": "agent",
            "dataset": "crm",
            "operation": "export",
            "result": "allowed",
            "violation_id": "V1",
        },
    ],
    "acknowledgement_register": [
        {"person": person, "policy": policy, "version": "2", "date": "2026-02-02"}
        for policy in ("privacy", "code-of-conduct")
        for person in STAFF
    ],
    "confidentiality_register": [
        {"person": person, "signed_on": "2026-01-10", "version": "1", "expires": "2027-06-30"}
        for person in STAFF
    ],
    "appraisal_register": [
        {"person": person, "period": "2026", "appraised_on": "2026-12-15", "privacy_assessed": True}
        for person in STAFF
    ],
    "training_plan": [
        {
            "year": 2026,
            "course": course,
            "title": course.capitalize(),
            "goals": "knows what to do",
            "audience": "all staff",
            "topics": _TOPICS,
            "material_ref": f"{course}.pdf",
            "instructor": "Outside Training Ltd",
            "planned_on": planned,
            "owner": "E01",
            "approved_by": "E01",
            "approved_on": "2026-01-15",
        }
        for course, planned in (("privacy", "2026-10-14"), ("complaint-handling", "2026-11-18"))
    ],
    "training_register": [
        *_trained("T0", "2026-07-14", "privacy", "online", _TOPICS),
        *_trained("T1", "2026-10-14", "privacy", "offline", _TOPICS),
        *_trained("T2", "2026-11-18", "complaint-handling", "practice", ["case_studies"]),
    ],
    "exam_results": [
        {
            "exam_id": exam,
            "type": kind,
            "person": person,
            "date": "2026-10-16",
            "score": 60 if failed else 95,
            "pass_mark": 80,
            "passed": not failed,
            "retraining_session": "T2" if failed else "",
            "retrained_on": "2026-11-10" if failed else "",
        }
        for exam, kind in (("X1", "exam"), ("X2", "questionnaire"))
        for person in STAFF
        for failed in [exam == "X1" and person == "E09"]
    ],
    "group_register": [
        _member("leading_group", "E01", "lead"),
        *(
            _member("working_group", person, operates_systems=person == "E02")
            for person in ("E01", "E02", "E03", "E04", "E05", "E08")
        ),
        _member("privacy_team", "E04", "lead"),
        _member("privacy_team", "E10", "data_analyst"),
        _member("privacy_team", "E03", "legal_adviser"),
        _member("privacy_team", "E09", "technical_expert"),
        _member("monitoring_team", "E10", "lead"),
        _member("supervision_team", "E04", "lead"),
        _member("emergency_team", "E02", "lead", department="technical"),
        _member("emergency_team", "E03", "deputy", department="legal"),
        _member("emergency_team", "E05", department="customer_service"),
        _member("audit_team", "E10", "lead"),
        _member("complaint_team", "E05", "lead"),
        _member("complaint_team", "E06", "deputy"),
        _member("regulatory_group", "E03", "lead"),
    ],
    "department_register": [
        {
            "department": department,
            "head": "E01",
            "duties": duties,
            "powers": "may stop a processing",
            "owner": "E01",
            "on_org_chart": True,
            "reviewed_on": "2026-06-01",
        }
        for department, duties in zip(
            DEPARTMENTS,
            (
                ["leadership"],
                ["system_security", "data_governance"],
                ["policy_compliance"],
                ["approval"],
                ["customer_communication"],
                ["reception"],
            ),
            strict=True,
        )
    ],
}
