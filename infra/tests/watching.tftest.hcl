# What raises an alarm, read from the plan with a mocked provider.
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
  runbook_url       = "https://runbooks.example/weir.md"
  sources           = <<-JSON
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
      ingest-throttles = tomap({ FunctionName = "weir-ingest", Resource = "weir-ingest:live" })
      release-errors   = tomap({ FunctionName = "weir-release" })
      door-faults      = tomap({ ApiId = "api" })
      door-refused     = tomap({ ApiId = "api" })
      door-slow        = tomap({ ApiId = "api" })
      spills           = tomap({ reason = "queue-down" })
      rejected         = tomap({ Outcome = "Rejected" })
    }
    error_message = "An alarm watches something that does not exist."
  }
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.weir : name => join(" ", [alarm.namespace, alarm.metric_name, coalesce(alarm.statistic, alarm.extended_statistic), ">", alarm.threshold, "in", alarm.datapoints_to_alarm, "of", alarm.evaluation_periods, "x", alarm.period]) } == {
      old-messages     = "AWS/SQS ApproximateAgeOfOldestMessage Maximum > 900 in 5 of 5 x 60"
      worker-errors    = "AWS/Lambda Errors Sum > 0 in 1 of 1 x 60"
      worker-throttles = "AWS/Lambda Throttles Sum > 0 in 5 of 5 x 60"
      ingest-throttles = "AWS/Lambda Throttles Sum > 0 in 1 of 1 x 60"
      release-errors   = "AWS/Lambda Errors Sum > 0 in 1 of 1 x 300"
      door-faults      = "AWS/ApiGateway 5xx Sum > 0 in 1 of 1 x 60"
      door-refused     = "AWS/ApiGateway 4xx Sum > 100 in 1 of 1 x 300"
      door-slow        = "AWS/ApiGateway Latency p99 > 3000 in 2 of 2 x 300"
      door-throttles   = "Weir/weir Throttled Sum > 0 in 1 of 1 x 60"
      spills           = "Weir/weir Spills Sum > 0 in 1 of 1 x 60"
      rejected         = "Weir/weir Records Sum > 100 in 1 of 1 x 300"
      breaker-open     = "Weir/weir BreakerOpen Maximum > 0 in 1 of 3 x 300"
      inbox-old        = "Weir/weir InboxOld Maximum > 0 in 2 of 2 x 600"
    }
    error_message = "An alarm is raised by something else than its section in docs/runbook.md says."
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.throttled[0].log_group_name == aws_cloudwatch_log_group.door[0].name && aws_cloudwatch_log_metric_filter.throttled[0].pattern == "{ $.status = \"429\" }" && one(aws_cloudwatch_log_metric_filter.throttled[0].metric_transformation).name == aws_cloudwatch_metric_alarm.weir["door-throttles"].metric_name && one(aws_cloudwatch_log_metric_filter.throttled[0].metric_transformation).namespace == aws_cloudwatch_metric_alarm.weir["door-throttles"].namespace && jsondecode(one(aws_apigatewayv2_stage.default[0].access_log_settings).format).status == "$context.status"
    error_message = "What the door throttles is not counted from its access log, as the alarm expects."
  }
  assert {
    condition = alltrue([for namespace in [
      aws_cloudwatch_metric_alarm.weir["rejected"].namespace, aws_cloudwatch_metric_alarm.weir["breaker-open"].namespace,
      module.ingest.function.environment[0].variables["WEIR_METRICS_NAMESPACE"], module.processor.environment["WEIR_METRICS_NAMESPACE"],
    ] : namespace == "Weir/weir"])
    error_message = "Alarms do not watch the namespace that the functions write to."
  }
  assert {
    condition = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.weir), values(aws_cloudwatch_metric_alarm.source), values(aws_cloudwatch_metric_alarm.set_aside), [aws_cloudwatch_metric_alarm.retrying]) :
      toset(alarm.alarm_actions) == toset([local.alarm_topic_arn]) && alarm.ok_actions == alarm.alarm_actions && alarm.treat_missing_data == "notBreaching"
    ])
    error_message = "An alarm tells nobody, or does not say when it is over."
  }
  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.weir : endswith(alarm.alarm_description, " https://runbooks.example/weir.md#${name}")]) && alltrue([for alarm in aws_cloudwatch_metric_alarm.source : endswith(alarm.alarm_description, " https://runbooks.example/weir.md#rejected-source")])
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
    condition = { for widget in jsondecode(aws_cloudwatch_dashboard.weir.dashboard_body).widgets : widget.properties.metrics[0][0].id => widget.properties.metrics[0][0].expression if can(widget.properties.metrics[0][0].expression) } == {
      retries  = "SEARCH('{\"Weir/weir\",Source} MetricName=\"Retries\"', 'Sum', 60)"
      rejected = "SEARCH('{\"Weir/weir\",Source} MetricName=\"Rejected\"', 'Average', 300)"
      breakers = "SEARCH('{\"Weir/weir\",Downstream} MetricName=\"BreakerOpen\"', 'Maximum', 60)"
    }
    error_message = "The dashboard does not show sources and downstreams by the dimensions that the worker counts them by."
  }
  assert {
    condition     = aws_cloudwatch_dashboard.weir.dashboard_name == "weir-eu-central-1"
    error_message = "Dashboards are one list for all regions of an account: one name in two regions would be one dashboard."
  }
  assert {
    condition = toset(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.weir.dashboard_body).widgets : [for metric in widget.properties.metrics : "${metric[1]} ${metric[3]}"] if startswith(widget.properties.title, "Slow lanes")])) == toset(flatten([
      for lane in ["weir-retry", "weir-retry-unproven"] : [for count in ["Visible", "NotVisible", "Delayed"] : "ApproximateNumberOfMessages${count} ${lane}"]
    ]))
    error_message = "The dashboard does not show every message of both lanes."
  }
  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.source : name => alarm.alarm_name } == { budgets = "weir-rejected-budgets", github = "weir-rejected-github" }
    error_message = "Not each source has an alarm of its own."
  }
  assert {
    condition = alltrue([for alarm in aws_cloudwatch_metric_alarm.source :
      { for query in alarm.metric_query : query.id => query.expression if query.expression != null } == { rejects = "IF(ended >= 3 AND share >= 0.9, 1, 0)" } && [for query in alarm.metric_query : query.id if query.return_data == true] == ["rejects"] && alarm.threshold == 0
    ])
    error_message = "The alarm of a source is not raised by nine of ten requests, or not by three."
  }
  assert {
    condition = { for query in aws_cloudwatch_metric_alarm.source["github"].metric_query : query.id => join(" ", [query.metric[0].namespace, query.metric[0].metric_name, query.metric[0].dimensions["Source"], query.metric[0].stat, query.metric[0].period]) if length(query.metric) > 0 } == {
      ended = "Weir/weir Rejected github SampleCount 900"
      share = "Weir/weir Rejected github Average 900"
    }
    error_message = "The alarm of a source does not watch 15 minutes of what the worker counts."
  }
  assert {
    condition     = alltrue([for name in concat(keys(aws_cloudwatch_metric_alarm.weir), keys(aws_cloudwatch_metric_alarm.set_aside), ["rejected-source", "retrying"]) : strcontains(file("../docs/runbook.md"), "\n## ${name}\n")])
    error_message = "An alarm has no section in docs/runbook.md."
  }
}

# docs/performance.md says what a deployment of one source costs by these numbers.
run "costs" {
  command = plan

  variables {
    sources = "{\"github\": {\"scheme\": \"github\", \"secret\": \"managed\"}}"
  }

  assert {
    condition = strcontains(file("../benchmarks/src/main/java/io/weir/benchmarks/functions/Load.java"), " ALARM_METRICS = ${length(aws_cloudwatch_metric_alarm.weir) + sum([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.source), values(aws_cloudwatch_metric_alarm.set_aside), [aws_cloudwatch_metric_alarm.retrying]) : length([for query in alarm.metric_query : query if length(query.metric) > 0])
    ])};")
    error_message = "The alarms look at another number of metrics than the costs say."
  }
  assert {
    condition     = strcontains(file("../benchmarks/src/main/java/io/weir/benchmarks/functions/Load.java"), " SECRETS = ${length(aws_secretsmanager_secret.source) + 1};") && strcontains(file("../benchmarks/src/main/java/io/weir/benchmarks/functions/Load.java"), " POLLED_QUEUES = ${1 + length(module.processor.lane_event_sources)};")
    error_message = "There is another number of secrets or polled queues than the costs say."
  }
  assert {
    condition     = strcontains(file("../benchmarks/src/main/java/io/weir/benchmarks/functions/Load.java"), " BATCH = ${var.batch_size};") && alltrue([for memory in [var.ingest_memory_mb, var.worker_memory_mb] : strcontains(file("../benchmarks/src/main/java/io/weir/benchmarks/functions/Load.java"), " MEMORY_MB = ${memory};")]) && module.processor.sweep.rule.schedule_expression == "rate(5 minutes)" && var.front_door == "http_api" && var.architecture == "arm64"
    error_message = "The costs are those of other defaults."
  }
}

# What AWS calls the same of a function URL, which throttles by the function's concurrency alone.
run "function_url" {
  command = plan

  variables {
    front_door = "function_url"
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.weir : name => "${alarm.namespace} ${alarm.metric_name}" if startswith(name, "door-") } == {
      door-faults  = "AWS/Lambda Url5xxCount"
      door-refused = "AWS/Lambda Url4xxCount"
      door-slow    = "AWS/Lambda UrlRequestLatency"
    }
    error_message = "The alarms of a function URL watch something that it does not count."
  }
}

run "own_alarm_topic" {
  command = plan

  variables {
    alarm_topic  = { arn = "arn:aws:sns:eu-central-1:123456789012:on-call" }
    alarm_emails = ["ops@example.com"]
  }

  assert {
    condition     = length(aws_sns_topic.alarms) == 0 && length(aws_sns_topic_policy.alarms) == 0 && length(aws_sns_topic_subscription.alarms) == 0 && output.alarm_topic_arn == "arn:aws:sns:eu-central-1:123456789012:on-call"
    error_message = "A topic is made, or written to, although one is given."
  }
  assert {
    condition = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.weir), values(aws_cloudwatch_metric_alarm.source), values(aws_cloudwatch_metric_alarm.set_aside), [aws_cloudwatch_metric_alarm.retrying]) :
      toset(alarm.alarm_actions) == toset(["arn:aws:sns:eu-central-1:123456789012:on-call"]) && alarm.ok_actions == alarm.alarm_actions
    ])
    error_message = "An alarm does not tell the topic that is given."
  }
}

run "large_requests" {
  command = plan

  variables {
    spill_alarm_threshold = 10
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.weir["spills-large"].threshold == 10 && aws_cloudwatch_metric_alarm.weir["spills-large"].dimensions["reason"] == "spilled" && strcontains(file("../docs/runbook.md"), "\n## spills-large\n")
    error_message = "Requests that are too large for the queue raise no alarm, or one without a section."
  }
}

# A link that is no URL leads nowhere from a mail.
run "no_runbook_url" {
  command = plan

  variables {
    runbook_url = null
  }

  assert {
    condition     = endswith(aws_cloudwatch_metric_alarm.weir["spills"].alarm_description, " In docs/runbook.md: spills")
    error_message = "Without a URL an alarm does not name its section."
  }
}

run "runbook_path" {
  command = plan

  variables {
    runbook_url = "docs/runbook.md"
  }

  expect_failures = [var.runbook_url]
}
