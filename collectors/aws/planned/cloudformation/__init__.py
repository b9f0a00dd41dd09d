"""AWS in CloudFormation: properties, put as the attributes that Terraform has for the same things.

The services are described once, in `collectors.aws.planned.terraform`. Source: the resource type reference
of CloudFormation, for names and for what holds when a property is left out.
"""
