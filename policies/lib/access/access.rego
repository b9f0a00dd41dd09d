# METADATA
# title: Access lists of datasets
# description: Reads one entry of a dataset's access list, a principal with its grants.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/effective_permissions
package lib.access

# METADATA
# description: The principal is an account of some system, behind which there should be a person or a service.
is_account(principal) if principal.kind in {"iam_user", "postgres_role", "server_account"}

# METADATA
# description: >-
#   The grants that somebody gave on purpose. Root and superusers are past all grants, and what everybody has is
#   not a grant to anybody in particular.
given(grants) := [grant |
	some grant in grants
	not grant.way in {"everybody", "root"}
]

# METADATA
# description: All rights of some grants.
rights(grants) := {right |
	some grant in grants
	some right in grant.rights
}

# METADATA
# description: How a principal comes to a right, as text; the first of the ways, by their order.
why(grants, right) := concat("; ", ways[0].chain) if {
	ways := [grant |
		some grant in grants
		right in grant.rights
	]
	count(ways) > 0
}

# METADATA
# description: The rights as text, in their order.
listed(held) := concat(", ", [right |
	some right in ["read", "write", "delete", "export", "administer"]
	right in held
])
