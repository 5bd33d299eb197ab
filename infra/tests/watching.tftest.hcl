# What raises an alarm, read from the plan with a mocked provider.
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

run "watching" {
  command = apply

  assert {
    condition = alltrue([for name in ["dead-letters", "unproven"] : [for alarm in [aws_cloudwatch_metric_alarm.weir[name]] :
      alarm.metric_name == "ApproximateNumberOfMessagesVisible" && alarm.dimensions["QueueName"] == "weir-${name}" && alarm.statistic == "Maximum" && alarm.threshold == 0 && alarm.period == 60
    ][0]])
    error_message = "One dead letter or one unproven message raises no alarm."
  }
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.weir : name => alarm.dimensions if alarm.dimensions != null } == {
      dead-letters     = tomap({ QueueName = "weir-dead-letters" })
      unproven         = tomap({ QueueName = "weir-unproven" })
      old-messages     = tomap({ QueueName = "weir" })
      worker-errors    = tomap({ FunctionName = "weir-worker", Resource = "weir-worker:live" })
      worker-throttles = tomap({ FunctionName = "weir-worker", Resource = "weir-worker:live" })
      door-faults      = tomap({ ApiId = "api" })
      door-slow        = tomap({ FunctionName = "weir-ingest", Resource = "weir-ingest:live" })
      rejected         = tomap({ Outcome = "Rejected" })
    }
    error_message = "An alarm watches something that does not exist."
  }
  assert {
    condition = alltrue([for namespace in [
      aws_cloudwatch_metric_alarm.weir["rejected"].namespace, aws_cloudwatch_metric_alarm.weir["breaker-open"].namespace,
      module.ingest.function.environment[0].variables["WEIR_METRICS_NAMESPACE"], module.processor.environment["WEIR_METRICS_NAMESPACE"],
    ] : namespace == "Weir/weir"])
    error_message = "Alarms do not watch the namespace that the functions write to."
  }
  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.weir : length(alarm.alarm_actions) == 1 && alarm.ok_actions == alarm.alarm_actions && alarm.treat_missing_data == "notBreaching" && endswith(alarm.alarm_description, "#${name}")])
    error_message = "An alarm tells nobody, does not say when it is over, or does not name its section in the runbook."
  }
  assert {
    condition     = alltrue([for name in keys(aws_cloudwatch_metric_alarm.weir) : strcontains(file("../docs/runbook.md"), "\n## ${name}\n")])
    error_message = "An alarm has no section in docs/runbook.md."
  }
}
