# What a deployment is given of its account: keys, layers, a VPC, buses, statements.
mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.processor.aws_cloudwatch_event_rule.inbox
  values = { arn = "arn:aws:events:eu-central-1:123456789012:rule/weir-inbox" }
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
  sources = {
    github = { scheme = "github", secret = "managed", actions = ["chat", { http = { url = "https://target.example", secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:target-AbCdEf" } }] }
    shop   = { scheme = "shopify", actions = [{ eventbridge = { bus = "shop" } }, { eventbridge = { bus = "arn:aws:events:eu-west-1:210987654321:event-bus/far" } }] }
  }
  secrets     = { shop = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf" }
  own_actions = ["chat"]
}

run "what_actions_need" {
  command = apply

  assert {
    condition = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if statement.Sid == "Secrets"][0] == [
      for name in ["weir/github-AbCdEf", "shop-AbCdEf", "target-AbCdEf", "weir-operator-key-AbCdEf"] : "arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}"
    ]
    error_message = "The worker may not read a secret: one beside the sources, or one that an action signs by."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if statement.Sid == "Bus"][0] == ["arn:aws:events:eu-central-1:123456789012:event-bus/shop", "arn:aws:events:eu-west-1:210987654321:event-bus/far"]
    error_message = "The worker may not put events on a bus that an action names."
  }
  assert {
    condition     = keys(aws_secretsmanager_secret.source) == ["github"]
    error_message = "A secret is made for a source that has one."
  }
}

run "nothing_given" {
  command = apply

  assert {
    condition     = length(setintersection([for statement in jsondecode(module.processor.policy).Statement : statement.Sid], ["Vpc", "SecretKeys"])) == 0
    error_message = "A function without a VPC may make interfaces, or decrypt by a key that is not given."
  }
  # An account has one list of these for all regions.
  assert {
    condition     = alltrue([for name in [module.ingest.role.name, aws_iam_policy.operator_read.name, aws_iam_policy.operator_write.name, aws_s3_bucket.weir.bucket, aws_cloudwatch_dashboard.weir.dashboard_name] : startswith(name, "weir-") && endswith(name, "eu-central-1")])
    error_message = "One name in two regions is taken twice."
  }
  assert {
    condition     = length(aws_s3_bucket_notification.inbox) == 1
    error_message = "The queue does not hear of the inbox."
  }
  assert {
    condition     = module.ingest.function.reserved_concurrent_executions == -1 && module.ingest.role.path == "/"
    error_message = "A function has reserved concurrency that nobody wanted, or its role a path."
  }
}

run "all_given" {
  command = apply

  variables {
    layers                  = ["arn:aws:lambda:eu-central-1:123456789012:layer:chat:3"]
    extra_environment       = { CHAT_ROOM = "ops" }
    extra_policy_statements = { ExtraChat = { actions = ["sqs:SendMessage"], resources = ["arn:aws:sqs:eu-central-1:123456789012:chat"] } }
    vpc                     = { subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }
    reserved_concurrency    = { ingest = 50, worker = 14 }
    role_path               = "/weir/"
    secret_key_arns         = ["arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"]
    inbox_events            = "eventbridge"
    extra_queue_policy_statements = [
      { Sid = "Partner", Effect = "Allow", Principal = { AWS = "210987654321" }, Action = "sqs:GetQueueUrl", Resource = "*" },
    ]
  }

  assert {
    condition     = join(" ", module.processor.function.layers) == "arn:aws:lambda:eu-central-1:123456789012:layer:chat:3" && module.processor.environment["CHAT_ROOM"] == "ops" && length(coalesce(module.ingest.function.layers, [])) == 0
    error_message = "The worker has not the layer or the environment of an action of your own, or the door has them."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if statement.Sid == "ExtraChat"][0] == ["arn:aws:sqs:eu-central-1:123456789012:chat"]
    error_message = "The worker may not do what an action of your own needs."
  }
  assert {
    condition     = module.processor.function.vpc_config[0].subnet_ids == toset(["subnet-1", "subnet-2"]) && module.processor.function.vpc_config[0].security_group_ids == toset(["sg-1"]) && length(module.ingest.function.vpc_config) == 0
    error_message = "The worker is not in the VPC, or the door is."
  }
  assert {
    condition     = contains(flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Action if statement.Sid == "Vpc"]), "ec2:CreateNetworkInterface")
    error_message = "Lambda may not make the interfaces of a VPC."
  }
  assert {
    condition     = module.ingest.function.reserved_concurrent_executions == 50 && module.processor.function.reserved_concurrent_executions == 14
    error_message = "Reserved concurrency is another than wanted."
  }
  assert {
    condition     = module.ingest.role.path == "/weir/"
    error_message = "The roles have another path."
  }
  assert {
    condition     = jsonencode([for statement in jsondecode(module.processor.policy).Statement : [statement.Resource, statement.Condition.StringLike["kms:ViaService"]] if statement.Sid == "SecretKeys"]) == jsonencode([[var.secret_key_arns, ["secretsmanager.*"]]])
    error_message = "The worker may not decrypt secrets of another key, or may decrypt more than secrets."
  }
  assert {
    condition     = contains([for statement in jsondecode(module.processor.queue_policy).Statement : statement.Sid], "Partner")
    error_message = "The queue's policy has not the statement given."
  }
  assert {
    condition     = length(aws_s3_bucket_notification.inbox) == 0 && jsondecode(module.processor.inbox_rule[0].event_pattern).detail == { bucket = { name = ["weir-bucket"] }, object = { key = [{ prefix = "inbox/" }] } }
    error_message = "The bucket's notifications are taken although EventBridge tells of the inbox, or it tells of other objects."
  }
  # As EventBridge fills it in: each value in quotes of its own.
  assert {
    condition = jsondecode(replace(replace(module.processor.inbox_target[0].input_transformer[0].input_template, "<bucket>", jsonencode("weir-bucket")), "<key>", jsonencode("inbox/a/b"))) == {
      Records = [{ eventSource = "aws:s3", eventName = "ObjectCreated:Put", s3 = { bucket = { name = "weir-bucket" }, object = { key = "inbox/a/b" } } }]
    }
    error_message = "EventBridge does not tell of the inbox in the words that the worker reads."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"] if statement.Sid == "InboxEvents"] == ["arn:aws:events:eu-central-1:123456789012:rule/weir-inbox"]
    error_message = "EventBridge may not send to the queue, or for any rule."
  }
}

run "wrong_values" {
  command = plan

  variables {
    layers                        = ["chat"]
    extra_environment             = { WEIR_SOURCES = "x" }
    extra_policy_statements       = { Secrets = { actions = ["s3:*"], resources = ["*"] } }
    extra_queue_policy_statements = [{ Effect = "Allow" }]
    vpc                           = { subnet_ids = [], security_group_ids = ["sg-1"] }
    reserved_concurrency          = { worker = 13 }
    role_path                     = "weir"
    secret_key_arns               = ["alias/x"]
    inbox_events                  = "sns"
    alarm_topic                   = { arn = "arn:aws:sns:eu-central-1:123456789012:alarms.fifo" }
  }
  expect_failures = [
    var.layers, var.extra_environment, var.extra_policy_statements, var.extra_queue_policy_statements, var.vpc, var.reserved_concurrency, var.role_path, var.secret_key_arns, var.inbox_events, var.alarm_topic,
  ]
}

run "a_door_that_is_closed" {
  command = plan

  variables {
    reserved_concurrency = { ingest = 0 }
  }
  expect_failures = [var.reserved_concurrency]
}
