# METADATA
# title: Accounts of AWS
# description: Tells our own accounts from others.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
package lib.aws_accounts

# METADATA
# description: The accounts under audit, from the rows of s3.account, as 12-digit numbers.
own(rows) := {account |
	some row in rows
	some account in regex.find_n(`[0-9]{12}`, row.id, -1)
}

# METADATA
# description: The account of an ARN, or a bare account number; undefined for anything else.
of_principal(text) := text if regex.match(`^[0-9]{12}$`, text)

of_principal(text) := split(text, ":")[4] if regex.match(`^arn:[^:]*:[^:]*:[^:]*:[0-9]{12}:`, text)
