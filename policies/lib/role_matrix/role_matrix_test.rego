package lib.role_matrix_test

import data.lib.role_matrix

row(change) := object.union(
	{"role": null, "person": null, "account": null, "dataset": null, "classification": null, "rights": ["read"]},
	change,
)

crm := {"ids": ["crm"], "classification": "sensitive"}

ann := {"person": "e1", "role": "Clerk", "status": "active"}

test_a_right_comes_from_the_role_the_person_or_the_account if {
	role_matrix.allows([row({"role": "Clerk", "dataset": "crm"})], "ann", [ann], crm, "read")
	role_matrix.allows([row({"person": "e1", "dataset": "crm"})], "ann", [ann], crm, "read")
	role_matrix.allows([row({"account": "ann", "dataset": "crm"})], "ann", [], crm, "read")
	role_matrix.allows([row({"role": "Clerk", "classification": "sensitive"})], "ann", [ann], crm, "read")
}

test_nothing_else_gives_it if {
	not role_matrix.allows([], "ann", [ann], crm, "read")
	not role_matrix.allows([row({"role": "Clerk", "dataset": "crm"})], "ann", [], crm, "read")
	not role_matrix.allows([row({"role": "Clerk", "dataset": "crm"})], "ann", [ann], crm, "write")
	not role_matrix.allows([row({"role": "Clerk", "dataset": "hr"})], "ann", [ann], crm, "read")
	not role_matrix.allows([row({"role": "Clerk", "classification": "general"})], "ann", [ann], crm, "read")
	not role_matrix.allows([row({"account": "bob", "dataset": "crm"})], "ann", [ann], crm, "read")
}

test_no_role_is_not_the_same_as_no_holder if {
	nobody := object.union(ann, {"role": null})
	not role_matrix.allows([row({"person": "e2", "dataset": "crm"})], "ann", [nobody], crm, "read")
}

test_who_has_left_holds_nothing if {
	gone := object.union(ann, {"status": "left"})
	not role_matrix.allows([row({"role": "Clerk", "dataset": "crm"})], "ann", [gone], crm, "read")
	not role_matrix.allows([row({"person": "e1", "dataset": "crm"})], "ann", [gone], crm, "read")
}

test_every_dataset_of_a_place_has_to_be_covered if {
	both := {"ids": ["crm", "hr"], "classification": "sensitive"}
	one := row({"role": "Clerk", "dataset": "crm"})
	not role_matrix.allows([one], "ann", [ann], both, "read")
	role_matrix.allows([one, row({"role": "Clerk", "dataset": "hr"})], "ann", [ann], both, "read")
}
