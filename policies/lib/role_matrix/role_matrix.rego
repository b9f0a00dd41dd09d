# METADATA
# title: The role matrix
# description: Tells whether an account may do something with a dataset.
# related_resources:
#   - ref: https://csrc.nist.gov/projects/role-based-access-control
package lib.role_matrix

# METADATA
# description: >-
#   An account, with the roster's rows of that login, has a right on every dataset that lies in a place. A right
#   comes from a row for the account itself, for a person behind it, or for that person's role; who has left has none.
allows(matrix, login, people, dataset, right) if {
	held := [row |
		some row in matrix
		right in row.rights
		_holds(row, login, people)
	]
	every id in dataset.ids {
		_covered(held, id, dataset.classification)
	}
}

_holds(row, login, _) if row.account == login

_holds(row, _, people) if {
	some person in people
	person.status != "left"
	row.person == person.person
}

_holds(row, _, people) if {
	some person in people
	person.status != "left"
	is_string(person.role)
	row.role == person.role
}

_covered(held, id, classification) if {
	some row in held
	_concerns(row, id, classification)
}

_concerns(row, id, _) if row.dataset == id

_concerns(row, _, classification) if row.classification == classification
