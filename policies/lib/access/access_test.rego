package lib.access_test

import data.lib.access

grant(rights, way) := {"rights": rights, "way": way, "chain": ["ann is in crm", "crm reads /srv"]}

test_accounts_are_told_from_services_and_strangers if {
	access.is_account({"kind": "iam_user"})
	not access.is_account({"kind": "iam_role"})
	not access.is_account({"kind": "anonymous"})
}

test_given_leaves_out_root_and_everybody if {
	access.given([grant(["read"], "root"), grant(["read"], "everybody")]) == []
	count(access.given([grant(["read"], "group")])) == 1
}

test_rights_are_put_together_in_order if {
	held := access.rights([grant(["write"], "group"), grant(["read"], "direct")])
	access.listed(held) == "read, write"
}

test_why_names_the_chain_of_a_right if {
	access.why([grant(["read"], "group")], "read") == "ann is in crm; crm reads /srv"
	not access.why([grant(["read"], "group")], "write")
}
