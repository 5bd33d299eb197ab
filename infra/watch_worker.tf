locals {
  worker_dimensions = { FunctionName = module.processor.function_name, Resource = "${module.processor.function_name}:${module.processor.alias}" }

  worker_alarms = {
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
    release-errors = {
      what       = "The release function failed: a version of a function cannot be called, at an apply or when it was woken by the weekly schedule."
      namespace  = "AWS/Lambda"
      metric     = "Errors"
      dimensions = { FunctionName = module.processor.release.function_name }
      statistic  = "Sum"
      period     = 300
      periods    = 1
      threshold  = 0
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
    # The worker tells of an open breaker behind its batches, of which the sweeper's comes every five minutes. So the alarm lasts until a
    # quarter of an hour has gone without one.
    breaker-open = {
      what       = "A circuit breaker of the worker is open: a downstream fails, its records wait."
      namespace  = local.metrics
      metric     = "BreakerOpen"
      dimensions = null
      statistic  = "Maximum"
      period     = 300
      periods    = 3
      datapoints = 1
      threshold  = 0
    }
    # The sweeper counts every five minutes and tells the queue again of what it finds, so what was only forgotten is gone at its next run.
    # Two periods of ten minutes, as runs drift across the border of a shorter one.
    inbox-old = {
      what       = "Objects have lain under inbox/ for more than 15 minutes though the queue was told of them again: requests that were taken and are not processed."
      namespace  = local.metrics
      metric     = "InboxOld"
      dimensions = null
      statistic  = "Maximum"
      period     = 600
      periods    = 2
      threshold  = 0
    }
  }
}

# A secret that was changed on one side only rejects everything of its source, and a source may send three requests a day. So each
# source has an alarm on the share of its requests that are rejected. The worker counts 1 or 0 of each record that has ended: one that is
# tried again counts once it has.
resource "aws_cloudwatch_metric_alarm" "source" {
  for_each = toset(keys(local.given))

  alarm_name          = "${var.name}-rejected-${each.key}"
  alarm_description   = "Nine of ten requests of ${each.key}, three at least, are rejected: its secret is another here than at the sender, or what it sends is not what its scheme expects. ${local.runbook}rejected-source"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic_arn]
  ok_actions          = [local.alarm_topic_arn]
  tags                = var.tags

  metric_query {
    id          = "rejects"
    label       = "${each.key}: rejected"
    expression  = "IF(ended >= 3 AND share >= 0.9, 1, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { ended = "SampleCount", share = "Average" }

    content {
      id = metric_query.key

      metric {
        namespace   = local.metrics
        metric_name = "Rejected"
        dimensions  = { Source = each.key }
        stat        = metric_query.value
        period      = 900
      }
    }
  }
}
