mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

# No ARN is known: a for_each over values would end here.
run "plan" {
  command = plan

  assert {
    condition     = length(output.source_urls) == 3
    error_message = "The sources are not planned."
  }
}
