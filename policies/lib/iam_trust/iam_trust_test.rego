package lib.iam_trust_test

import data.lib.iam_trust

github := "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"

trusting(change) := object.union(object.remove(base, object.keys(change)), change)

base := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["arn:aws:iam::999911112222:root"]},
	"not_principals": {},
	"actions": ["sts:AssumeRole"],
	"not_actions": [],
	"resources": [],
	"not_resources": [],
	"conditions": {},
}

everyone := [
	{"change": {}, "is": false},
	{"change": {"principals": {"AWS": ["*"]}}, "is": true},
	{"change": {"principals": {"*": ["*"]}}, "is": true},
	{"change": {"principals": {"Federated": ["*"]}}, "is": true},
	{"change": {"principals": {}, "not_principals": {"AWS": ["999911112222"]}}, "is": true},
	{"change": {"principals": {"AWS": ["*"]}, "effect": "Deny"}, "is": false},
	{
		"change": {
			"principals": {"AWS": ["*"]},
			"conditions": {"StringEquals": {"aws:principalorgid": ["o-abc123"]}},
		},
		"is": false,
	},
	# An external id is no secret.
	{
		"change": {"principals": {"AWS": ["*"]}, "conditions": {"StringEquals": {"sts:externalid": ["x"]}}},
		"is": true,
	},
	{"change": {"principals": {"Service": ["ec2.amazonaws.com"]}}, "is": false},
]

test_open_to_everyone if {
	wrong := [case | some case in everyone; _open(case.change) != case.is]
	wrong == []
}

_open(change) if iam_trust.open_to_everyone(trusting(change))

else := false

test_accounts if {
	iam_trust.accounts(base) == {"999911112222"}
	iam_trust.accounts(trusting({"effect": "Deny"})) == set()
	iam_trust.accounts(trusting({"principals": {"Service": ["ec2.amazonaws.com"]}})) == set()
}

test_accounts_of_conditions if {
	everyone_in := {
		"principals": {"AWS": ["*"]},
		"conditions": {"StringEquals": {"aws:principalaccount": ["444455556666"]}},
	}
	iam_trust.accounts(trusting(everyone_in)) == {"444455556666"}
	by_name := {
		"principals": {"*": ["*"]},
		"conditions": {"ArnLike": {"aws:principalarn": ["arn:aws:iam::777788889999:role/*"]}},
	}
	iam_trust.accounts(trusting(by_name)) == {"777788889999"}
}

test_expects_the_caller if {
	iam_trust.expects_the_caller(trusting({"conditions": {"StringEquals": {"sts:externalid": ["x-1"]}}}))
	iam_trust.expects_the_caller(trusting({"conditions": {"StringEquals": {"aws:principalorgid": ["o-abc"]}}}))
	not iam_trust.expects_the_caller(base)
	not iam_trust.expects_the_caller(trusting({"conditions": {"StringLike": {"sts:externalid": ["*"]}}}))
	not iam_trust.expects_the_caller(trusting({"conditions": {"StringEqualsIfExists": {"sts:externalid": ["x"]}}}))
	not iam_trust.expects_the_caller(trusting({"conditions": {"StringNotEquals": {"sts:externalid": ["x"]}}}))
}

hub := "token.actions.githubusercontent.com"

eks := "oidc.eks.eu-west-1.amazonaws.com/id/ABC"

tokens := [
	{"host": hub, "conditions": {}, "open": true},
	{"host": hub, "conditions": {"StringEquals": {"HOST:aud": ["sts.amazonaws.com"]}}, "open": true},
	{"host": hub, "conditions": {"StringLike": {"HOST:sub": ["repo:org/app:*"]}}, "open": false},
	{"host": hub, "conditions": {"StringLike": {"HOST:sub": ["repo:org/*"]}}, "open": false},
	{"host": hub, "conditions": {"StringLike": {"HOST:sub": ["repo:*"]}}, "open": true},
	{"host": hub, "conditions": {"StringLike": {"HOST:sub": ["*"]}}, "open": true},
	{"host": hub, "conditions": {"StringLike": {"HOST:sub": ["repo:org*/app:*"]}}, "open": true},
	{"host": hub, "conditions": {"StringLike": {"HOST:sub": ["repo:org/app:*", "repo:*:main"]}}, "open": true},
	{"host": hub, "conditions": {"StringEqualsIfExists": {"HOST:sub": ["repo:org/app:ref"]}}, "open": true},
	{"host": hub, "conditions": {"ForAllValues:StringEquals": {"HOST:sub": ["repo:org/app:ref"]}}, "open": true},
	{"host": hub, "conditions": {"ForAnyValue:StringEquals": {"HOST:sub": ["repo:org/app:ref"]}}, "open": false},
	{"host": hub, "conditions": {"StringEquals": {"HOST:repository_owner_id": ["123456"]}}, "open": false},
	{"host": eks, "conditions": {"StringEquals": {"HOST:aud": ["sts.amazonaws.com"]}}, "open": true},
	{"host": eks, "conditions": {"StringEquals": {"HOST:sub": ["system:serviceaccount:crm:app"]}}, "open": false},
	{"host": "login.example.com/oidc", "conditions": {}, "open": true},
	{"host": "login.example.com/oidc", "conditions": {"StringEquals": {"HOST:aud": ["client-7"]}}, "open": false},
]

test_open_providers if {
	wrong := [case | some case in tokens; (count(_open_providers(case)) == 1) != case.open]
	wrong == []
}

_open_providers(case) := iam_trust.open_providers(trusting({
	"principals": {"Federated": [sprintf("arn:aws:iam::111122223333:oidc-provider/%s", [case.host])]},
	"actions": ["sts:AssumeRoleWithWebIdentity"],
	"conditions": {operator: changed |
		some operator, keys in case.conditions
		changed := {replace(lower(key), "host", lower(case.host)): values | some key, values in keys}
	},
}))

test_providers_of_other_actions_and_names if {
	iam_trust.open_providers(trusting({"principals": {"Federated": [github]}})) == set()
	cognito := {"principals": {"Federated": ["cognito-identity.amazonaws.com"]}, "actions": ["sts:*"]}
	iam_trust.open_providers(trusting(cognito)) == {"cognito-identity.amazonaws.com"}
	audience := {"StringEquals": {"cognito-identity.amazonaws.com:aud": ["eu-west-1:1234"]}}
	iam_trust.open_providers(trusting(object.union(cognito, {"conditions": audience}))) == set()
	saml := {"principals": {"Federated": ["arn:aws:iam::111122223333:saml-provider/x"]}, "actions": ["sts:*"]}
	iam_trust.open_providers(trusting(saml)) == set()
}
