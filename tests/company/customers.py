"""The company and its customers and partners: what is collected, used and shared."""

from tests.company.people import DEPARTMENTS, Rows

_ELEMENTS = [
    "purpose",
    "scope",
    "method",
    "data_types",
    "usage",
    "storage_period",
    "sharing",
    "customer_rights",
]
CHANNELS = ("website", "hotline", "shop")

CUSTOMER_RECORDS: dict[str, Rows] = {
    "channel_register": [
        {
            "channel": channel,
            "type": kind,
            "source": "the customer",
            "legal_basis": "consent",
            "consent_mechanism": "tick box",
            "consent_ref": "consent-2.html",
            "owner": "E05",
            "planned_frequency": "once",
            "live": True,
            "sensitive": channel == "website",
            "last_checked": "2026-12-03",
            "result": "passed",
        }
        for channel, kind in zip(CHANNELS, ("website", "phone", "customer_input"), strict=True)
    ],
    "privacy_notices": [
        {
            "channel": channel,
            "version": "2",
            "elements": _ELEMENTS,
            "effective_on": "2026-01-20",
            "summary_ref": "short-2.html",
            "summary_elements": ["purpose", "data_types", "customer_rights"],
            "summary_version": "2",
            "sensitive": channel == "website",
            "sensitive_notice": channel == "website",
        }
        for channel in CHANNELS
    ],
    "consent_register": [
        {
            "consent_id": f"K{number}",
            "customer_ref": f"C-{number}",
            "dataset": "crm",
            "notice_version": "2",
            "first_collected_at": "2026-11-02 10:00",
            "given_at": "2026-11-02 09:59",
            "method": "tick_box",
            "scope": ["service"],
            "sensitive": sensitive,
            "separate_consent": sensitive,
            "sharing_choice": choice,
            "shared": choice == "agreed",
            "verification_method": "sms_code",
            "verified_at": "2026-11-02 10:00",
        }
        for number, sensitive, choice in ((1, False, "agreed"), (2, True, "declined"))
    ],
    "data_request_register": [
        {
            "id": f"R-{kind}",
            "customer_ref": "C-1",
            "type": kind,
            "received_at": "2026-11-05 10:00",
            "completed_at": "2026-11-20 10:00",
        }
        for kind in ("access", "correction", "deletion", "withdrawal")
    ]
    + [
        {
            "id": "R-refused",
            "customer_ref": "C-2",
            "type": "deletion",
            "received_at": "2026-11-06 10:00",
            "refused_at": "2026-11-07 10:00",
            "refusal_basis": "Accounting Law, art. 23",
        }
    ],
    "change_request_log": [
        {
            "id": "CH1",
            "customer_ref": "C-1",
            "requested_at": "2026-11-09 10:00",
            "verification_method": "sms_code",
            "verified_at": "2026-11-09 10:05",
            "updated_at": "2026-11-10 10:05",
            "departments_affected": ["customer_service", "it"],
            "departments_notified": ["customer_service", "it"],
            "notified_at": "2026-11-10 11:00",
        }
    ],
    "processing_change_log": [
        {
            "change_id": "PC1",
            "kind": "recipients",
            "effective_on": "2026-11-16",
            "datasets": ["crm"],
            "widens": True,
            "reconsent_obtained_on": "2026-11-16",
        }
    ],
    "field_allowlist": [
        {
            "scenario": scenario,
            "stage": "active",
            "fields": fields,
            "reason": "cannot be served without",
            "owner": "E05",
            "approved_by": "E04",
            "approved_on": "2026-03-02",
            "live": True,
        }
        for scenario, fields in (
            ("membership_registration", ["name", "phone"]),
            ("logistics_delivery", ["name", "phone", "address"]),
            ("support", ["name", "question"]),
        )
    ],
    "field_review_log": [
        {
            "scenario": scenario,
            "date": "2026-09-15",
            "reviewer": "E04",
            "fields_to_remove": 0,
            "removed_on": "2026-10-10",
        }
        for scenario in ("membership_registration", "logistics_delivery", "support")
    ],
    "use_approval_register": [
        {
            "request_id": request,
            "applicant": "E07",
            "project": "churn study",
            "dataset": "crm",
            "purpose": "service",
            "purpose_covered": True,
            "necessity": "no other source",
            "beyond_scope": beyond,
            "approver": "E05",
            "approved_on": "2026-11-02",
            "second_approver": "E04" if beyond else "",
            "second_approved_on": "2026-11-03" if beyond else "",
            "reconsent_ref": "consent-3.html" if beyond else "",
            "used_from": "2026-11-04",
            "risk_level": "high",
            "risk_measures": "pseudonyms",
            "assessed_on": "2026-11-01",
        }
        for request, beyond in (("U1", False), ("U2", True))
    ],
    "campaign_register": [
        {
            "campaign": "winter",
            "dataset": "crm",
            "sent_on": "2026-12-01 09:00",
            "recipients": 500,
            "recipients_with_consent": 500,
            "checked_by": "E04",
        }
    ],
    "supervision_log": [
        *(
            {
                "entry_id": f"SV-{agent}",
                "type": "use",
                "date": "2026-12-10",
                "supervisor": "E05",
                "agent": agent,
                "sample": 20,
                "result": "normal",
            }
            for agent in ("E06", "E07")
        ),
        {
            "entry_id": "SV-team",
            "type": "team-review",
            "date": "2026-12-11",
            "supervisor": "E04",
            "sample": 40,
            "result": "normal",
        },
        {
            "entry_id": "SV-conduct",
            "type": "conduct-review",
            "date": "2026-11-11",
            "supervisor": "E04",
            "posts": ["agent"],
            "sample": 10,
            "result": "abnormal",
            "follow_up": "talked to",
            "followed_up_on": "2026-11-12",
        },
    ],
    "internal_sharing_register": [
        {
            "id": "IS1",
            "from_department": "customer_service",
            "to_department": "it",
            "dataset": "crm",
            "purpose": "service",
            "requester": "E09",
            "approver": "E05",
            "approved_on": "2026-11-02",
            "shared_on": "2026-11-03",
        }
    ],
    "sharing_register": [
        {
            "id": "SH1",
            "recipient": "Courier",
            "tier": "logistics",
            "dataset": "orders",
            "fields_shared": ["name", "address"],
            "masking": "justified",
            "necessity": "parcels need an address",
            "customer_scope": "orders of November",
            "authorisation_ref": "consent-2.html",
            "authorised_on": "2026-11-09",
            "requester": "E06",
            "approver_superior": "E05",
            "approved_superior_on": "2026-11-09",
            "approver_compliance": "E04",
            "approved_compliance_on": "2026-11-10",
            "shared_on": "2026-11-10",
            "route": "SFTP",
            "shared_at": "2026-11-10 15:00",
            "quantity": 300,
            "status": "active",
            "return_or_deletion_on": "2027-02-10",
        }
    ],
    "transmission_log": [
        {
            "transmission_id": "TR1",
            "time": "2026-11-10 15:00",
            "source": "files",
            "destination": "sftp.courier.example",
            "path": "VPN, SFTP",
            "dataset": "orders",
            "quantity": 300,
            "sender": "e06",
            "external": True,
            "sharing_ref": "SH1",
        }
    ],
    "sharing_tiers": [
        {
            "tier": "logistics",
            "levels": ["general"],
            "recipients": ["Courier"],
            "approver": "E04",
            "reviewed_on": "2026-05-04",
        }
    ],
    "approver_matrix": [
        {
            "approver": approver,
            "role": role,
            "qualification": "trained approver",
            "authority": "all disclosures",
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
            "published_on": "2026-01-02",
        }
        for approver, role in (("E05", "direct_superior"), ("E04", "compliance_department"))
    ],
    "sharing_review_log": [
        {
            "review_id": "SR1",
            "date": "2026-12-04",
            "reviewer": "E04",
            "entries_reviewed": 1,
            "risks": 1,
            "actions_due": "2026-12-20",
            "actions_closed_on": "2026-12-20",
        }
    ],
    "nda_register": [
        {"party": "Courier", "signed_on": "2026-01-07", "valid_until": "2027-12-31", "scope": "all data"}
    ],
    "partner_register": [
        {
            "partner": "Courier",
            "active": True,
            "main_partner": True,
            "data_access": True,
            "agreement_ref": "DPA-7",
            "clauses": ["collection", "storage", "use", "sharing", "deletion", "penalty"],
            "signed_on": "2026-01-07",
            "valid_until": "2027-12-31",
            "authorised_accounts": ["courier-sftp"],
            "joint_standard_ref": "JS-1",
            "joint_standard_agreed_on": "2026-02-01",
            "joint_standard_review_due": "2027-02-01",
            "monitoring_arrangement": "shared dashboard",
            "contact_24x7": "+86 10 0000 0000",
            "monitoring_tested_on": "2026-09-09",
        }
    ],
    "partner_assessment_log": [
        {
            "partner": "Courier",
            "type": kind,
            "date": "2026-03-03" if kind == "selection" else "2026-10-27",
            "criteria": ["management_system", "certification", "reputation", "confidentiality"],
            "outcome": "passed",
            "assessor": "E04",
            "issues": 1,
            "issues_due": "2026-11-30",
            "issues_closed_on": "2026-11-29",
        }
        for kind in ("selection", "audit", "risk", "cooperation", "self")
    ],
    "partner_event_log": [
        {
            "partner": "Courier",
            "type": "workshop",
            "date": "2026-06-18",
            "participants": 8,
            "topics": ["parcels"],
        }
    ],
    "threat_intel_log": [
        {"entry_id": "TI1", "date": "2026-10-30", "partner": "Courier", "direction": "received"}
    ],
    "complaint_log": [
        {
            "id": "CP1",
            "customer_ref": "C-3",
            "received_at": "2026-11-03 10:00",
            "channel": "complaint-form",
            "category": "privacy",
            "assigned_to": "E06",
            "system_ref": "TK-1",
            "replied_at": "2026-11-18 10:00",
            "closed_at": "2026-11-19 10:00",
            "outcome": "justified",
        }
    ],
    "service_channels": [
        {
            "channel": f"{kind}-form",
            "kind": kind,
            "owner": "E05",
            "published_at": "website",
            "last_test": "2026-12-05",
            "result": "passed",
        }
        for kind in [
            "complaint",
            "feedback",
            "self_service",
            "withdrawal",
            "whistleblowing",
            "training_feedback",
            "publicity_feedback",
        ]
    ],
    "feedback_log": [
        {
            "id": f"F-{topic}",
            "topic": topic,
            "received_at": "2026-11-01 10:00",
            "source": source,
            "decision": "adopted",
            "decided_on": "2026-11-20",
            "action_ref": "task-5",
            "answered_at": "2026-11-21 10:00",
        }
        for topic, source in (("privacy", "customer"), ("training", "staff"), ("publicity", "public"))
    ],
    "whistleblow_log": [
        {
            "id": "W1",
            "received_at": "2026-11-02 10:00",
            "reporter": "somebody",
            "anonymous": False,
            "handled_at": "2026-12-02 10:00",
            "outcome": "unfounded",
        }
    ],
    "scope_matrix": [
        {"kind": kind, "item": item, "covered": True, "owner": "E04", "reviewed_on": "2026-06-01"}
        for kind, items in (
            ("department", DEPARTMENTS),
            ("channel", CHANNELS),
            ("step", ["collection", "storage", "use", "sharing", "transmission", "destruction"]),
            ("processor", ["Courier"]),
        )
        for item in items
    ],
    "publication_register": [
        *(
            {
                "item": item,
                "place": "website",
                "url": f"https://shop.example/privacy/{item}",
                "published_on": "2026-04-01",
                "available": True,
                "review_due": "2027-04-01",
            }
            for item in (
                [
                    "types",
                    "purposes",
                    "scope",
                    "processing_flow",
                    "security_measures",
                    "supervision-scope",
                    "annual-report",
                ]
            )
        ),
        *(
            {
                "item": "contact",
                "place": place,
                "published_on": "2026-04-01",
                "last_checked": "2026-12-06",
                "available": True,
            }
            for place in ("website", "social_media", "annual_report")
        ),
        {
            "item": "education",
            "place": "event",
            "form": "lecture",
            "audience": "customers",
            "published_on": "2026-09-20",
            "available": True,
        },
    ],
}
