resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn # CloudWatch must be allowed to use it, or alarms vanish
  tags              = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Alarms"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alarms.arn
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-*" }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alarm_emails)

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

locals {
  ingest_dimensions = { FunctionName = module.ingest.function.function_name, Resource = "${module.ingest.function.function_name}:${module.ingest.alias.name}" }
  worker_dimensions = { FunctionName = module.processor.function_name, Resource = "${module.processor.function_name}:${module.processor.alias}" }
  door_dimensions   = var.front_door == "http_api" ? { ApiId = aws_apigatewayv2_api.door[0].id } : local.ingest_dimensions

  # Each alarm has a section of its name in the runbook.
  alarms = {
    old-messages = {
      what       = "The oldest message has waited for its first attempts for more than 15 minutes: the worker does not keep up, or is not called."
      namespace  = "AWS/SQS"
      metric     = "ApproximateAgeOfOldestMessage"
      dimensions = { QueueName = module.processor.queue_name }
      statistic  = "Maximum"
      period     = 60
      periods    = 5
      threshold  = 900
    }
    worker-errors = {
      what       = "Whole invocations of the worker fail: a wrong configuration, no memory, or a time-out."
      namespace  = "AWS/Lambda"
      metric     = "Errors"
      dimensions = local.worker_dimensions
      statistic  = "Sum"
      period     = 60
      periods    = 1
      threshold  = 0
    }
    worker-throttles = {
      what       = "Invocations of the worker are throttled: the account's concurrency is used up."
      namespace  = "AWS/Lambda"
      metric     = "Throttles"
      dimensions = local.worker_dimensions
      statistic  = "Sum"
      period     = 60
      periods    = 5
      threshold  = 0
    }
    door-faults = {
      what       = "The door answers 5xx: neither queue nor bucket takes requests, or the ingest function fails."
      namespace  = var.front_door == "http_api" ? "AWS/ApiGateway" : "AWS/Lambda"
      metric     = var.front_door == "http_api" ? "5xx" : "Url5xxCount"
      dimensions = local.door_dimensions
      statistic  = "Sum"
      period     = 60
      periods    = 1
      threshold  = 0
    }
    door-slow = {
      what       = "One request in a hundred takes the door more than 3 s; SNS gives up after 15 s."
      namespace  = "AWS/Lambda"
      metric     = "Duration"
      dimensions = local.ingest_dimensions
      statistic  = "p99"
      period     = 300
      periods    = 2
      threshold  = 3000
    }
    rejected = {
      what       = "Many requests are rejected: someone forges, or a secret was rotated on one side only."
      namespace  = local.metrics
      metric     = "Records"
      dimensions = { Outcome = "Rejected" }
      statistic  = "Sum"
      period     = 300
      periods    = 1
      threshold  = var.rejected_alarm_threshold
    }
    breaker-open = {
      what       = "A circuit breaker of the worker has opened: a downstream fails, its records wait."
      namespace  = local.metrics
      metric     = "BreakerOpen"
      dimensions = null
      statistic  = "Sum"
      period     = 60
      periods    = 1
      threshold  = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "weir" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.what} ${var.runbook_url}#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = each.value.period
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = each.value.periods
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
  tags                = var.tags
}

# What is set aside. Whoever looks through such a queue receives its messages, and then they are in flight: by those that are visible
# alone, each look of an operator would end the alarm and raise it anew.
resource "aws_cloudwatch_metric_alarm" "set_aside" {
  for_each = {
    dead-letters = { queue = module.processor.dead_letter_queue.name, what = "Messages lie in the dead-letter queue: nobody processes them until they are retried." }
    unproven     = { queue = module.processor.unproven_queue.name, what = "Messages whose proof could not be decided in time lie in their queue: nobody processes them until they are retried." }
  }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.what} ${var.runbook_url}#${each.key}"
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "lying"
    label       = "messages in ${each.value.queue}"
    expression  = "FILL(visible, 0) + FILL(hidden, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { visible = "Visible", hidden = "NotVisible" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = "ApproximateNumberOfMessages${metric_query.value}"
        dimensions  = { QueueName = each.value.queue }
        stat        = "Maximum"
        period      = 60
      }
    }
  }

  tags = var.tags
}

# What waits in the lane for an hour on end is tried again and again: an outage that lasts, before anything is a dead letter. SQS leaves
# messages received three times or more out of the age of the oldest, so the lane's depth is watched: messages that can be received, are
# hidden until their next attempt, or were sent with a delay.
resource "aws_cloudwatch_metric_alarm" "retrying" {
  alarm_name          = "${var.name}-retrying"
  alarm_description   = "Messages have been retried for an hour: something that the worker needs has been down for as long. ${var.runbook_url}#retrying"
  evaluation_periods  = 12
  datapoints_to_alarm = 12
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "waiting"
    label       = "messages in ${module.processor.lanes["retry"].name}"
    expression  = "FILL(visible, 0) + FILL(hidden, 0) + FILL(delayed, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { visible = "Visible", hidden = "NotVisible", delayed = "Delayed" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = "ApproximateNumberOfMessages${metric_query.value}"
        dimensions  = { QueueName = module.processor.lanes["retry"].name }
        stat        = "Maximum"
        period      = 300
      }
    }
  }

  tags = var.tags
}

# A secret that was changed on one side only rejects everything of its source, and a source may send three requests a day. So each
# source with a shared secret has an alarm on the share of its requests that the signature rejects.
resource "aws_cloudwatch_metric_alarm" "signature" {
  for_each = toset([for name, source in local.given : name if can(source.secret)])

  alarm_name          = "${var.name}-rejected-${each.key}"
  alarm_description   = "Nine of ten requests of ${each.key}, three at least, are rejected by their signature: its secret is probably another here than at the sender. ${var.runbook_url}#rejected-source"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "rejects"
    label       = "${each.key}: rejected by signature"
    expression  = "IF(ended >= 3 AND FILL(signature, 0) >= 0.9 * ended, 1, 0)"
    return_data = true
  }

  # Retry is left out: such a record comes again, and counts once it has ended.
  metric_query {
    id         = "ended"
    expression = "FILL(done, 0) + FILL(dead, 0) + FILL(rejected, 0)"
  }

  dynamic "metric_query" {
    for_each = {
      done      = { Outcome = "Done" }
      dead      = { Outcome = "Dead" }
      rejected  = { Outcome = "Rejected" }
      signature = { Reason = "signature" }
    }

    content {
      id = metric_query.key

      metric {
        namespace   = local.metrics
        metric_name = "Records"
        dimensions  = merge({ Source = each.key }, metric_query.value)
        stat        = "Sum"
        period      = 900
      }
    }
  }

  tags = var.tags
}

locals {
  # From left to right as a request flows: door, queue, worker, dead letters; below that what is tried again.
  widgets = [
    { title = "Door: answers", metrics = [[local.metrics, "Requests", "Status", "200"], [".", ".", ".", "400"], [".", ".", ".", "403"], [".", ".", ".", "503"]], stat = "Sum" },
    { title = "Queue: waiting and in flight", metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", module.processor.queue_name], [".", "ApproximateNumberOfMessagesNotVisible", ".", "."]], stat = "Maximum" },
    { title = "Worker: outcomes", metrics = [[local.metrics, "Records", "Outcome", "Done"], [".", ".", ".", "Rejected"], [".", ".", ".", "Retry"], [".", ".", ".", "Dead"]], stat = "Sum" },
    { title = "Dead letters, unproven", metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", module.processor.dead_letter_queue.name], [".", ".", ".", module.processor.unproven_queue.name]], stat = "Maximum" },
    { title = "Door: duration p99", metrics = [["AWS/Lambda", "Duration", "FunctionName", module.ingest.function.function_name]], stat = "p99" },
    { title = "Queue: age of the oldest", metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", module.processor.queue_name]], stat = "Maximum" },
    { title = "Worker: duration p99, errors", metrics = [["AWS/Lambda", "Duration", "FunctionName", module.processor.function_name], [".", "Errors", ".", "."]], stat = "p99" },
    { title = "Slow lanes: waiting for another attempt", metrics = concat([for lane in values(module.processor.lanes) : [for count in ["Visible", "NotVisible", "Delayed"] : ["AWS/SQS", "ApproximateNumberOfMessages${count}", "QueueName", lane.name]]]...), stat = "Maximum" },
    { title = "Worker: retries by source and reason", metrics = [[{ id = "retries", label = "", expression = "SEARCH('{\"${local.metrics}\",Source,Reason} MetricName=\"Retries\"', 'Sum', 60)" }]], stat = "Sum" },
    { title = "Worker: age at success", metrics = [[local.metrics, "Age", "Outcome", "Done"]], stat = "Maximum" },
    { title = "Worker: breakers", metrics = [[local.metrics, "BreakerOpen"]], stat = "Sum" },
  ]
}

resource "aws_cloudwatch_dashboard" "weir" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for i, widget in local.widgets : {
      type   = "metric"
      x      = 6 * (i % 4)
      y      = 6 * floor(i / 4)
      width  = 6
      height = 6
      properties = {
        title   = widget.title
        metrics = widget.metrics
        stat    = widget.stat
        region  = local.region
        period  = 60
        view    = "timeSeries"
      }
    }]
  })
}
