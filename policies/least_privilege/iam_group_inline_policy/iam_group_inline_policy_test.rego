package least_privilege.iam_group_inline_policy_test

import data.least_privilege.iam_group_inline_policy as check

group(policies) := {
	"id": "arn:aws:iam::111122223333:group/devs",
	"type": "iam.group",
	"name": "devs",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"policies": policies},
}

attached := {"name": "ReadOnlyAccess", "arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "group": null, "statements": []}

inline := {"name": "own", "arn": null, "group": null, "statements": []}

test_pass_with_managed_ones if {
	count(check.deny) == 0 with input as group([attached])
	count(check.deny) == 0 with input as group([])
}

test_fail_with_inline_ones if {
	count(check.deny) == 1 with input as group([attached, inline])
}
