# What operators can know and do, read with a mocked provider.
mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.processor.aws_sqs_queue.listen
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir-listen", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir-listen" }
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
  event_bus     = "orders"
  sources       = <<-JSON
    {"shop": {"scheme": "shopify", "secret": "managed", "actions": ["archive", {"http": {"url": "https://x.example", "secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:target-AbCdEf"}}]},
     "github": {"scheme": "github", "secret": "managed"},
     "own": {"scheme": {"header": "x-sig", "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{body}", "equalBodies": "same"}, "secret": "managed", "actions": ["eventbridge"]}}
  JSON
}

run "operators" {
  command = apply

  assert {
    condition     = aws_ssm_parameter.deployment.name == "/weir/weir" && aws_ssm_parameter.deployment.type == "String" && jsondecode(aws_ssm_parameter.deployment.value).account == "123456789012" && jsondecode(aws_ssm_parameter.deployment.value).region == "eu-central-1" && jsondecode(aws_ssm_parameter.deployment.value).bucket == "weir-bucket"
    error_message = "The deployment does not say where it is."
  }
  assert {
    condition = jsondecode(aws_ssm_parameter.deployment.value).queues == { for key, name in { queue = "weir", retry = "weir-retry", retry-unproven = "weir-retry-unproven", dead = "weir-dead-letters", unproven = "weir-unproven" } :
      key => "https://sqs.eu-central-1.amazonaws.com/123456789012/${name}"
    }
    error_message = "The deployment does not name its queues, or one that it has not."
  }
  assert {
    condition     = { for name, source in jsondecode(aws_ssm_parameter.deployment.value).sources : name => [source.scheme, source.url, join(" ", source.actions)] } == { shop = ["shopify", "https://api.example/shop", "archive http"], github = ["github", "https://api.example/github", "archive"], own = ["own", "https://api.example/own", "eventbridge"] }
    error_message = "The deployment does not describe its sources."
  }
  assert {
    condition     = jsondecode(aws_ssm_parameter.deployment.value).operatorKey == "arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir-operator-key-AbCdEf" && module.processor.environment["WEIR_OPERATOR_KEY"] == jsondecode(aws_ssm_parameter.deployment.value).operatorKey
    error_message = "Operators and worker do not mean the same key."
  }
  assert {
    condition     = aws_secretsmanager_secret_version.operator[0].secret_string == null && aws_secretsmanager_secret_version.operator[0].secret_string_wo_version == 1
    error_message = "The operator key lies in the state, or is not made."
  }
  assert {
    condition     = toset(keys(jsondecode(aws_ssm_parameter.deployment.value).logs)) == toset(["ingest", "worker"])
    error_message = "The deployment does not name its log groups."
  }

  # Who sees changes nothing.
  assert {
    condition = toset(flatten([for statement in jsondecode(output.operator_read_policy_json).Statement : statement.Action])) == toset([
      "ssm:GetParameter", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "s3:GetObject", "s3:ListBucket", "logs:StartQuery", "logs:FilterLogEvents",
      "logs:GetQueryResults", "logs:StopQuery",
    ])
    error_message = "Who may see may do something else."
  }
  assert {
    condition     = toset(flatten([for statement in jsondecode(output.operator_read_policy_json).Statement : statement.Resource if contains(statement.Action, "sqs:ReceiveMessage")])) == toset([for queue in ["weir-dead-letters", "weir-unproven"] : "arn:aws:sqs:eu-central-1:123456789012:${queue}"])
    error_message = "Who may see takes messages from the worker's own queues, or cannot see what is dead or unproven."
  }
  assert {
    condition     = alltrue([for statement in jsondecode(output.operator_read_policy_json).Statement : !contains(statement.Action, "s3:GetObject") || statement.Resource == [for prefix in ["archive", "inbox"] : "arn:aws:s3:::weir-bucket/${prefix}/*"]])
    error_message = "Who may see reads other objects than bodies."
  }
  assert {
    condition = toset(flatten([for statement in jsondecode(output.operator_write_policy_json).Statement : statement.Action])) == toset([
      "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:SendMessage", "s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion",
      "s3:ListBucketVersions", "secretsmanager:GetSecretValue",
    ])
    error_message = "Who may change may do something else than retry, replay, remove and purge."
  }
  assert {
    condition = (
      [for statement in jsondecode(output.operator_write_policy_json).Statement : statement.Resource if contains(statement.Action, "sqs:SendMessage")] == [["arn:aws:sqs:eu-central-1:123456789012:weir"]]
      && [for statement in jsondecode(output.operator_write_policy_json).Statement : statement.Resource if contains(statement.Action, "s3:PutObject")] == [["arn:aws:s3:::weir-bucket/inbox/*"]]
      && [for statement in jsondecode(output.operator_write_policy_json).Statement : statement.Resource if contains(statement.Action, "secretsmanager:GetSecretValue")] == [["arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir-operator-key-AbCdEf"]]
    )
    error_message = "Who may change sends or writes elsewhere, or reads the secrets of sources."
  }
  assert {
    condition     = alltrue(flatten([for policy in [output.operator_read_policy_json, output.operator_write_policy_json] : [for statement in jsondecode(policy).Statement : statement.Sid == "Answers" || !contains(statement.Resource, "*")]]))
    error_message = "An operator has every resource where an ARN exists."
  }
  assert {
    condition     = !contains(keys(module.processor.environment), "WEIR_LISTEN_URL") && module.processor.listen_queue == []
    error_message = "There is a queue for those who listen although nobody wanted one."
  }
}

run "listening" {
  command = apply

  variables {
    listen_queue = true
  }

  assert {
    condition     = module.processor.environment["WEIR_LISTEN_URL"] == "https://sqs.eu-central-1.amazonaws.com/123456789012/weir-listen" && jsondecode(aws_ssm_parameter.deployment.value).queues.listen == module.processor.environment["WEIR_LISTEN_URL"]
    error_message = "Worker and operators do not mean the same queue."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : [statement.Action, statement.Resource] if statement.Sid == "Listen"] == [[["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:123456789012:weir-listen"]]]
    error_message = "The worker may not copy what is proven to those who listen."
  }
  assert {
    condition     = toset(flatten([for statement in jsondecode(output.operator_read_policy_json).Statement : statement.Resource if contains(statement.Action, "sqs:ReceiveMessage")])) == toset([for queue in ["weir-dead-letters", "weir-unproven", "weir-listen"] : "arn:aws:sqs:eu-central-1:123456789012:${queue}"])
    error_message = "Who listens may not see what is there."
  }
}
