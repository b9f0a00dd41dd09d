package lib.iam_policy_test

import data.lib.iam_policy

# Statements are written as changes of this one: everyone may read every object of the bucket b.
public := {
	"sid": "",
	"effect": "Allow",
	"principals": {"*": ["*"]},
	"not_principals": {},
	"actions": ["s3:GetObject"],
	"not_actions": [],
	"resources": ["arn:aws:s3:::b/*"],
	"not_resources": [],
	"conditions": {},
}

_with(change) := object.union(object.remove(public, object.keys(change)), change)

covered_actions := [
	{"change": {"actions": ["s3:GetObject"]}, "covers": true},
	{"change": {"actions": ["S3:getobject"]}, "covers": true},
	{"change": {"actions": ["s3:Get*"]}, "covers": true},
	{"change": {"actions": ["s3:*Object"]}, "covers": true},
	{"change": {"actions": ["s3:?etObject"]}, "covers": true},
	{"change": {"actions": ["*"]}, "covers": true},
	{"change": {"actions": ["s3:Put*", "s3:Get*"]}, "covers": true},
	{"change": {"actions": ["s3:GetObjectVersion"]}, "covers": false},
	{"change": {"actions": ["s3:GetObjec"]}, "covers": false},
	{"change": {"actions": ["ec2:*"]}, "covers": false},
	{"change": {"actions": []}, "covers": false},
	{"change": {"actions": [], "not_actions": ["s3:Put*"]}, "covers": true},
	{"change": {"actions": [], "not_actions": ["S3:GET*"]}, "covers": false},
]

test_covers_action if {
	wrong := [case | some case in covered_actions; _covers_action(case.change) != case.covers]
	wrong == []
}

_covers_action(change) if iam_policy.covers_action(_with(change), "s3:GetObject")

else := false

all_actions := [
	{"change": {"actions": ["s3:*"]}, "covers": true},
	{"change": {"actions": ["S3:*"]}, "covers": true},
	{"change": {"actions": ["*"]}, "covers": true},
	{"change": {"actions": ["*:*"]}, "covers": true},
	{"change": {"actions": ["s3:Get*", "s3:Put*", "s3:List*", "s3:Delete*"]}, "covers": false},
	{"change": {"actions": ["s3:*Object"]}, "covers": false},
	{"change": {"actions": ["s3:?*"]}, "covers": true},
	{"change": {"actions": ["s3:?"]}, "covers": false},
	{"change": {"actions": [], "not_actions": ["iam:*"]}, "covers": true},
	{"change": {"actions": [], "not_actions": ["s3:*"]}, "covers": false},
]

test_covers_all_actions if {
	wrong := [case | some case in all_actions; _covers_all_actions(case.change) != case.covers]
	wrong == []
}

_covers_all_actions(change) if iam_policy.covers_all_actions(_with(change), "s3")

else := false

covered_resources := [
	{"change": {"resources": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}, "bucket": true, "objects": true},
	{"change": {"resources": ["arn:aws:s3:::b/*"]}, "bucket": false, "objects": true},
	{"change": {"resources": ["arn:aws:s3:::b"]}, "bucket": true, "objects": false},
	{"change": {"resources": ["arn:aws:s3:::b*"]}, "bucket": true, "objects": true},
	{"change": {"resources": ["*"]}, "bucket": true, "objects": true},
	{"change": {"resources": ["arn:aws:s3:::*"]}, "bucket": true, "objects": true},
	{"change": {"resources": ["arn:aws:s3:::b/logs/*"]}, "bucket": false, "objects": false},
	{"change": {"resources": ["arn:aws:s3:::b/*.csv"]}, "bucket": false, "objects": false},
	{"change": {"resources": ["arn:aws:s3:::b/*/*"]}, "bucket": false, "objects": false},
	{"change": {"resources": ["arn:aws:s3:::b/?"]}, "bucket": false, "objects": false},
	{"change": {"resources": ["arn:aws:s3:::other/*"]}, "bucket": false, "objects": false},
	{"change": {"resources": ["arn:aws:s3:::B/*"]}, "bucket": false, "objects": false},
	{
		"change": {"resources": [], "not_resources": ["arn:aws:s3:::other/*"]},
		"bucket": true, "objects": true,
	},
	{
		"change": {"resources": [], "not_resources": ["arn:aws:s3:::b/*"]},
		"bucket": true, "objects": false,
	},
	{
		"change": {"resources": [], "not_resources": ["arn:aws:s3:::other/*", "arn:aws:s3:::b/legacy/*"]},
		"bucket": true, "objects": false,
	},
	{
		"change": {"resources": [], "not_resources": ["arn:aws:s3:::?/legacy.csv"]},
		"bucket": true, "objects": false,
	},
]

test_covers_resource if {
	wrong := [case | some case in covered_resources; _covers_bucket(case.change) != case.bucket]
	wrong == []
}

_covers_bucket(change) if iam_policy.covers_resource(_with(change), "arn:aws:s3:::b")

else := false

test_covers_all_objects if {
	wrong := [case | some case in covered_resources; _covers_objects(case.change) != case.objects]
	wrong == []
}

_covers_objects(change) if iam_policy.covers_all_objects(_with(change), "arn:aws:s3:::b")

else := false

principals := [
	{"change": {"principals": {"*": ["*"]}}, "any": true},
	{"change": {"principals": {"AWS": ["*"]}}, "any": true},
	{"change": {"principals": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}}, "any": true},
	{"change": {"principals": {"AWS": ["arn:aws:iam::111122223333:root"]}}, "any": false},
	{"change": {"principals": {"Service": ["logging.s3.amazonaws.com"]}}, "any": false},
	{"change": {"principals": {}}, "any": false},
	{"change": {"principals": {}, "not_principals": {"AWS": ["111122223333"]}}, "any": true},
	{"change": {"principals": {}, "not_principals": {"AWS": ["*"]}}, "any": false},
]

test_principal_any if {
	wrong := [case | some case in principals; _principal_any(case.change) != case.any]
	wrong == []
}

_principal_any(change) if iam_policy.principal_any(_with(change))

else := false

narrow_conditions := [
	{"StringEquals": {"aws:sourcevpce": ["vpce-0abc"]}},
	{"StringEquals": {"kms:calleraccount": ["111122223333"]}},
	{"StringEquals": {"aws:sourcevpc": ["vpc-0abc", "vpc-0def"]}},
	{"stringequals": {"aws:principalorgid": ["o-abc123"]}},
	{"StringLike": {"aws:principalorgid": ["o-abc123"]}},
	{"StringEqualsIgnoreCase": {"aws:principalaccount": ["111122223333"]}},
	{"StringLike": {"aws:userid": ["AROAEXAMPLEEXAMPLE123:*"]}},
	{"ArnLike": {"aws:principalarn": ["arn:aws:iam::111122223333:role/*"]}},
	{"ArnEquals": {"aws:sourcearn": ["arn:aws:s3:::b"]}},
	{"ForAnyValue:StringLike": {"aws:principalorgpaths": ["o-abc123/*"]}},
	{"IpAddress": {"aws:sourceip": ["203.0.113.0/24", "203.0.113.7"]}},
	{"IpAddress": {"aws:sourceip": ["2001:db8::/32"]}},
	{"StringEquals": {"aws:principalorgid": ["${aws:ResourceOrgID}"]}},
	{"StringEquals": {"aws:sourcevpce": ["vpce-0abc"]}, "Bool": {"aws:securetransport": ["true"]}},
	{"IpAddress": {"aws:sourceip": ["0.0.0.0/0"]}, "StringEquals": {"aws:sourcevpc": ["vpc-0abc"]}},
]

wide_conditions := [
	{},
	{"Bool": {"aws:securetransport": ["true"]}},
	{"StringLike": {"aws:sourcevpce": ["*"]}},
	{"StringLike": {"aws:sourcevpce": ["vpce-*"]}},
	{"StringLike": {"aws:principalorgid": ["o-*"]}},
	{"StringLike": {"aws:principalaccount": ["1111*"]}},
	{"StringLike": {"aws:userid": ["*"]}},
	{"ArnLike": {"aws:principalarn": ["arn:aws:iam::*:role/admin"]}},
	{"ArnEquals": {"aws:principalarn": ["*"]}},
	{"ArnLike": {"aws:sourcearn": ["arn:aws:sns:*:*:*"]}},
	{"ForAnyValue:StringLike": {"aws:principalorgpaths": ["*"]}},
	{"StringEqualsIfExists": {"aws:sourcevpce": ["vpce-0abc"]}},
	{"IpAddressIfExists": {"aws:sourceip": ["203.0.113.0/24"]}},
	{"ForAllValues:StringEquals": {"aws:principalorgid": ["o-abc123"]}},
	{"StringNotEquals": {"aws:principalorgid": ["o-abc123"]}},
	{"NotIpAddress": {"aws:sourceip": ["203.0.113.0/24"]}},
	{"Null": {"aws:principalarn": ["false"]}},
	{"IpAddress": {"aws:sourceip": ["0.0.0.0/0"]}},
	{"IpAddress": {"aws:sourceip": ["::/0"]}},
	{"IpAddress": {"aws:sourceip": ["0.0.0.0/1", "128.0.0.0/1"]}},
	{"IpAddress": {"aws:sourceip": ["203.0.113.0/24", "0.0.0.0/0"]}},
	{"IpAddress": {"aws:sourceip": ["2001::/16"]}},
	{"IpAddress": {"aws:sourceip": ["203.0.113.0/"]}},
	{"IpAddress": {"aws:sourceip": ["everywhere"]}},
	{"IpAddress": {"aws:sourceip": []}},
	{"IpAddress": {"aws:vpcsourceip": ["10.0.0.0/8"]}},
	{"StringEquals": {"aws:principalorgid": ["${aws:PrincipalOrgID}"]}},
	{"StringEquals": {"aws:principaltag/team": ["sales"]}},
	{"StringLike": {"aws:referer": ["https://www.example.com/*"]}},
	{"StringEquals": {"aws:useragent": ["secret"]}},
	{"StringEquals": {"s3:x-amz-acl": ["private"]}},
]

test_conditions_that_limit if {
	wrong := [conditions | some conditions in narrow_conditions; _narrowed(conditions) == false]
	wrong == []
}

test_conditions_that_do_not_limit if {
	wrong := [conditions | some conditions in wide_conditions; _narrowed(conditions) == true]
	wrong == []
}

_narrowed(conditions) if iam_policy.narrowed(_with({"conditions": conditions}))

else := false

guard := {"effect": "Deny", "actions": ["s3:*"], "resources": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}

guards := [
	{"change": {"conditions": {"StringNotEquals": {"aws:sourcevpce": ["vpce-0abc"]}}}, "denies": true},
	{"change": {"conditions": {"StringNotEqualsIfExists": {"aws:sourcevpc": ["vpc-0a"]}}}, "denies": true},
	{"change": {"conditions": {"NotIpAddress": {"aws:sourceip": ["203.0.113.0/24"]}}}, "denies": true},
	{"change": {"conditions": {"NotIpAddress": {"aws:sourceip": ["0.0.0.0/0"]}}}, "denies": false},
	{"change": {"conditions": {"StringNotLike": {"aws:sourcevpce": ["vpce-*"]}}}, "denies": false},
	{"change": {"conditions": {"Bool": {"aws:securetransport": ["false"]}}}, "denies": false},
	{
		"change": {"conditions": {
			"StringNotEquals": {"aws:sourcevpce": ["vpce-0abc"]},
			"Bool": {"aws:securetransport": ["false"]},
		}},
		"denies": false,
	},
	{
		"change": {"conditions": {
			"StringNotEqualsIfExists": {"aws:principalorgid": ["o-abc"]},
			"BoolIfExists": {"aws:PrincipalIsAWSService": ["false"]},
		}},
		"denies": false,
	},
	{
		"change": {"conditions": {
			"StringNotEqualsIfExists": {"aws:principalorgid": ["o-abc"]},
			"BoolIfExists": {"aws:principalisawsservice": ["false"]},
		}},
		"denies": true,
	},
	{
		"change": {"principals": {}, "not_principals": {"AWS": ["arn:aws:iam::111122223333:root"]}},
		"denies": true,
	},
	{"change": {"conditions": {}}, "denies": true},
	{"change": {"effect": "Allow"}, "denies": false},
	{"change": {"actions": ["s3:PutObject"]}, "denies": false},
]

test_denies_strangers if {
	wrong := [case | some case in guards; _denies_strangers(case.change) != case.denies]
	wrong == []
}

_denies_strangers(change) if {
	changed := object.union(object.remove(guard, object.keys(change)), change)
	iam_policy.denies_strangers(_with(changed), "s3")
}

else := false

tls := {"Bool": {"aws:securetransport": ["false"]}}

plaintext := [
	{"change": {"conditions": tls}, "denies": true},
	{"change": {"conditions": {"BoolIfExists": {"aws:securetransport": ["False"]}}}, "denies": true},
	{"change": {"conditions": {"NumericLessThanIfExists": {"s3:tlsversion": ["1.2"]}}}, "denies": true},
	{"change": {"conditions": {"NumericLessThan": {"s3:tlsversion": ["1.2"]}}}, "denies": false},
	{"change": {"conditions": {"Bool": {"aws:securetransport": ["true"]}}}, "denies": false},
	{"change": {"conditions": {}}, "denies": false},
	{"change": {"conditions": tls, "effect": "Allow"}, "denies": false},
	{"change": {"conditions": tls, "actions": ["s3:GetObject"]}, "denies": false},
	{"change": {"conditions": tls, "actions": ["*"]}, "denies": true},
	{"change": {"conditions": tls, "principals": {"AWS": ["*"]}}, "denies": true},
	{"change": {"conditions": tls, "principals": {"AWS": ["111122223333"]}}, "denies": false},
	{
		"change": {"conditions": tls, "principals": {}, "not_principals": {"AWS": ["111122223333"]}},
		"denies": false,
	},
	{
		"change": {"conditions": object.union(tls, {"StringEquals": {"aws:sourcevpc": ["vpc-0abc"]}})},
		"denies": false,
	},
	{
		"change": {"conditions": {"Bool": object.union(tls.Bool, {"aws:viaawsservice": ["false"]})}},
		"denies": false,
	},
]

test_denies_plaintext if {
	wrong := [case | some case in plaintext; _denies_plaintext(case.change) != case.denies]
	wrong == []
}

_denies_plaintext(change) if {
	changed := object.union(object.remove(guard, object.keys(change)), change)
	iam_policy.denies_plaintext(_with(changed), "s3")
}

else := false

test_named_accounts if {
	principals_named := {
		"AWS": [
			"*", "111122223333", "arn:aws:iam::444455556666:root", "arn:aws-cn:iam::777788889999:role/x",
			"arn:aws:sts::111122223333:assumed-role/x/y", "AIDAEXAMPLE",
		],
		"Service": ["logging.s3.amazonaws.com"],
	}
	accounts := iam_policy.named_accounts(_with({"principals": principals_named}))
	accounts == {"111122223333", "444455556666", "777788889999"}
}

test_no_named_accounts if {
	iam_policy.named_accounts(public) == set()
}

test_narrowed_to_accounts if {
	admitted := {
		"StringEquals": {"kms:calleraccount": ["111122223333"], "kms:viaservice": ["s3.eu-west-1.amazonaws.com"]},
		"ArnLike": {"aws:principalarn": ["arn:aws:iam::444455556666:role/*"]},
		"StringNotEquals": {"aws:principalaccount": ["777788889999"]},
	}
	iam_policy.narrowed_to_accounts(_with({"conditions": admitted})) == {"111122223333", "444455556666"}
	some_role := {"principals": {"AWS": ["arn:aws:iam::111122223333:role/x"]}, "conditions": admitted}
	iam_policy.narrowed_to_accounts(_with(some_role)) == set()
	iam_policy.narrowed_to_accounts(public) == set()
}

test_narrowed_to_organizations if {
	admitted := {
		"StringEquals": {"aws:principalorgid": ["o-abc1234567", "${aws:ResourceOrgID}"]},
		"ForAnyValue:StringLike": {"aws:principalorgpaths": ["o-def1234567/r-ab12/*"]},
		"StringNotEquals": {"aws:sourceorgid": ["o-ghi1234567"]},
	}
	iam_policy.narrowed_to_organizations(_with({"conditions": admitted})) == {"o-abc1234567", "o-def1234567"}
	some_role := {"principals": {"AWS": ["arn:aws:iam::111122223333:role/x"]}, "conditions": admitted}
	iam_policy.narrowed_to_organizations(_with(some_role)) == set()
}

test_named_canonical_ids if {
	iam_policy.named_canonical_ids(_with({"principals": {"CanonicalUser": ["79a5"], "AWS": ["*"]}})) == {"79a5"}
	iam_policy.named_canonical_ids(public) == set()
}
