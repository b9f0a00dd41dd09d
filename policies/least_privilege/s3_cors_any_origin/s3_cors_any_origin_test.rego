package least_privilege.s3_cors_any_origin_test

import data.least_privilege.s3_cors_any_origin as check

bucket(facts, dataset) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": facts,
}

held(classification, days) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": days,
	"owner": "sales",
	"prefixes": [{"prefix": "", "retention_days": days}],
}

facts(rules) := bucket({"cors": {"rules": rules}}, held("sensitive", 365))

denied(rules) := {[found.path, found.severity] | some found in all} if all := check.deny with input as facts(rules)

test_fail_for_any_origin if {
	denied([{"origins": ["*", "https://a.example"], "methods": ["GET"]}]) == {["* GET", "low"]}
	denied([{"origins": ["https://*"], "methods": ["PUT", "GET"]}]) == {["https://* GET, PUT", "medium"]}
	two := [{"origins": ["*"], "methods": ["GET"]}, {"origins": ["*"], "methods": ["DELETE"]}]
	denied(two) == {["* GET", "low"], ["* DELETE", "medium"]}
}

test_pass_for_own_sites if {
	denied([]) == set()
	denied([{"origins": ["https://*.example.com"], "methods": ["GET", "PUT"]}]) == set()
}

test_not_applicable_to_general_data if {
	rules := {"cors": {"rules": [{"origins": ["*"], "methods": ["GET"]}]}}
	check.not_applicable with input as bucket(rules, held("general", 365))
	not check.not_applicable with input as bucket(rules, null)
}
