"""Identities of an account: who can log in, and what they may do. Source: the IAM API reference."""

from collectors.aws.iam.account import ACCOUNT
from collectors.aws.iam.analyzer import ANALYZER
from collectors.aws.iam.identities import GROUP, POLICY, ROLE, USER

TYPES = (ACCOUNT, USER, GROUP, ROLE, POLICY, ANALYZER)
