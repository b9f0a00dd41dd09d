package least_privilege.postgres_untrusted_language_test

import data.least_privilege.postgres_untrusted_language as check

dataset(classification) := {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "o"}

database(facts) := {
	"id": "postgres:7/database/shop",
	"type": "postgres.database",
	"name": "shop",
	"target": "db",
	"labels": {},
	"dataset": dataset("sensitive"),
	"facts": facts,
}

test_fail_with_an_untrusted_language if {
	languages := [{"name": "plpgsql", "trusted": true}, {"name": "plpython3u", "trusted": false}]
	{denied.path | some denied in check.deny} == {"plpython3u"} with input as database({"languages": languages})
}

test_pass_with_trusted_languages if {
	count(check.deny) == 0 with input as database({"languages": [{"name": "plpgsql", "trusted": true}]})
	count(check.deny) == 0 with input as database({"languages": []})
}
