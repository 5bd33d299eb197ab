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
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.set_aside : name => { for query in alarm.metric_query : query.id => [query.metric[0].metric_name, query.metric[0].dimensions["QueueName"], query.metric[0].stat, tostring(query.metric[0].period)] if length(query.metric) > 0 } } == {
      for name in ["dead-letters", "unproven"] : name => {
        visible = ["ApproximateNumberOfMessagesVisible", "weir-${name}", "Maximum", "60"]
        hidden  = ["ApproximateNumberOfMessagesNotVisible", "weir-${name}", "Maximum", "60"]
      }
    }
    error_message = "The alarm of what is set aside does not see messages that someone looks at."
  }
  assert {
    condition = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.set_aside :
      alarm.alarm_name == "weir-${name}" && alarm.threshold == 0 && alarm.evaluation_periods == 1 && one([for query in alarm.metric_query : query.expression if query.return_data == true]) == "FILL(visible, 0) + FILL(hidden, 0)" && endswith(alarm.alarm_description, "#${name}")
    ])
    error_message = "One dead letter or one unproven message raises no alarm."
  }
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.weir : name => alarm.dimensions if alarm.dimensions != null } == {
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
    condition = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.weir), values(aws_cloudwatch_metric_alarm.signature), values(aws_cloudwatch_metric_alarm.set_aside), [aws_cloudwatch_metric_alarm.retrying]) :
      toset(alarm.alarm_actions) == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == alarm.alarm_actions && alarm.treat_missing_data == "notBreaching"
    ])
    error_message = "An alarm tells nobody, or does not say when it is over."
  }
  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.weir : endswith(alarm.alarm_description, "#${name}")]) && alltrue([for alarm in aws_cloudwatch_metric_alarm.signature : endswith(alarm.alarm_description, "#rejected-source")])
    error_message = "An alarm does not name its section in the runbook."
  }
  assert {
    condition = { for query in aws_cloudwatch_metric_alarm.retrying.metric_query : query.id => [query.metric[0].metric_name, query.metric[0].dimensions["QueueName"], query.metric[0].stat, tostring(query.metric[0].period)] if length(query.metric) > 0 } == {
      visible = ["ApproximateNumberOfMessagesVisible", "weir-retry", "Maximum", "300"]
      hidden  = ["ApproximateNumberOfMessagesNotVisible", "weir-retry", "Maximum", "300"]
      delayed = ["ApproximateNumberOfMessagesDelayed", "weir-retry", "Maximum", "300"]
    }
    error_message = "The alarm of retries does not see every message of the lane."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.retrying.evaluation_periods == 12 && aws_cloudwatch_metric_alarm.retrying.datapoints_to_alarm == 12 && aws_cloudwatch_metric_alarm.retrying.threshold == 0 && one([for query in aws_cloudwatch_metric_alarm.retrying.metric_query : query.expression if query.return_data == true]) == "FILL(visible, 0) + FILL(hidden, 0) + FILL(delayed, 0)" && endswith(aws_cloudwatch_metric_alarm.retrying.alarm_description, "#retrying")
    error_message = "The alarm of retries is raised by less than an hour, or not by one."
  }
  assert {
    condition = [for widget in jsondecode(aws_cloudwatch_dashboard.weir.dashboard_body).widgets : widget.properties.metrics if strcontains(widget.properties.title, "retries")] == [
      [[{ expression = "SEARCH('{\"Weir/weir\",Source,Reason} MetricName=\"Retries\"', 'Sum', 60)", id = "retries", label = "" }]]
    ]
    error_message = "The dashboard does not show what is retried by the dimensions that the worker counts it by."
  }
  assert {
    condition = toset(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.weir.dashboard_body).widgets : [for metric in widget.properties.metrics : "${metric[1]} ${metric[3]}"] if startswith(widget.properties.title, "Slow lanes")])) == toset(flatten([
      for lane in ["weir-retry", "weir-retry-unproven"] : [for count in ["Visible", "NotVisible", "Delayed"] : "ApproximateNumberOfMessages${count} ${lane}"]
    ]))
    error_message = "The dashboard does not show every message of both lanes."
  }
  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.signature) == ["github"] && aws_cloudwatch_metric_alarm.signature["github"].alarm_name == "weir-rejected-github"
    error_message = "Not exactly the sources with a shared secret have an alarm of their own."
  }
  assert {
    condition = { for query in aws_cloudwatch_metric_alarm.signature["github"].metric_query : query.id => query.expression if query.expression != null } == {
      rejects = "IF(ended >= 3 AND FILL(signature, 0) >= 0.9 * ended, 1, 0)"
      ended   = "FILL(done, 0) + FILL(dead, 0) + FILL(rejected, 0)"
    }
    error_message = "The alarm of a source is not raised by nine of ten requests, or not by three."
  }
  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.signature["github"].metric_query : query.id if query.return_data == true] == ["rejects"] && aws_cloudwatch_metric_alarm.signature["github"].threshold == 0
    error_message = "The alarm of a source watches something else than its answer of 0 or 1."
  }
  assert {
    condition = { for query in aws_cloudwatch_metric_alarm.signature["github"].metric_query : query.id => query.metric[0].dimensions if length(query.metric) > 0 } == {
      done      = tomap({ Source = "github", Outcome = "Done" })
      dead      = tomap({ Source = "github", Outcome = "Dead" })
      rejected  = tomap({ Source = "github", Outcome = "Rejected" })
      signature = tomap({ Source = "github", Reason = "signature" })
    }
    error_message = "The alarm of a source counts something else than what its records ended with."
  }
  assert {
    condition = alltrue([for query in aws_cloudwatch_metric_alarm.signature["github"].metric_query : alltrue([for metric in query.metric :
      metric.namespace == "Weir/weir" && metric.metric_name == "Records" && metric.stat == "Sum" && metric.period == 900
    ])])
    error_message = "The alarm of a source does not watch 15 minutes of what the worker counts."
  }
  assert {
    condition     = alltrue([for name in concat(keys(aws_cloudwatch_metric_alarm.weir), keys(aws_cloudwatch_metric_alarm.set_aside), ["rejected-source", "retrying"]) : strcontains(file("../docs/runbook.md"), "\n## ${name}\n")])
    error_message = "An alarm has no section in docs/runbook.md."
  }
}
