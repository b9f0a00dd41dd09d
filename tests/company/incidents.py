"""What happened to the company in the quarter, and how it was ready for it."""

from tests.company.people import Rows

INCIDENT_RECORDS: dict[str, Rows] = {
    "incident_log": [
        {
            "id": "I1",
            "type": "intrusion",
            "confirmed": True,
            "detected_at": "2026-11-04 10:00",
            "reporter": "E06",
            "reported_at": "2026-11-04 10:30",
            "reported_to": "E05",
            "description": "a stranger logged in to the CRM",
            "supervisor_reported_at": "2026-11-04 11:30",
            "leadership_reported_at": "2026-11-04 13:00",
            "level_confirmed_at": "2026-11-04 12:00",
            "response_started_at": "2026-11-04 11:00",
            "level": "medium",
            "assessed_at": "2026-11-04 12:00",
            "exposure": "limited",
            "system_impact": "limited",
            "long_term_risk": "low",
            "impact_scope": "the CRM",
            "possible_cause": "a guessed password",
            "interim_measures": "account locked",
            "group_departments": ["technical", "legal", "customer_service"],
            "contained_at": "2026-11-04 14:00",
            "data_loss": True,
            "recovered_at": "2026-11-05 10:00",
            "restore_ref": "restore-7",
            "cause": "technical",
            "investigated_at": "2026-11-06 10:00",
            "weakness_ref": "VU0",
            "fixed_at": "2026-11-05 09:00",
            "leaked_types": [],
            "records_affected": 0,
            "high_risk": False,
            "customers_affected": 3,
            "customers_notified_at": "2026-11-07 10:00",
            "notice_contents": ["cause", "remedial_measures", "possible_risks"],
            "care_measures": "a call to each",
            "reportable": True,
            "authority": "CAC",
            "authority_reported_at": "2026-11-07 10:00",
            "partners_affected": ["Courier"],
            "partners_notified_at": "2026-11-05 10:00",
            "last_update_at": "2026-11-10 09:00",
            "internal_review_on": "2026-11-12",
            "negligence": "none",
            "plan_reviewed_on": "2026-12-01",
            "closed_at": "2026-11-10 10:00",
        }
    ],
    "incident_reports": [
        {
            "incident_id": "I1",
            "incident_closed_on": "2026-11-10",
            "written_on": "2026-11-24",
            "author": "E02",
            "sections": [
                "process",
                "measures",
                "data_and_people",
                "root_cause",
                "impact",
                "legal_risk",
                "improvements",
            ],
            "parties_affected": ["customers", "partners", "regulators"],
            "feedback_to": ["customers", "partners", "regulators"],
            "feedback_on": "2026-11-26",
            "follow_up_on": "2026-12-20",
        }
    ],
    "kpi_history": [
        {"quarter": "2026-Q3", "metric": "leak_incidents", "value": 0, "measured_on": "2026-09-30"},
    ],
    "drill_log": [
        {
            "drill_id": f"DR-{kind}",
            "date": "2026-11-11",
            "type": kind,
            "scenario": "a stolen laptop",
            "participants": 9,
            "result": "passed",
            "issues": 1,
            "improvement": "shorter call list",
            "improved_on": "2026-11-25",
            "plan_reviewed_on": "2026-12-11",
        }
        for kind in ("network", "plan", "staff-simulation", "phishing")
    ],
    "emergency_incident_types": [
        {
            "type": kind,
            "measures": "isolate, assess, report",
            "onsite_steps": "unplug, call, note the time",
            "plan_version": "3",
            "reviewed_on": "2026-12-01",
        }
        for kind in ("data_leak", "system_intrusion", "malicious_attack")
    ],
    "emergency_levels": [
        {
            "level": level,
            "nature": f"{level} nature",
            "criteria": f"{level} harm",
            "reviewed_on": "2026-12-01",
        }
        for level in ("low", "medium", "high")
    ],
    "emergency_tasks": [
        {"task": task, "owner": "E02", "deputy": "E09", "reviewed_on": "2026-12-01"}
        for task in ("isolate", "inform")
    ],
    "emergency_report_path": [
        {
            "step": step,
            "from_role": first,
            "to_role": second,
            "deadline_minutes": minutes,
            "reviewed_on": "2026-12-01",
        }
        for step, first, second, minutes in (
            (1, "agent", "supervisor", 30),
            (2, "supervisor", "security department", 60),
        )
    ],
    "emergency_scenarios": [
        {
            "scenario": scenario,
            "risk_assessment_ref": "RA1",
            "assessed_on": "2026-01-12",
            "plan_approved_on": "2026-01-15",
        }
        for scenario in ("stolen_laptop", "social_engineering")
    ],
    "emergency_contacts": [
        {
            "channel": channel,
            "side": side,
            "reaches": "the emergency team",
            "number": "10000",
            "last_test": "2026-10-08",
            "result": "passed",
        }
        for channel, side in (("duty phone", "internal"), ("police", "external"))
    ],
    "violation_register": [
        {
            "id": "V1",
            "type": "misuse",
            "event_ref": "A2",
            "found_on": "2026-11-03",
            "person": "E07",
            "rank": "employee",
            "evidence_ref": "A2",
            "manager": "E05",
            "management_responsibility": "no",
            "management_decided_on": "2026-11-20",
            "intent": "negligent",
            "degree": "minor",
            "impact": "none",
            "loss": "none",
            "investigator": "E04",
            "concluded_on": "2026-11-12",
            "proven": True,
            "penalty": "warning",
            "decided_by": "E01",
            "decided_on": "2026-11-16",
            "unlawful": True,
            "referred_to": "police",
            "referred_on": "2026-11-17",
            "retraining_session": "T2",
            "retrained_on": "2026-11-18",
            "corrective_actions": "export only on request",
            "corrective_due": "2026-12-01",
            "corrected_on": "2026-12-01",
            "handled_on": "2026-12-01",
        }
    ],
    "publicity_register": [
        {
            "violation_id": "V1",
            "platforms": ["notice_board", "intranet", "industry_platform"],
            "contents": ["nature", "name", "position", "time", "penalty"],
            "published_from": "2026-11-20",
            "published_until": "2026-12-20",
            "taken_down_on": "2026-12-20",
            "legal_check_on": "2026-11-19",
            "reviewed_on": "2026-12-15",
            "reviewer": "E10",
        }
    ],
    "conflict_decisions": [
        {
            "decision_id": "CD1",
            "date": "2026-11-11",
            "conflict": "a longer log for the sales team",
            "favoured": "privacy",
        }
    ],
}
