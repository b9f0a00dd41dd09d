package least_privilege.efs_policy_public_test

import data.least_privilege.efs_policy_public as check

resource(facts) := {
	"id": "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1",
	"type": "efs.file_system",
	"name": "fs-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

statement(change) := object.union(object.remove(base, object.keys(change)), change)

base := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["*"]},
	"not_principals": {},
	"actions": ["elasticfilesystem:ClientMount"],
	"not_actions": [],
	"resources": [],
	"not_resources": [],
	"conditions": {},
}

with_policy(changes) := resource({"policy": {"statements": [statement(change) | some change in changes]}})

denied(change) := amount if {
	amount := count(check.deny) with input as with_policy([change])
}

limits := [
	{"Bool": {"elasticfilesystem:accessedviamounttarget": ["true"]}},
	{"StringEquals": {"aws:principalorgid": ["o-abc123"]}},
]

no_limits := [
	{},
	{"Bool": {"elasticfilesystem:accessedviamounttarget": ["false"]}},
	{"BoolIfExists": {"elasticfilesystem:accessedviamounttarget": ["true"]}},
	{"Bool": {"aws:securetransport": ["true"]}},
]

test_pass_without_a_policy if {
	count(check.deny) == 0 with input as resource({"policy": null})
}

test_pass_when_callers_are_named_or_limited if {
	denied({"principals": {"AWS": ["arn:aws:iam::111122223333:role/app"]}}) == 0
	denied({"effect": "Deny"}) == 0
	every conditions in limits {
		denied({"conditions": conditions}) == 0
	}
}

guard := {
	"effect": "Deny",
	"actions": ["*"],
	"conditions": {"StringNotEquals": {"aws:principalorgid": ["o-abc123"]}},
}

test_pass_when_strangers_are_denied if {
	count(check.deny) == 0 with input as with_policy([{}, guard])
	elsewhere := object.union(guard, {"resources": ["arn:aws:elasticfilesystem:eu-west-1:1:file-system/fs-2"]})
	count(check.deny) == 1 with input as with_policy([{}, elsewhere])
}

test_fail_when_everyone_is_let_in if {
	every conditions in no_limits {
		denied({"conditions": conditions}) == 1
	}
}
