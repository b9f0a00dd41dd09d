package least_privilege.iam_analyzer_enabled_test

import data.least_privilege.iam_analyzer_enabled as check

region(analyzers, organization, findings) := {
	"id": "aws:111122223333/eu-west-1/access-analyzer",
	"type": "iam.access_analyzer",
	"name": "eu-west-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"analyzers": analyzers, "organization": organization, "public_findings": findings},
}

external := {
	"arn": "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a",
	"kind": "ACCOUNT",
	"active": true,
	"external": true,
}

failed := object.union(external, {"active": false})

unused_access := object.union(external, {"kind": "ACCOUNT_UNUSED_ACCESS", "external": false})

denied(analyzers, organization) := amount if {
	amount := count(check.deny) with input as region(analyzers, organization, [])
}

open(analyzers, organization) := amount if {
	amount := count(check.unknown) with input as region(analyzers, organization, [])
}

test_pass_with_one if {
	denied([external], null) == 0
	denied([unused_access, external], null) == 0
	open([external], "o-abc") == 0
}

test_fail_without_one_that_works if {
	denied([], null) == 1
	denied([failed, unused_access], null) == 1
}

test_unknown_in_an_organization if {
	open([], "o-abc") == 1
	denied([], "o-abc") == 0
	open([], null) == 0
}
