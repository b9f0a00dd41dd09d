package least_privilege.postgres_row_security_test

import data.least_privilege.postgres_row_security as check

dataset(classification) := {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "o"}

table(facts) := {
	"id": "postgres:7/table/shop.public.customers",
	"type": "postgres.table",
	"name": "shop.public.customers",
	"target": "db",
	"labels": {},
	"dataset": dataset("sensitive"),
	"facts": facts,
}

security(enabled, forced, policies) := table({
	"row_security": {"enabled": enabled, "forced": forced, "policies": policies},
	"owner": "shop",
})

test_fail_when_policies_do_nothing if {
	{denied.severity | some denied in check.deny} == {"high"} with input as security(false, false, 2)
	{denied.severity | some denied in check.deny} == {"high"} with input as security(false, true, 2)
}

test_fail_when_the_owner_is_not_bound if {
	count(check.deny) == 1 with input as security(true, false, 1)
}

test_pass_when_forced if {
	count(check.deny) == 0 with input as security(true, true, 1)
}

test_not_applicable_without_policies if {
	check.not_applicable with input as security(false, false, 0)
	not check.not_applicable with input as security(false, false, 1)
}
