package lib.aws_accounts_test

import data.lib.aws_accounts

test_own_accounts if {
	rows := [{"id": "aws:111122223333/s3"}, {"id": "aws-cn:444455556666/s3"}]
	aws_accounts.own(rows) == {"111122223333", "444455556666"}
	aws_accounts.own([]) == set()
}

test_account_of_a_principal if {
	aws_accounts.of_principal("arn:aws:iam::111122223333:role/x") == "111122223333"
	aws_accounts.of_principal("arn:aws:sts::111122223333:assumed-role/x/y") == "111122223333"
	aws_accounts.of_principal("arn:aws:kms:eu-west-1:111122223333:key/1") == "111122223333"
	aws_accounts.of_principal("111122223333") == "111122223333"
}

test_no_account if {
	not aws_accounts.of_principal("rds.eu-west-1.amazonaws.com")
	not aws_accounts.of_principal("arn:aws:iam::cloudfront:user/x")
	not aws_accounts.of_principal("AROAEXAMPLEEXAMPLE")
}
