# Who may do what, read from the plan with a mocked provider: what an emulator does not enforce is proven here.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
  mail_from     = "weir@example.com"
  mail_to       = ["ops@example.com"]
  event_bus     = "orders"
  sources       = <<-JSON
    {"budgets": {"scheme": "sns", "topics": ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"], "actions": ["email"]},
     "github": {"scheme": "github", "secret": "managed"}}
  JSON
}

run "permissions" {
  command = apply

  assert {
    condition = alltrue(flatten([for policy in [module.ingest.policy, module.processor.policy] : [
      for statement in jsondecode(policy).Statement : [for action in statement.Action : !endswith(action, "*")]
    ]]))
    error_message = "A role has an action with a wildcard."
  }
  assert {
    condition = alltrue(flatten([for policy in [module.ingest.policy, module.processor.policy] : [
      for statement in jsondecode(policy).Statement : statement.Sid == "Traces" || !contains(statement.Resource, "*")
    ]]))
    error_message = "A role has every resource where an ARN exists."
  }
  assert {
    condition     = toset(flatten([for statement in jsondecode(module.ingest.policy).Statement : statement.Action])) == toset(["sqs:SendMessage", "s3:PutObject", "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"])
    error_message = "The ingest function may do something else than send, write under inbox/, log and trace."
  }
  assert {
    condition     = [for statement in jsondecode(module.ingest.policy).Statement : statement.Resource if statement.Sid == "Inbox"][0] == ["arn:aws:s3:::weir-bucket/inbox/*"]
    error_message = "The ingest function may write elsewhere than under inbox/."
  }
  assert {
    condition = toset(flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Action])) == toset([
      "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility", "sqs:SendMessage", "s3:GetObject", "s3:PutObject", "s3:ListBucket",
      "dynamodb:UpdateItem", "sns:ConfirmSubscription", "secretsmanager:GetSecretValue", "ses:SendEmail", "events:PutEvents", "logs:CreateLogStream", "logs:PutLogEvents",
      "xray:PutTraceSegments", "xray:PutTelemetryRecords",
    ])
    error_message = "The worker function may do something else than its work."
  }
  assert {
    condition     = toset(flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Resource if contains(statement.Action, "sqs:SendMessage")])) == toset(["arn:aws:sqs:eu-central-1:123456789012:weir-dead-letters", "arn:aws:sqs:eu-central-1:123456789012:weir-unproven"])
    error_message = "The worker function may send elsewhere than to the dead-letter and the unproven queue, or not to both."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if statement.Sid == "Secrets"][0] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir/github-AbCdEf"]
    error_message = "The worker function may read other secrets than those of the sources."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnLike["aws:SourceArn"] if statement.Sid == "Topics"][0] == ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"]
    error_message = "Other topics than the sources' may put messages on the queue."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"] if statement.Sid == "Inbox"][0] == "arn:aws:s3:::weir-bucket"
    error_message = "Another bucket may put messages on the queue."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.weir.policy).Statement[0].Effect == "Deny" && jsondecode(aws_s3_bucket_policy.weir.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "The bucket takes requests without TLS."
  }
}
