# METADATA
# title: What the policies of an IAM identity allow
# description: >-
#   Answers for made-up requests: would this action on this resource be allowed? An explicit Deny wins, and a
#   permissions boundary limits. A Deny with conditions cancels nothing, because it does not always apply. An
#   Allow whose conditions bind it to certain resources is taken for a narrow one; other conditions (a second
#   factor, an address) say who may ask and when, not how far the right goes. "who" is {arn, bounded, groups,
#   attached}; "statements" are those of all its policies, "boundary" those of its boundary or null.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
package lib.iam_access

import data.lib.iam_policy
import data.lib.wildcard

# METADATA
# description: A request for the action on the resource would be allowed.
allowed(statements, boundary, action, arn) if {
	_granted(statements, action, arn)
	not _denied(statements, action, arn)
	_within(boundary, action, arn)
}

_granted(statements, action, arn) if {
	some statement in statements
	statement.effect == "Allow"
	iam_policy.covers_resource(statement, arn)
	iam_policy.covers_action(statement, action)
	not _bound(statement)
}

_denied(statements, action, arn) if {
	some statement in statements
	statement.effect == "Deny"
	count(statement.conditions) == 0
	iam_policy.covers_action(statement, action)
	iam_policy.covers_resource(statement, arn)
}

_within(boundary, _, _) if boundary == null

_within(boundary, action, arn) if {
	boundary != null
	_granted(boundary, action, arn)
	not _denied(boundary, action, arn)
}

# METADATA
# description: The action is allowed on at least one resource; for what the caller gives a name when making it.
allowed_somewhere(statements, boundary, action) if {
	_granted_somewhere(statements, action)
	not _denied(statements, action, _stand_in)
	_within_somewhere(boundary, action)
}

_granted_somewhere(statements, action) if {
	some statement in statements
	statement.effect == "Allow"
	iam_policy.covers_action(statement, action)
	not _bound(statement)
}

_within_somewhere(boundary, _) if boundary == null

_within_somewhere(boundary, action) if {
	boundary != null
	_granted_somewhere(boundary, action)
	not _denied(boundary, action, _stand_in)
}

# A name that nobody has: only patterns that mean everything match it.
_stand_in := "\u0001"

# METADATA
# description: ARN of a resource of IAM with a name that nobody has, in the account of a principal.
nobody(who, kind) := _iam_arn(who, sprintf("%s/%s", [kind, _stand_in]))

_iam_arn(who, name) := sprintf("arn:%s:iam::%s:%s", [parts[1], parts[4], name]) if parts := split(who.arn, ":")

# A positive condition on what the request is about.
_bound(statement) if {
	some operator, keys in statement.conditions
	_positive(operator)
	some key, values in keys
	_about_the_resource(key)
	count(values) > 0
	every value in values {
		_binds(key, value)
	}
}

_positive(operator) if {
	base := trim_prefix(lower(operator), "foranyvalue:")
	base in {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"}
}

_about_the_resource(key) if {
	strings.any_prefix_match(lower(key), [
		"iam:policyarn", "iam:permissionsboundary", "iam:associatedresourcearn", "iam:resourcetag/",
		"aws:resourcetag/", "ec2:resourcetag/", "ssm:resourcetag/", "secretsmanager:resourcetag/",
		"kms:encryptioncontext:", "kms:resourcealiases", "s3:existingobjecttag/",
	])
}

_binds(key, value) if {
	key != "iam:policyarn"
	not regex.match(`^[*?]*$`, value)
}

_binds("iam:policyarn", value) if {
	every partition in ["aws", "aws-cn", "aws-us-gov"] {
		not wildcard.matches(value, sprintf("arn:%s:iam::aws:policy/AdministratorAccess", [partition]))
	}
}

# METADATA
# description: Every action on every resource is allowed.
administrator(statements, boundary, who) if {
	parts := split(who.arn, ":")
	arn := sprintf("arn:%s:%s:%s:%s:%s", [parts[1], _stand_in, _stand_in, parts[4], _stand_in])
	every service in [_stand_in, "iam"] {
		every name in _names_of_nothing {
			allowed(statements, boundary, sprintf("%s:%s", [service, name]), arn)
		}
	}
}

# Only patterns that end in a bare * match both of these.
_names_of_nothing := ["\u0001", "\u0001\u0001Object"]

# METADATA
# description: Every action of a service (a prefix such as kms) is allowed on all of its resources.
whole_service(statements, boundary, who, service) if {
	parts := split(who.arn, ":")
	some place in ["\u0001:\u0001", concat("", ["\u0001:", parts[4]]), concat("", [":", parts[4]]), ":"]
	arn := sprintf("arn:%s:%s:%s:%s", [parts[1], service, place, _stand_in])
	every name in _names_of_nothing {
		allowed(statements, boundary, sprintf("%s:%s", [service, name]), arn)
	}
}

# METADATA
# description: The action is allowed on all keys of KMS, at least in one region.
on_all_keys(statements, boundary, who, action) if {
	parts := split(who.arn, ":")
	some region in ({_stand_in} | _regions(statements))
	allowed(statements, boundary, action, sprintf("arn:%s:kms:%s:%s:key/%s", [parts[1], region, parts[4], _stand_in]))
}

_regions(statements) := {region |
	some statement in statements
	some resource in statement.resources
	parts := split(resource, ":")
	count(parts) > 5
	parts[2] == "kms"
	region := parts[3]
}

# METADATA
# description: The action is allowed on the objects of all buckets.
on_all_objects(statements, boundary, who, action) if {
	partition := split(who.arn, ":")[1]
	allowed(statements, boundary, action, sprintf("arn:%s:s3:::%s/%s", [partition, _stand_in, _stand_in]))
}

# METADATA
# description: Names of the ways in which the identity can get more rights than it was given.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
escalations(statements, boundary, who) := {way.name |
	relevant := [_about_the_ways(statement) | some statement in statements]
	some way in _ways
	every need in way.needs {
		_can(relevant, boundary, who, need)
	}
}

# The statement with only those actions that can matter, because some policies name a thousand.
_about_the_ways(statement) := object.union(object.remove(statement, ["actions"]), {"actions": [action |
	some action in statement.actions
	strings.any_prefix_match(lower(action), _beginnings)
]})

# The services of the ways, and patterns that match any.
_beginnings := {"*", "?"} | {beginning |
	some way in _ways
	some need in way.needs
	beginning := sprintf("%s:", [split(need.action, ":")[0]])
}

_can(statements, boundary, who, need) if {
	some arn in _targets(who, need.on)
	allowed(statements, boundary, need.action, arn)
}

_can(statements, boundary, _, need) if {
	need.on == "anything"
	allowed_somewhere(statements, boundary, need.action)
}

_can(statements, boundary, who, need) if {
	need.on == "passed role"
	role := nobody(who, "role")
	_passes(statements, need.service, role)
	not _denied(statements, "iam:PassRole", role)
	_passes_within(boundary, need.service, role)
}

_passes_within(boundary, _, _) if boundary == null

_passes_within(boundary, service, role) if {
	boundary != null
	_passes(boundary, service, role)
	not _denied(boundary, "iam:PassRole", role)
}

_passes(statements, service, role) if {
	some statement in statements
	_granted([statement], "iam:PassRole", role)
	not _passed_elsewhere(statement, service)
}

_passed_elsewhere(statement, service) if {
	some operator, keys in statement.conditions
	_positive(operator)
	some key, values in keys
	lower(key) == "iam:passedtoservice"
	every value in values {
		not wildcard.matches(lower(value), service)
	}
}

_targets(who, "policy") := {nobody(who, "policy")} | {arn | some arn in who.attached; not contains(arn, ":iam::aws:")}

_targets(who, "user") := {nobody(who, "user"), _iam_arn(who, "user/${aws:username}")} | _self(who, "user")

_targets(who, "role") := {nobody(who, "role")} | _self(who, "role")

_targets(who, "group") := {nobody(who, "group")} | {arn |
	some name in who.groups
	arn := _iam_arn(who, sprintf("group/%s", [name]))
}

_targets(who, "other user") := {nobody(who, "user")}

_targets(who, "other role") := {nobody(who, "role")}

_targets(who, "other group") := {nobody(who, "group")}

_targets(who, "own boundary") := {arn |
	who.bounded
	some kind in ["user", "role"]
	some arn in ({nobody(who, kind), _iam_arn(who, "user/${aws:username}")} | _self(who, kind))
}

_targets(who, "function") := {sprintf("arn:%s:lambda:\u0001:%s:function:\u0001", [parts[1], parts[4]])} if {
	parts := split(who.arn, ":")
}

_targets(who, "instance") := {sprintf("arn:%s:ec2:\u0001:%s:instance/\u0001", [parts[1], parts[4]])} if {
	parts := split(who.arn, ":")
}

_self(who, kind) := {who.arn | contains(who.arn, sprintf(":%s/", [kind]))}

_ways := array.concat(_direct_ways, _ways_by_a_service)

_direct_ways := [way |
	some on, names in {
		"policy": ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"],
		"user": ["iam:AttachUserPolicy", "iam:PutUserPolicy"],
		"group": ["iam:AttachGroupPolicy", "iam:PutGroupPolicy"],
		"role": ["iam:AttachRolePolicy", "iam:PutRolePolicy"],
		"other user": ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"],
		"other group": ["iam:AddUserToGroup"],
		"other role": ["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
		"own boundary": [
			"iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary",
			"iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary",
		],
		"function": ["lambda:UpdateFunctionCode"],
		"instance": ["ssm:SendCommand", "ssm:StartSession"],
	}
	some name in names
	way := {"name": name, "needs": [{"action": name, "on": on}]}
]

_ways_by_a_service := [way |
	some run in _runs
	needs := [{"action": action, "on": "anything"} | some action in run.actions]
	way := {
		"name": concat(" + ", array.concat(["iam:PassRole"], run.actions)),
		"needs": array.concat(needs, [{"action": "iam:PassRole", "on": "passed role", "service": run.service}]),
	}
]

# What runs code of the caller with a role that is handed over.
_runs := [
	{"service": "apprunner.amazonaws.com", "actions": ["apprunner:CreateService"]},
	{"service": "cloudformation.amazonaws.com", "actions": ["cloudformation:CreateStack"]},
	{"service": "codebuild.amazonaws.com", "actions": ["codebuild:CreateProject", "codebuild:StartBuild"]},
	{
		"service": "datapipeline.amazonaws.com",
		"actions": [
			"datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition",
			"datapipeline:ActivatePipeline",
		],
	},
	{"service": "ec2.amazonaws.com", "actions": ["ec2:RunInstances"]},
	{"service": "ecs-tasks.amazonaws.com", "actions": ["ecs:RegisterTaskDefinition", "ecs:RunTask"]},
	{"service": "glue.amazonaws.com", "actions": ["glue:CreateDevEndpoint"]},
	{"service": "glue.amazonaws.com", "actions": ["glue:CreateJob", "glue:StartJobRun"]},
	{"service": "lambda.amazonaws.com", "actions": ["lambda:CreateFunction", "lambda:InvokeFunction"]},
	{"service": "lambda.amazonaws.com", "actions": ["lambda:CreateFunction", "lambda:AddPermission"]},
	{"service": "lambda.amazonaws.com", "actions": ["lambda:CreateFunction", "lambda:CreateEventSourceMapping"]},
	{
		"service": "sagemaker.amazonaws.com",
		"actions": ["sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"],
	},
	{"service": "sagemaker.amazonaws.com", "actions": ["sagemaker:CreateProcessingJob"]},
	{"service": "sagemaker.amazonaws.com", "actions": ["sagemaker:CreateTrainingJob"]},
	{"service": "states.amazonaws.com", "actions": ["states:CreateStateMachine", "states:StartExecution"]},
]
