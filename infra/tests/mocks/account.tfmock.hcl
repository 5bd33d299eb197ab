# The account, region and partition of every test.
mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}
mock_data "aws_region" {
  defaults = { id = "eu-central-1" }
}
mock_data "aws_partition" {
  defaults = { partition = "aws" }
}
