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

run "plan" {
  command = plan

  assert {
    condition     = keys(output.source_urls) == ["budgets", "github"] && keys(output.secrets) == ["github"]
    error_message = "The sources or the managed secret are not planned."
  }
}
