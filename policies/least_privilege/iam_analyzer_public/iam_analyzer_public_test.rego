package least_privilege.iam_analyzer_public_test

import data.least_privilege.iam_analyzer_public as check

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

found := {"id": "f-1", "resource": "arn:aws:s3:::b", "kind": "AWS::S3::Bucket", "account": "111122223333"}

test_pass_without_findings if {
	count(check.deny) == 0 with input as region([external], null, [])
}

test_fail_with_findings if {
	nameless := object.union(found, {"id": "f-2", "resource": null})
	count(check.deny) == 2 with input as region([external], null, [found, nameless])
}

test_not_applicable_when_nobody_watches if {
	check.not_applicable with input as region([], null, [])
	check.not_applicable with input as region([failed, unused_access], null, [])
	not check.not_applicable with input as region([external], null, [])
}
