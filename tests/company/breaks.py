"""One break for each control that records decide: something that its requirement forbids, and no other does.

Most are one step beyond the bound that the records of the company keep exactly.
"""

from dataclasses import dataclass, field

from tests.company.changes import Changes, drop, edit
from tests.company.workspace import RECORDS


@dataclass(frozen=True, slots=True)
class Break:
    """Changes, and the other controls that fail with it by design, each with the reason."""

    changes: Changes
    also: dict[str, str] = field(default_factory=dict)


def _incident(**values: object) -> Changes:
    return edit("incident_log", {"id": "I1"}, **values)


def _finding(id_: str, **values: object) -> Changes:
    return edit("findings_register", {"id": id_}, **values)


def _audit(id_: str, **values: object) -> Changes:
    return edit("audit_register", {"audit_id": id_}, **values)


def _policy(id_: str, **values: object) -> Changes:
    return edit("policy_register", {"policy_id": id_}, **values)


def _violation(**values: object) -> Changes:
    return edit("violation_register", {"id": "V1"}, **values)


def _destruction(**values: object) -> Changes:
    return edit("destruction_log", {"id": "DL1"}, **values)


def _share(**values: object) -> Changes:
    return edit("sharing_register", {"id": "SH1"}, **values)


def _partner(**values: object) -> Changes:
    return edit("partner_register", {"partner": "Courier"}, **values)


def _absent(person: str) -> Changes:
    rows = RECORDS["training_register"]
    late = ("T1", "T2")
    return {
        "training_register": [
            {**row, "attended": False} if row["person"] == person and row["session_id"] in late else row
            for row in rows
        ]
    }


def exams(exam: str, *people: str) -> Changes:
    """These people fail too, and are trained again."""
    failed = {"score": 60, "passed": False, "retraining_session": "T2", "retrained_on": "2026-11-10"}
    rows = RECORDS["exam_results"]
    return {
        "exam_results": [
            {**row, **failed} if row["exam_id"] == exam and row["person"] in people else row for row in rows
        ]
    }


_NO_TRAINING: Changes = {
    "training_register": [
        {**row, "date": "2026-09-30", "evaluated_on": "2026-09-30"}
        if row["session_id"] in ("T1", "T2")
        else row
        for row in RECORDS["training_register"]
    ]
}
_LEAK = _incident(type="leak", leaked_types=["name"], records_affected=3)

BREAKS: dict[str, Break] = {
    # --- encryption, availability, classification ---
    "enc-technology-current": Break(edit("crypto_review_log", upgraded_on="2026-12-01")),
    "enc-storage-transmission-standard": Break(_policy("storage-transmission-standard", approver="")),
    "enc-tooling-available": Break(
        edit("resource_register", {"item": "disk encryption"}, licence_expiry="2027-01-04")
    ),
    "avl-info-available": Break(edit("availability_log", {"system": "crm"}, uptime_percent=99.4)),
    "cls-type-inventory": Break(edit("data_inventory", {"dataset": "orders"}, last_reviewed="2026-09-30")),
    "cls-sensitive-fields-labelled": Break(
        edit("data_inventory", {"dataset": "orders"}, info_types=["name", "bank_card_number"])
    ),
    "cls-scope-all-covered": Break(drop("scope_matrix", item="Courier")),
    # --- access and logs ---
    "lp-overreach-detected": Break(edit("access_log", {"event_id": "A2"}, violation_id="")),
    "lp-access-approval": Break(edit("access_grant_register", {"request_id": "G1"}, approver="E06")),
    "lp-access-review": Break(edit("access_review_log", {"system": "crm"}, accounts_reviewed=11)),
    "lp-mover-updated": Break(
        edit("access_change_log", {"person": "E07"}, rights_updated_at="2026-10-13 09:01")
    ),
    "lp-permission-manual": Break(_policy("permission-manual", review_due="2027-01-04")),
    "lp-control-strategy-improved": Break(_policy("access-control", last_reviewed="2025-12-31")),
    "lp-confidentiality-duty": Break(
        edit("confidentiality_register", {"person": "E07"}, expires="2027-01-04")
    ),
    "log-alert-triggers-response": Break(
        edit("alert_log", {"alert_id": "AL2"}, handled_at="2026-11-24 11:01")
    ),
    "log-periodic-review": Break(
        edit("log_review_register", {"system": "crm"}, reviewed_on="2026-12-01", followed_up_on="2026-12-02")
    ),
    "log-transmission-recorded": Break(edit("transmission_log", path="")),
    "log-lifecycle-coverage": Break(edit("monitoring_matrix", {"phase": "use"}, last_evidence="2026-09-30")),
    "log-monitoring-records": Break(edit("monitoring_log", done_on="")),
    # --- vulnerabilities and backup ---
    "vul-security-software-updated": Break(edit("update_log", updated_on="2026-09-30")),
    "vul-scan-periodic": Break(edit("scan_log", {"system": "crm"}, registered=False)),
    "vul-monthly-system-check": Break(
        edit("security_check_log", {"check_id": "S11"}, date="2026-12-01", handled_on="2026-12-01")
    ),
    "vul-fix-24h": Break(edit("vulnerability_register", fixed_at="2026-12-17 10:01")),
    "vul-storage-check": Break(
        edit("security_check_log", {"check_id": "ST1"}, scope=["facility", "technology"])
    ),
    "bkp-restore-tested": Break(edit("restore_test_log", {"source": "crm"}, duration_minutes=61)),
    # --- retention ---
    "ret-period-defined": Break(edit("retention_schedule", {"dataset": "orders"}, basis_legal="")),
    "ret-relationship-end": Break(edit("closed_relationships", disposed_on="2026-12-03")),
    "ret-periodic-cleanup": Break(_destruction(scope=["electronic"])),
    "ret-destruction-unrecoverable": Break(_destruction(verification="failed")),
    "ret-destruction-method": Break(_destruction(method="plain_delete")),
    "ret-predestruction-review": Break(_destruction(reviewed_on="2026-12-13")),
    "ret-anonymise-retained": Break(edit("data_inventory", {"dataset": "orders-2019"}, anonymised=False)),
    "ret-destruction-audited": Break(_destruction(auditor="E09")),
    "ret-destruction-records-kept": Break(_destruction(record_kept_days=1094)),
    "ret-third-parties-notified": Break(_destruction(agreed_on="2026-12-13")),
    # --- collection and consent ---
    "col-lawful-source": Break(edit("channel_register", {"channel": "hotline"}, consent_ref="")),
    "col-channel-register": Break(edit("channel_register", {"channel": "hotline"}, result="failed")),
    "col-notice-content": Break(drop("privacy_notices", channel="shop")),
    "col-processing-published": Break(edit("publication_register", {"item": "scope"}, available=False)),
    "col-policy-summary": Break(edit("privacy_notices", {"channel": "shop"}, summary_version="1")),
    "col-consent-explicit": Break(
        edit("consent_register", {"consent_id": "K1"}, given_at="2026-11-02 10:01")
    ),
    "col-consent-verified": Break(edit("consent_register", {"consent_id": "K1"}, verification_method="")),
    "col-consent-withdrawal": Break(
        edit("data_request_register", {"id": "R-withdrawal"}, completed_at="2026-11-20 10:01")
    ),
    "col-reconsent-on-change": Break(edit("processing_change_log", reconsent_obtained_on="2026-11-17")),
    "col-fields-per-scenario": Break(
        edit("field_allowlist", {"scenario": "membership_registration"}, fields=["name", "phone", "birthday"])
    ),
    "col-fields-review": Break(
        edit("field_review_log", {"scenario": "support"}, date="2026-07-04", removed_on="2026-08-01")
    ),
    "col-sensitive-area-notice": Break(
        edit("consent_register", {"consent_id": "K2"}, separate_consent=False)
    ),
    "col-purpose-defined": Break(
        edit("data_inventory", {"dataset": "crm"}, purposes=["service", "marketing", "profiling"])
    ),
    "col-frequency-minimal": Break(edit("channel_register", {"channel": "hotline"}, planned_frequency="")),
    "col-lifecycle-stage": Break(edit("field_allowlist", {"scenario": "support"}, stage="")),
    # --- quality of data, rights of customers, use ---
    "dq-accuracy": Break(
        edit("data_quality_log", {"dataset": "crm", "type": "check"}, key_fields_verified=False)
    ),
    "dq-governance": Break(drop("data_quality_log", type="cleaning")),
    "dq-archive-maintained": Break(edit("archive_maintenance_log", index_updated=False)),
    "dq-change-verified": Break(edit("change_request_log", verification_method="")),
    "dq-change-immediate": Break(edit("change_request_log", updated_at="2026-11-10 10:06")),
    "dq-change-departments-notified": Break(edit("change_request_log", departments_notified=["it"])),
    "rgt-self-service-access": Break(
        edit("data_request_register", {"id": "R-access"}, completed_at="2026-11-20 10:01")
    ),
    "rgt-modify-delete": Break(edit("data_request_register", {"id": "R-refused"}, refusal_basis="")),
    "rgt-sharing-choice": Break(edit("consent_register", {"consent_id": "K2"}, shared=True)),
    "rgt-least-harm": Break(edit("conflict_decisions", favoured="other")),
    "use-purpose-limited": Break(edit("use_approval_register", {"request_id": "U1"}, purpose_covered=False)),
    "use-no-unconsented-commercial": Break(edit("campaign_register", recipients_with_consent=499)),
    "use-no-leak-sale": Break(_violation(type="sale")),
    "use-approval": Break(edit("use_approval_register", {"request_id": "U1"}, approver="E07")),
    "use-beyond-scope-approval": Break(
        edit("use_approval_register", {"request_id": "U2"}, second_approver="E05")
    ),
    "use-risk-assessed": Break(edit("use_approval_register", {"request_id": "U1"}, risk_measures="")),
    "use-manager-supervision": Break(drop("supervision_log", entry_id="SV-E07")),
    "use-supervision-team": Break(drop("supervision_log", entry_id="SV-team")),
    # --- sharing ---
    "shr-customer-authorisation": Break(_share(authorised_on="2026-11-11")),
    "shr-nda-signed": Break(edit("nda_register", valid_until="2026-11-09")),
    "shr-privacy-agreement": Break(_partner(clauses=["collection", "storage", "use", "sharing", "deletion"])),
    "shr-due-diligence": Break(edit("partner_assessment_log", {"type": "selection"}, outcome="failed")),
    "shr-partner-periodic-audit": Break(edit("partner_assessment_log", {"type": "risk"}, date="2025-12-31")),
    "shr-minimal-masked": Break(_share(masking="")),
    "shr-dual-approval": Break(_share(approved_superior_on="2026-11-11")),
    "shr-approval-procedure": Break(edit("approver_matrix", {"approver": "E04"}, valid_until="2026-11-09")),
    "shr-register-traceable": Break(_share(quantity="")),
    "shr-internal-approval-register": Break(edit("internal_sharing_register", approved_on="2026-11-04")),
    "shr-tiers-defined": Break(edit("sharing_tiers", recipients=["somebody else"])),
    "shr-disclosure-reviewed": Break(edit("sharing_review_log", actions_closed_on="2026-12-21")),
    "shr-partner-access-controlled": Break(_partner(authorised_accounts=[])),
    "shr-joint-standards": Break(_partner(joint_standard_review_due="2027-01-04")),
    "shr-partner-workshops": Break(edit("partner_event_log", date="2025-12-31")),
    "shr-partner-self-assessment": Break(drop("partner_assessment_log", type="self")),
    "shr-joint-monitoring": Break(_partner(monitoring_tested_on="2026-06-01")),
    "shr-threat-intel": Break(edit("threat_intel_log", date="2026-09-30")),
    # --- incidents ---
    "ir-plan-exists": Break(
        _policy("emergency-plan", sections=["report_flow", "handling_measures", "responsibilities"])
    ),
    "ir-plan-covers-types": Break(
        edit("emergency_incident_types", {"type": "malicious_attack"}, onsite_steps="")
    ),
    "ir-plan-risk-scenarios": Break(
        edit("emergency_scenarios", {"scenario": "stolen_laptop"}, assessed_on="2026-01-16")
    ),
    "ir-tasks-assigned": Break(edit("emergency_tasks", {"task": "inform"}, deputy="E11")),
    "ir-team-exists": Break(
        edit("group_register", {"group": "emergency_team", "role": "lead"}, reachable=False)
    ),
    "ir-cross-department-group": Break(_incident(group_departments=["technical", "legal"])),
    "ir-network-intrusion-plan": Break(_policy("intrusion-plan", effective_on="2027-02-01")),
    "ir-classification-criteria": Break(edit("emergency_levels", {"level": "high"}, criteria="")),
    "ir-incident-assessed-graded": Break(_incident(exposure="")),
    "ir-start-within-1h": Break(_incident(response_started_at="2026-11-04 11:01")),
    "ir-staff-report-immediately": Break(_incident(reported_at="2026-11-04 10:31")),
    "ir-escalation-chain": Break(_incident(leadership_reported_at="2026-11-04 13:01")),
    "ir-report-path-deadline": Break(edit("emergency_report_path", {"step": 2}, deadline_minutes="")),
    "ir-report-content": Break(_incident(possible_cause="")),
    "ir-containment": Break(_incident(contained_at="2026-11-04 14:01")),
    "ir-data-recovery": Break(_incident(restore_ref="")),
    "ir-cause-investigated-fixed": Break(_incident(fixed_at="")),
    "ir-leaked-data-assessed": Break(_incident(high_risk=True)),
    "ir-customers-notified": Break(_incident(customers_notified_at="2026-11-07 10:01")),
    "ir-customer-care": Break(_incident(care_measures="")),
    "ir-authority-report": Break(_incident(authority_reported_at="2026-11-07 10:01")),
    "ir-progress-tracked": Break(_incident(last_update_at="")),
    "ir-progress-meetings": Break(edit("meeting_log", {"meeting_id": "IM1"}, incident_id="I9")),
    "ir-communication-process": Break(edit("emergency_contacts", {"side": "external"}, result="failed")),
    "ir-supplies-ready": Break(edit("resource_register", {"item": "emergency box"}, amount=0)),
    "ir-drill-half-yearly": Break(drop("drill_log", type="network")),
    "ir-drill-improvements": Break(edit("drill_log", {"type": "network"}, improved_on="2026-11-26")),
    "ir-team-trained": Break(
        edit("group_register", {"group": "emergency_team", "person": "E05"}, last_trained="2026-07-04")
    ),
    "ir-social-engineering": Break(drop("emergency_scenarios", scenario="social_engineering")),
    "ir-external-cooperation": Break(drop("cooperation_register", kind="company")),
    "ir-post-incident-report": Break(edit("incident_reports", written_on="2026-11-25")),
    "ir-improvements-verified": Break(_finding("FN2", verified_by="E02")),
    "ir-results-fed-back": Break(edit("incident_reports", feedback_to=["customers", "partners"])),
    "ir-negligence-reviewed": Break(_incident(internal_review_on="")),
    "ir-plan-updated": Break(_incident(plan_reviewed_on="2026-12-11")),
    "ir-zero-leak": Break({**_LEAK, **edit("kpi_history", value=1)}),
    "ir-leak-trend": Break(_LEAK, {"ir-zero-leak": "more leaks than none are leaks"}),
    # --- training ---
    "trn-plan": Break(edit("training_plan", {"course": "privacy"}, goals="")),
    "trn-quarterly": Break(
        _NO_TRAINING, {"trn-participation-100": "in a quarter without training nobody takes part"}
    ),
    "trn-participation-100": Break(_absent("E08")),
    "trn-pass-90": Break(exams("X1", "E08")),
    "trn-knowledge-90": Break(exams("X2", "E07", "E08")),
    "trn-exam-periodic": Break(drop("exam_results", person="E09")),
    "trn-handlers-trained": Break(
        {**edit("hr_roster", {"person": "E08"}, status="leave"), **drop("training_register", person="E08")}
    ),
    "trn-content-complete": Break(edit("training_register", topics=["laws"])),
    "trn-methods": Break(edit("training_register", {"session_id": "T2"}, method="offline")),
    "trn-staff-simulations": Break(drop("drill_log", type="staff-simulation")),
    "trn-materials-instructors": Break(edit("training_plan", {"course": "privacy"}, instructor="")),
    "trn-feedback-channel": Break(edit("service_channels", {"kind": "training_feedback"}, result="failed")),
    "trn-retrain-violators": Break(_violation(retrained_on="2026-12-13")),
    "trn-effect-followed-up": Break(
        edit("training_register", {"session_id": "T2", "person": "E06"}, evaluation_ref="")
    ),
    "trn-customer-service": Break(
        edit("training_register", {"session_id": "T2", "person": "E06"}, attended=False)
    ),
    # --- audits and risks ---
    "aud-self-check": Break(_audit("AU1", items_answered=272)),
    "aud-quarterly-security-audit": Break(_audit("AU2", report_ref="")),
    "aud-scope-complete": Break(_audit("AU2", scope=["system_security"])),
    "aud-mechanism-defined": Break(edit("audit_plan", criteria="")),
    "aud-plan": Break(edit("audit_plan", approved_by="")),
    "aud-independent-team": Break(_audit("AU2", auditors=["E10", "E02"])),
    "aud-internal-and-external": Break(_audit("AU8", date="2025-12-31")),
    "aud-monthly-security-check": Break(
        edit("security_check_log", {"check_id": "L12"}, issues=1, handled_on="2026-12-17")
    ),
    "aud-onsite-inspection": Break(_audit("AU1", onsite=["facilities", "systems"])),
    "aud-data-analysis": Break(_audit("AU2", metrics=["access_volume"])),
    "aud-use-audit": Break(_audit("AU3", date="2026-10-02")),
    "aud-findings-recorded": Break(_finding("FN1", evidence_ref="")),
    "aud-findings-risk-rated": Break(_finding("FN1", rated_by="")),
    "aud-rectification-deadline": Break(_finding("FN1", due="2026-12-06")),
    "aud-issues-resolved-in-time": Break(_finding("FN1", closed_on="2026-12-06")),
    "aud-rectification-rechecked": Break(_finding("FN1", rechecked_by="E02")),
    "aud-annual-evaluation": Break(_audit("AU5", report_ref="")),
    "aud-effectiveness-evaluated": Break(_audit("AU2", adjusted_on="2026-12-31")),
    "aud-tech-measures-quarterly": Break(_audit("AU4", report_ref="")),
    "aud-monitoring-mechanism-yearly": Break(_audit("AU6", report_ref="")),
    "aud-criteria-updated": Break(_policy("audit-criteria", last_reviewed="2025-12-31")),
    "aud-standardised-tools": Break(_audit("AU3", tool="")),
    "aud-evaluation-methods": Break(_audit("AU2", methods=["data_analysis"])),
    "aud-staff-conduct-review": Break(edit("supervision_log", {"type": "conduct-review"}, follow_up="")),
    "rsk-register": Break(edit("risk_register", {"risk": "technical_measure_failure"}, impact="medium")),
    "rsk-assessment-periodic": Break(edit("risk_review_log", measures_on="2026-11-12")),
    "rsk-review-meeting": Break(edit("meeting_log", {"type": "risk"}, register_updated_on="2026-12-01")),
    # --- governance ---
    "gov-framework": Break(edit("framework_register", {"element": "supervision"}, document_ref="")),
    "gov-policy-exists": Break(_policy("privacy", sections=["measures"])),
    "gov-policy-metadata": Break(_policy("privacy", interpretation_owner="")),
    "gov-policy-legal-conformity": Break(edit("law_register", {"article": "17"}, conform="no")),
    "gov-law-register": Break(edit("law_register", {"article": "13"}, latest_version="2026")),
    "gov-law-review-quarterly": Break(
        edit("law_review_log", date="2026-09-30", policy_updated_on="2026-10-10")
    ),
    "gov-policy-updated-on-law-change": Break(edit("law_review_log", policy_updated_on="2026-12-14")),
    "gov-policy-reviewed": Break(_policy("privacy", last_reviewed="2025-12-31")),
    "gov-operating-procedures": Break(_policy("procedures", steps=["collection"])),
    "gov-code-of-conduct": Break(drop("acknowledgement_register", person="E08", policy="code-of-conduct")),
    "gov-staff-acknowledged": Break(
        edit("acknowledgement_register", {"person": "E08", "policy": "privacy"}, version="1")
    ),
    "gov-leading-group": Break(edit("group_register", {"group": "leading_group"}, mandate="")),
    "gov-working-group": Break(drop("group_register", group="working_group", person="E08")),
    "gov-privacy-team": Break(
        edit("group_register", {"group": "privacy_team", "role": "lead"}, ends_on="2027-01-04")
    ),
    "gov-team-competence": Break(edit("group_register", {"role": "legal_adviser"}, role="member")),
    "gov-monitoring-team": Break(edit("group_register", {"group": "monitoring_team"}, reports_to="")),
    "gov-org-chart": Break(edit("department_register", {"department": "it"}, on_org_chart=False)),
    "gov-department-duties": Break(edit("department_register", {"department": "legal"}, duties=["tea"])),
    "gov-plan-approved": Break(_policy("work-plan", author="E01")),
    "gov-task-plan": Break(edit("task_plan", {"task": "task-1"}, done_on="2026-12-01")),
    "gov-resources": Break(edit("resource_register", {"kind": "budget"}, approved_on="2025-12-31")),
    "gov-external-experts": Break(
        edit("cooperation_register", {"kind": "expert"}, last_activity="2025-12-31")
    ),
    "gov-monthly-meeting": Break(edit("meeting_log", {"meeting_id": "M11"}, departments_absent=1)),
    "gov-weekly-progress-meeting": Break(drop("meeting_log", meeting_id="W2026-11-11")),
    "gov-weekly-progress-report": Break(drop("report_log", report_id="weekly-2026-11-11")),
    "gov-monthly-progress-report": Break(
        edit("report_log", {"report_id": "monthly-2026-11-30"}, submitted_on="2026-12-01")
    ),
    "gov-department-communication": Break(drop("communication_log", entry_id="CO-11-it")),
    "gov-staff-communication": Break(drop("communication_log", entry_id="CO-staff")),
    "gov-communication-channels": Break(edit("communication_plan", {"party": "legal"}, urgent_channel="")),
    "gov-communication-recorded": Break(edit("communication_log", {"entry_id": "CO-staff"}, feedback="")),
    "gov-communication-evaluated": Break(_audit("AU7", date="2025-12-31")),
    "gov-coordination-meetings": Break(drop("meeting_log", meeting_id="C11")),
    "gov-resource-platform": Break(edit("resource_register", {"item": "wiki"}, maintainer="")),
    # --- regulators and the public, complaints ---
    "reg-tracking-team": Break(edit("group_register", {"group": "regulatory_group"}, role="member")),
    "reg-documents-ready": Break(_policy("code-of-conduct", unchanged_since_review=False)),
    "reg-onsite-support": Break(edit("regulator_log", {"type": "inspection"}, requests_fulfilled_on="")),
    "reg-findings-rectified": Break(_finding("FN3", reply_ref="")),
    "reg-feedback-adopted": Break(edit("regulator_log", {"type": "feedback"}, action="")),
    "reg-periodic-report": Break(edit("regulator_log", {"type": "report"}, report_ref="")),
    "reg-industry-exchange": Break(
        edit("cooperation_register", {"kind": "industry"}, last_activity="2025-12-31")
    ),
    "pub-contact-published": Break(drop("publication_register", item="contact", place="annual_report")),
    "pub-supervision-scope": Break(
        edit("publication_register", {"item": "supervision-scope"}, available=False)
    ),
    "pub-periodic-report": Break(
        edit("publication_register", {"item": "annual-report"}, published_on="2025-12-31")
    ),
    "pub-customer-education": Break(
        edit("publication_register", {"item": "education"}, published_on="2025-12-31")
    ),
    "cmp-channel-exists": Break(edit("service_channels", {"kind": "complaint"}, last_test="2026-09-30")),
    "cmp-system": Break(edit("complaint_log", system_ref="")),
    "cmp-handled-in-time": Break(edit("complaint_log", replied_at="2026-11-18 10:01")),
    "cmp-response-team": Break(edit("complaint_log", assigned_to="E07")),
    "cmp-feedback-channel": Break(edit("service_channels", {"kind": "feedback"}, result="failed")),
    "cmp-feedback-used": Break(edit("feedback_log", {"topic": "privacy"}, action_ref="")),
    "cmp-whistleblowing": Break(edit("whistleblow_log", handled_at="2026-12-02 10:01")),
    # --- accountability ---
    "acc-reward-punishment": Break(_policy("reward-punishment", approver="")),
    "acc-performance-linked": Break(edit("appraisal_register", {"person": "E08"}, privacy_assessed=False)),
    "acc-violation-investigated": Break(_violation(concluded_on="2026-12-04")),
    "acc-responsible-identified": Break(_violation(evidence_ref="")),
    "acc-manager-liability": Break(_violation(management_responsibility="yes")),
    "acc-graded-penalty": Break(_violation(decided_by="")),
    "acc-legal-transfer": Break(_violation(referred_on="")),
    "acc-publicised": Break(edit("publicity_register", platforms=["intranet"])),
    "acc-publicity-period": Break(edit("publicity_register", taken_down_on="2026-12-21")),
    "acc-publicity-feedback": Break(
        edit("feedback_log", {"topic": "publicity"}, answered_at="2026-12-01 10:01")
    ),
    "acc-publicity-reviewed": Break(edit("publicity_register", reviewer="")),
    "acc-rectify-prevent": Break(_violation(corrected_on="2026-12-02")),
}
