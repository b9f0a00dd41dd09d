package least_privilege.iam_user_direct_policies_test

import data.least_privilege.iam_user_direct_policies as check

user(policies) := {
	"id": "arn:aws:iam::111122223333:user/ann",
	"type": "iam.user",
	"name": "ann",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"policies": policies},
}

attached := {"name": "ReadOnlyAccess", "arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "group": null, "statements": []}

inline := {"name": "own", "arn": null, "group": null, "statements": []}

test_pass_by_groups if {
	count(check.deny) == 0 with input as user([])
	count(check.deny) == 0 with input as user([object.union(attached, {"group": "readers"})])
}

test_fail_with_direct_ones if {
	some found in check.deny with input as user([attached, inline])
	found.args.policies == "ReadOnlyAccess, own"
	count(check.deny) == 1 with input as user([attached, inline])
}
