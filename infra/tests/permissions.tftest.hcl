# Who may do what, read from the plan with a mocked provider: what an emulator does not enforce is proven here.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  secret_values     = {}
  ingest_jar        = "tests/some.jar"
  worker_jar        = "tests/some.jar"
  mail_from         = "weir@example.com"
  mail_to           = ["ops@example.com"]
  verify_recipients = true
  event_bus         = "orders"
  sources           = <<-JSON
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
    condition     = toset(flatten([for statement in jsondecode(module.ingest.policy).Statement : statement.Action])) == toset(["sqs:SendMessage", "s3:PutObject", "ssm:GetParameter", "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"])
    error_message = "The ingest function may do something else than send, write under inbox/, read the sources, log and trace."
  }
  assert {
    condition     = [for statement in jsondecode(module.ingest.policy).Statement : statement.Resource if statement.Sid == "Inbox"][0] == ["arn:aws:s3:::weir-bucket/inbox/*"]
    error_message = "The ingest function may write elsewhere than under inbox/."
  }
  assert {
    condition = toset(flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Action])) == toset([
      "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility", "sqs:SendMessage", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket",
      "dynamodb:UpdateItem", "ssm:GetParameter", "sns:ConfirmSubscription", "secretsmanager:GetSecretValue", "ses:SendEmail", "events:PutEvents", "logs:CreateLogStream", "logs:PutLogEvents",
      "xray:PutTraceSegments", "xray:PutTelemetryRecords",
    ])
    error_message = "The worker function may do something else than its work."
  }
  assert {
    condition     = toset(flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Resource if contains(statement.Action, "sqs:SendMessage")])) == toset([for queue in ["weir", "weir-retry", "weir-retry-unproven", "weir-dead-letters", "weir-unproven"] : "arn:aws:sqs:eu-central-1:123456789012:${queue}"])
    error_message = "The worker function may send elsewhere than to the queue, its lanes, the dead-letter and the unproven queue, or not to all of them."
  }
  assert {
    condition     = toset(flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Resource if contains(statement.Action, "sqs:ReceiveMessage")])) == toset([for queue in ["weir", "weir-retry", "weir-retry-unproven"] : "arn:aws:sqs:eu-central-1:123456789012:${queue}"])
    error_message = "The worker function may not receive from the queue and its lanes, or may from others."
  }
  assert {
    condition = alltrue([for policy in [module.ingest.policy, module.processor.policy] : flatten([
      for statement in jsondecode(policy).Statement : statement.Resource if contains(statement.Action, "ssm:GetParameter")
    ]) == ["arn:aws:ssm:eu-central-1:123456789012:parameter/weir/weir/sources", "arn:aws:ssm:eu-central-1:123456789012:parameter/weir/weir/sources:*"]])
    error_message = "A function cannot read the stored sources, or reads other parameters too."
  }
  assert {
    condition = { for action in ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] : action => flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Resource if contains(statement.Action, action)]) } == {
      "s3:GetObject"    = [for prefix in ["archive", "certificates", "inbox"] : "arn:aws:s3:::weir-bucket/${prefix}/*"]
      "s3:PutObject"    = [for prefix in ["archive", "certificates", "rejected"] : "arn:aws:s3:::weir-bucket/${prefix}/*"]
      "s3:DeleteObject" = ["arn:aws:s3:::weir-bucket/inbox/*"]
    }
    error_message = "The worker function may write what the door has taken, or reaches other objects than its work needs."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement if contains(statement.Action, "s3:ListBucket")] == [{ Sid = "Bucket", Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::weir-bucket"] }]
    error_message = "The worker function cannot list inbox/, or an object that is not there is a fault for it."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if statement.Sid == "Secrets"][0] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir/github-AbCdEf", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir-operator-key-AbCdEf"]
    error_message = "The worker function may read other secrets than those of the sources and the operators' key."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnLike["aws:SourceArn"] if statement.Sid == "Topics"][0] == ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"]
    error_message = "Other topics than the sources' may put messages on the queue."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Sid if statement.Principal == { Service = "sns.amazonaws.com" }] == ["Topics"]
    error_message = "SNS may send in yet another way."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"] if statement.Sid == "Inbox"][0] == "arn:aws:s3:::weir-bucket"
    error_message = "Another bucket may put messages on the queue."
  }
  assert {
    condition = (
      [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"] if statement.Principal == { Service = "events.amazonaws.com" } && statement.Action == "sqs:SendMessage"]
      == ["arn:aws:events:eu-central-1:123456789012:rule/weir-sweep"]
    )
    error_message = "The sweeper may not put its message on the queue, or another rule may."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.weir.policy).Statement[0].Effect == "Deny" && jsondecode(aws_s3_bucket_policy.weir.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "The bucket takes requests without TLS."
  }
  assert {
    condition = { for statement in jsondecode(module.processor.release_policy).Statement : statement.Sid => { actions = statement.Action, resources = statement.Resource } if !contains(["Logs", "Traces"], statement.Sid) } == {
      See = {
        actions   = ["lambda:GetFunctionConfiguration", "lambda:ListVersionsByFunction", "lambda:ListAliases"]
        resources = [for name in ["weir-worker", "weir-ingest", "weir-worker:*", "weir-ingest:*"] : "arn:aws:lambda:eu-central-1:123456789012:function:${name}"]
      }
      Call  = { actions = ["lambda:InvokeFunction"], resources = [for name in ["weir-worker:*", "weir-ingest:*"] : "arn:aws:lambda:eu-central-1:123456789012:function:${name}"] }
      Prune = { actions = ["lambda:DeleteFunction"], resources = [for name in ["weir-worker:*", "weir-ingest:*"] : "arn:aws:lambda:eu-central-1:123456789012:function:${name}"] }
    }
    error_message = "The release function may do something else than see, call and delete versions of both functions; without a version it could delete a function."
  }
}

run "secrets_at_the_door" {
  command = apply

  variables {
    secret_key_arns = ["arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"]
    sources         = <<-JSON
      {"github": {"scheme": "github", "secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:github-AbCdEf"},
       "quiet": {"scheme": "zoom", "secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:quiet-AbCdEf"},
       "zoom": {"scheme": "zoom", "secret": "managed", "handshake": {"zoom": {}}},
       "xero": {"scheme": "xero", "secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:xero-AbCdEf", "verify": "at-the-door"},
       "own": {"scheme": "github", "secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:own-AbCdEf", "handshake": [{"method": "GET", "if": {"?t": true}, "echo": "?t", "answer": {"json": {"a": "{hmac}"}}, "hmac": {"encoding": "hex"}}]},
       "discord": {"scheme": "discord", "publicKey": "06053559b8a416529e73e3d0a2fb243d2fcad20d4d11430cd805430700a73cbf"},
       "tokens": {"scheme": {"preset": "pubsub", "audience": "me"}}}
    JSON
  }

  # The one managed secret is Zoom's; the mocked provider calls each of them so.
  assert {
    condition = toset(flatten([for statement in jsondecode(module.ingest.policy).Statement : statement.Resource if contains(statement.Action, "secretsmanager:GetSecretValue")])) == toset([
      for name in ["weir/github-AbCdEf", "xero-AbCdEf", "own-AbCdEf"] : "arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}"
    ])
    error_message = "The door may read another secret than those of a signed handshake and of what is verified at the door, or not all of them."
  }
  assert {
    condition     = jsonencode([for statement in jsondecode(module.ingest.policy).Statement : [statement.Resource, statement.Condition.StringLike["kms:ViaService"]] if statement.Sid == "SecretKeys"]) == jsonencode([[var.secret_key_arns, ["secretsmanager.*"]]])
    error_message = "The door may not decrypt secrets of another key, or may decrypt more than secrets."
  }
  assert {
    condition     = toset(keys(aws_secretsmanager_secret.source)) == toset(["zoom"])
    error_message = "A secret is made for a source whose keys are elsewhere, or not for one that has one."
  }
}

run "no_secret_at_the_door" {
  command = apply

  variables {
    secret_key_arns = ["arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"]
  }

  assert {
    condition     = length(setintersection([for statement in jsondecode(module.ingest.policy).Statement : statement.Sid], ["Secrets", "SecretKeys"])) == 0
    error_message = "The door may read a secret although no source needs one there."
  }
}

run "trust" {
  command = apply

  variables {
    sources = <<-JSON
      {"orders": {"scheme": "sns", "trust": "queue", "topics": ["arn:aws:sns:eu-central-1:123456789012:orders.fifo", "arn:aws:sns:eu-west-1:999999999999:far.fifo"]},
       "budgets": {"scheme": "sns", "topics": ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"], "accounts": ["888888888888"]}}
    JSON
  }

  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"] if statement.Sid == "TrustedTopics"] == [["arn:aws:sns:eu-central-1:123456789012:orders.fifo", "arn:aws:sns:eu-west-1:999999999999:far.fifo"]]
    error_message = "Not exactly the topics that are believed without a signature may put messages on the queue."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnLike["aws:SourceArn"] if statement.Sid == "Topics"] == [["arn:aws:sns:eu-central-1:123456789012:budgets"]]
    error_message = "Someone else's topic could put a message on the queue that is believed without a signature, or what the door could not take is lost."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Sid if statement.Principal == { Service = "sns.amazonaws.com" }] == ["Topics", "TrustedTopics"]
    error_message = "SNS may send in yet another way."
  }
  assert {
    condition     = keys(aws_sns_topic_subscription.door) == ["arn:aws:sns:eu-central-1:123456789012:budgets"] && keys(aws_sns_topic_subscription.queue) == ["arn:aws:sns:eu-central-1:123456789012:orders.fifo"]
    error_message = "A FIFO topic is subscribed by HTTPS, which SNS refuses, or not to the queue."
  }
  assert {
    condition     = alltrue([for subscription in aws_sns_topic_subscription.queue : subscription.protocol == "sqs" && subscription.endpoint == "arn:aws:sqs:eu-central-1:123456789012:weir" && subscription.raw_message_delivery == false])
    error_message = "A FIFO topic delivers to something else than the queue, or without the envelope that the worker reads."
  }
}
