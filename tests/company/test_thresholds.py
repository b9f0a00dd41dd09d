"""The numbers and lists of the documents are those that decide: one step less and the verdict changes."""

from typing import Any

import pytest

from scanner.model import Outcome
from scanner.policy_pack import Pack
from tests.company.breaks import exams
from tests.company.changes import Changes, edit, without
from tests.company.workspace import RECORDS, Workspace

PASS, FAIL = Outcome.PASS, Outcome.FAIL


def _on(register: str, day: str, /, **where: Any) -> Changes:
    columns = {
        "report_log": ["submitted_on"],
        "destruction_log": ["destroyed_on"],
        "security_check_log": ["date", "handled_on"],
    }
    return edit(register, where, **dict.fromkeys(columns.get(register, ["date"]), day))


def _trainings(day: str) -> Changes:
    rows = RECORDS["training_register"]
    return {"training_register": [{**row, "date": day} if row["session_id"] != "T0" else row for row in rows]}


def _half_year(day: str) -> Changes:
    return edit("exam_results", date=day)


def _security(day: str) -> Changes:
    return _on("audit_register", day, audit_id="AU2")


NUMBERS: list[tuple[str, str, Changes, Outcome]] = [
    # 24 hours from discovery to repair
    ("vul-fix-24h", "24 h", edit("vulnerability_register", fixed_at="2026-12-17 10:00"), PASS),
    ("vul-fix-24h", "24 h and a minute", edit("vulnerability_register", fixed_at="2026-12-17 10:01"), FAIL),
    # 1 hour to the start of the emergency plan
    ("ir-start-within-1h", "1 h", edit("incident_log", response_started_at="2026-11-04 11:00"), PASS),
    (
        "ir-start-within-1h",
        "1 h and a minute",
        edit("incident_log", response_started_at="2026-11-04 11:01"),
        FAIL,
    ),
    # rates
    ("trn-participation-100", "10 of 10", edit("training_register", attended=True), PASS),
    (
        "trn-participation-100",
        "9 of 10",
        edit("training_register", {"person": "E09"}, attended=False),
        FAIL,
    ),
    ("trn-pass-90", "9 of 10", exams("X1"), PASS),
    ("trn-pass-90", "8 of 10", exams("X1", "E08"), FAIL),
    ("trn-knowledge-90", "18 of 20", exams("X2", "E08"), PASS),
    ("trn-knowledge-90", "17 of 20", exams("X2", "E07", "E08"), FAIL),
    ("gov-policy-legal-conformity", "all", edit("law_register", {"article": "17"}, conform="yes"), PASS),
    (
        "gov-policy-legal-conformity",
        "all but one",
        edit("law_register", {"article": "17"}, conform="no"),
        FAIL,
    ),
    # zero leaks, and no more than in the quarter before
    ("ir-zero-leak", "a suspicion", edit("incident_log", type="leak", confirmed=False), PASS),
    ("ir-zero-leak", "one leak", edit("incident_log", type="leak"), FAIL),
    ("ir-leak-trend", "as many", {**edit("incident_log", type="leak"), **edit("kpi_history", value=1)}, PASS),
    ("ir-leak-trend", "one more", edit("incident_log", type="leak"), FAIL),
    # two approvals, of the superior and of compliance
    ("shr-dual-approval", "one approval", edit("sharing_register", approver_compliance=""), FAIL),
    ("shr-dual-approval", "one person", edit("sharing_register", approver_compliance="E05"), FAIL),
    ("shr-dual-approval", "another's superior", edit("sharing_register", approver_superior="E01"), FAIL),
    ("shr-dual-approval", "not of compliance", edit("sharing_register", approver_compliance="E03"), FAIL),
    # a year
    ("ret-periodic-cleanup", "a year", _on("destruction_log", "2026-01-01"), PASS),
    ("ret-periodic-cleanup", "a year and a day", _on("destruction_log", "2025-12-31"), FAIL),
    ("trn-exam-periodic", "a year", edit("exam_results", {"person": "E07"}, date="2026-01-01"), PASS),
    (
        "trn-exam-periodic",
        "a year and a day",
        edit("exam_results", {"person": "E07"}, date="2025-12-31"),
        FAIL,
    ),
    ("aud-annual-evaluation", "first day", _on("audit_register", "2026-01-01", audit_id="AU5"), PASS),
    ("aud-annual-evaluation", "the year before", _on("audit_register", "2025-12-31", audit_id="AU5"), FAIL),
    ("aud-monitoring-mechanism-yearly", "first", _on("audit_register", "2026-01-01", audit_id="AU6"), PASS),
    ("aud-monitoring-mechanism-yearly", "before", _on("audit_register", "2025-12-31", audit_id="AU6"), FAIL),
    # a half-year
    ("ir-drill-half-yearly", "first day", _on("drill_log", "2026-07-01", type="network"), PASS),
    ("ir-drill-half-yearly", "the day before", _on("drill_log", "2026-06-30", type="network"), FAIL),
    ("trn-knowledge-90", "first day", _half_year("2026-07-01"), PASS),
    ("trn-knowledge-90", "the day before", _half_year("2026-06-30"), FAIL),
    # a quarter
    *(("trn-quarterly", day, _trainings(day), PASS) for day in ("2026-10-01", "2026-12-31")),
    *(("trn-quarterly", day, _trainings(day), FAIL) for day in ("2026-09-30", "2027-01-01")),
    *(("aud-quarterly-security-audit", day, _security(day), PASS) for day in ("2026-10-01", "2026-12-31")),
    *(("aud-quarterly-security-audit", day, _security(day), FAIL) for day in ("2026-09-30", "2027-01-01")),
    *(
        (control, day, _on("audit_register", day, audit_id=audit), outcome)
        for control, audit in (("aud-self-check", "AU1"), ("aud-tech-measures-quarterly", "AU4"))
        for day, outcome in (
            ("2026-10-01", PASS),
            ("2026-12-31", PASS),
            ("2026-09-30", FAIL),
            ("2027-01-01", FAIL),
        )
    ),
    *(
        ("gov-law-review-quarterly", day, _on("law_review_log", day), outcome)
        for day, outcome in (
            ("2026-10-01", PASS),
            ("2026-12-31", PASS),
            ("2026-09-30", FAIL),
            ("2027-01-01", FAIL),
        )
    ),
    # a month
    *(
        (control, day, _on(register, day, **where), outcome)
        for control, register, where in (
            ("vul-monthly-system-check", "security_check_log", {"check_id": "S11"}),
            ("aud-monthly-security-check", "security_check_log", {"check_id": "L11"}),
            ("gov-monthly-meeting", "meeting_log", {"meeting_id": "M11"}),
            ("gov-monthly-progress-report", "report_log", {"report_id": "monthly-2026-11-30"}),
            ("gov-department-communication", "communication_log", {"entry_id": "CO-11-legal"}),
        )
        for day, outcome in (
            ("2026-11-01", PASS),
            ("2026-11-30", PASS),
            ("2026-10-31", FAIL),
            ("2026-12-01", FAIL),
        )
    ),
    # a week
    *(
        (control, day, _on(register, day, **where), outcome)
        for control, register, where in (
            ("gov-weekly-progress-meeting", "meeting_log", {"meeting_id": "W2026-11-11"}),
            ("gov-weekly-progress-report", "report_log", {"report_id": "weekly-2026-11-11"}),
        )
        for day, outcome in (
            ("2026-11-09", PASS),
            ("2026-11-15", PASS),
            ("2026-11-08", FAIL),
            ("2026-11-16", FAIL),
        )
    ),
]


@pytest.mark.parametrize(
    ("control", "step", "changes", "outcome"), NUMBERS, ids=[f"{n[0]}-{n[1]}" for n in NUMBERS]
)
def test_one_step_changes_the_verdict(
    control: str, step: str, changes: Changes, outcome: Outcome, workspace: Workspace
) -> None:
    assert workspace.judge(changes)[control].outcome is outcome, step


LISTS = {
    ("col-notice-content", "notice_elements"): ("privacy_notices", "elements"),
    ("col-policy-summary", "summary_elements"): ("privacy_notices", "summary_elements"),
    ("log-lifecycle-coverage", "lifecycle_phases_monitored"): ("monitoring_matrix", "phase"),
    ("shr-privacy-agreement", "agreement_clauses"): ("partner_register", "clauses"),
    ("ir-plan-exists", "plan_sections"): ("policy_register", "sections"),
    ("ir-plan-covers-types", "incident_types"): ("emergency_incident_types", "type"),
    ("ir-cross-department-group", "group_departments"): ("incident_log", "group_departments"),
    ("ir-classification-criteria", "incident_levels"): ("emergency_levels", "level"),
    ("ir-customers-notified", "notice_fields"): ("incident_log", "notice_contents"),
    ("ir-post-incident-report", "report_sections"): ("incident_reports", "sections"),
    ("trn-content-complete", "training_topics"): ("training_register", "topics"),
    ("trn-methods", "training_method_kinds"): ("training_register", "method"),
    ("aud-scope-complete", "audit_scope"): ("audit_register", "scope"),
    ("aud-data-analysis", "analysed_metrics"): ("audit_register", "metrics"),
    ("aud-rectification-rechecked", "evaluation_contents"): ("audit_register", "contents"),
    ("aud-evaluation-methods", "evaluation_methods"): ("audit_register", "methods"),
    ("rsk-register", "register_risks"): ("risk_register", "risk"),
    ("rsk-register", "risk_impact_levels"): ("risk_register", "impact"),
    ("gov-framework", "framework_elements"): ("framework_register", "element"),
    ("gov-policy-exists", "policy_sections"): ("policy_register", "sections"),
    ("gov-operating-procedures", "procedure_steps"): ("policy_register", "steps"),
    ("gov-team-competence", "team_roles"): ("group_register", "role"),
    ("gov-resources", "resource_kinds"): ("resource_register", "kind"),
    ("gov-weekly-progress-report", "report_sections"): ("report_log", "sections"),
    ("gov-communication-channels", "communication_parties"): ("communication_plan", "party"),
    ("reg-documents-ready", "document_kinds"): ("policy_register", "kind"),
    ("acc-publicised", "publication_fields"): ("publicity_register", "contents"),
    ("acc-publicised", "publication_platforms"): ("publicity_register", "platforms"),
}
"""Where the records have the items of a list that a document names."""

FIELDS: dict[tuple[str, str], tuple[str, dict[str, str]]] = {
    ("ir-incident-assessed-graded", "assessment_fields"): ("incident_log", {}),
    ("ir-report-content", "report_fields"): ("incident_log", {}),
    ("aud-mechanism-defined", "mechanism_elements"): (
        "audit_plan",
        {"cycle": "frequency", "responsible_team": "team"},
    ),
    ("aud-plan", "plan_fields"): ("audit_plan", {}),
    ("gov-policy-metadata", "policy_metadata"): (
        "policy_register",
        {"effective_date": "effective_on", "revision_cycle": "revision_cycle_days"},
    ),
    ("gov-plan-approved", "plan_signoff_fields"): ("policy_register", {"date": "approved_on"}),
    ("gov-task-plan", "task_fields"): ("task_plan", {}),
    ("acc-violation-investigated", "assessment_fields"): ("violation_register", {}),
}
"""Registers that have a column for each item, under another name where they say so."""

ELSEWHERE = {
    ("shr-dual-approval", "approver_roles"): "the two approvals above",
    ("gov-department-duties", "duty_assignments"): "test_each_duty_belongs_to_its_department",
    ("cls-sensitive-fields-labelled", "sensitive_field_types"): "test_sensitive_fields_are_not_general",
    ("log-access-recorded", "log_fields"): "decided by checks",
    ("log-anomaly-detection", "detection_rule_types"): "decided by checks",
    ("log-transmission-recorded", "log_fields"): "test_a_transmission_has_path_and_time",
    ("pub-contact-published", "published_contacts"): "decided by checks",
}


def test_every_list_of_the_documents_is_tried(pack: Pack) -> None:
    declared = {
        (control.id, threshold.metric)
        for control in pack.controls.values()
        for threshold in control.thresholds
        if threshold.operator == "contains_all"
    }
    assert declared == LISTS.keys() | FIELDS.keys() | ELSEWHERE.keys()


def _items(pack: Pack, control: str, metric: str) -> list[str]:
    return next(t.value for t in pack.controls[control].thresholds if t.metric == metric)


@pytest.mark.parametrize(("control", "metric"), LISTS)
def test_each_item_of_a_list_must_be_there(
    control: str, metric: str, pack: Pack, workspace: Workspace
) -> None:
    register, column = LISTS[control, metric]
    for item in _items(pack, control, metric):
        assert workspace.judge(without(register, column, item))[control].outcome is FAIL, item


@pytest.mark.parametrize(("control", "metric"), FIELDS)
def test_each_field_must_be_filled_in(control: str, metric: str, pack: Pack, workspace: Workspace) -> None:
    register, names = FIELDS[control, metric]
    for item in _items(pack, control, metric):
        changes = edit(register, **{names.get(item, item): ""})
        # A column that may never be empty makes the register unusable, which passes nothing either.
        assert workspace.judge(changes)[control].outcome in (FAIL, Outcome.UNKNOWN), item


@pytest.mark.parametrize(
    ("department", "duty"),
    [
        ("it", "system_security"),
        ("legal", "policy_compliance"),
        ("customer_service", "customer_communication"),
    ],
)
def test_each_duty_belongs_to_its_department(department: str, duty: str, workspace: Workspace) -> None:
    changes = without("department_register", "duties", duty)
    said = workspace.judge(changes)["gov-department-duties"]
    assert said.outcome is FAIL
    assert department in said.text


@pytest.mark.parametrize("column", ["path", "time"])
def test_a_transmission_has_path_and_time(column: str, workspace: Workspace) -> None:
    changes = edit("transmission_log", **{column: ""})
    assert workspace.judge(changes)["log-transmission-recorded"].outcome is FAIL


@pytest.mark.parametrize("kind", ["id_card_number", "bank_card_number", "transaction_record"])
def test_sensitive_fields_are_not_general(kind: str, workspace: Workspace) -> None:
    for dataset, outcome in (("orders", FAIL), ("crm", PASS)):
        changes = edit("data_inventory", {"dataset": dataset}, info_types=["name", kind])
        assert workspace.judge(changes)["cls-sensitive-fields-labelled"].outcome is outcome


@pytest.mark.parametrize(
    ("control", "register", "column", "allowed", "other"),
    [
        (
            "ret-destruction-method",
            "destruction_log",
            "method",
            ("professional_tool", "physical_destruction"),
            "plain_delete",
        ),
        ("col-consent-verified", "consent_register", "verification_method", ("sms_code", "email_link"), ""),
        ("dq-change-verified", "change_request_log", "verification_method", ("password", "sms_code"), ""),
        ("aud-mechanism-defined", "audit_plan", "frequency", ("quarterly", "yearly"), "monthly"),
        (
            "acc-graded-penalty",
            "violation_register",
            "penalty",
            ("warning", "fine", "demotion", "dismissal"),
            "",
        ),
    ],
)
def test_only_the_named_values_will_do(
    control: str, register: str, column: str, allowed: tuple[str, ...], other: str, workspace: Workspace
) -> None:
    for value in allowed:
        assert workspace.judge(edit(register, **{column: value}))[control].outcome is PASS, value
    assert workspace.judge(edit(register, **{column: other}))[control].outcome is FAIL


@pytest.mark.parametrize(
    ("scenario", "fields"),
    [("membership_registration", ["name", "phone"]), ("logistics_delivery", ["name", "phone", "address"])],
)
def test_a_scenario_needs_no_other_fields(scenario: str, fields: list[str], workspace: Workspace) -> None:
    for given, outcome in ((fields, PASS), (fields[:1], PASS), ([*fields, "email"], FAIL)):
        changes = edit("field_allowlist", {"scenario": scenario}, fields=given)
        assert workspace.judge(changes)["col-fields-per-scenario"].outcome is outcome


def test_what_a_control_measures_by_a_parameter_is_decided_by_it(pack: Pack) -> None:
    """A threshold that nothing reads would be a promise that nobody keeps."""
    read: dict[str, set[str]] = {}
    for check in pack.checks.values():
        for id_ in check.controls:
            read.setdefault(id_, set()).update(check.reads.parameters)
    for control in pack.controls.values():
        named = {threshold.parameter for threshold in control.thresholds} - {None}
        assert named <= read.get(control.id, set()), control.id
