"""AWS in Terraform: one module per service. Source: the documentation of hashicorp/aws 3 to 6."""
