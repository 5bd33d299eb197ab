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

mock_provider "aws" {
  alias = "virginia"
}

mock_provider "aws" {
  alias = "partner"
}

run "plan" {
  command = plan

  assert {
    condition     = jsondecode(aws_sns_topic_subscription.partner.delivery_policy).healthyRetryPolicy.numRetries >= 10
    error_message = "SNS gives up after its own three tries."
  }
}
