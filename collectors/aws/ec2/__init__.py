"""The network of EC2: security groups, network ACLs, VPCs, subnets and instances.

Source: the EC2 API reference; user data is never read.
"""

from collectors.aws.ec2.acls import ACL
from collectors.aws.ec2.groups import GROUP
from collectors.aws.ec2.instances import INSTANCE
from collectors.aws.ec2.vpcs import SUBNET, VPC

TYPES = (GROUP, ACL, VPC, SUBNET, INSTANCE)
