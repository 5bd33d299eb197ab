# What is set aside. Whoever looks through such a queue receives its messages, and then they are in flight: by those that are visible
# alone, each look of an operator would end the alarm and raise it anew.
resource "aws_cloudwatch_metric_alarm" "set_aside" {
  for_each = {
    dead-letters = { queue = module.processor.dead_letter_queue.name, what = "Messages lie in the dead-letter queue: nobody processes them until they are retried." }
    unproven     = { queue = module.processor.unproven_queue.name, what = "Messages whose proof could not be decided in time lie in their queue: nobody processes them until they are retried." }
  }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.what} ${local.runbook}${each.key}"
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic_arn]
  ok_actions          = [local.alarm_topic_arn]

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
  alarm_description   = "Messages have been retried for an hour: something that the worker needs has been down for as long. ${local.runbook}retrying"
  evaluation_periods  = 12
  datapoints_to_alarm = 12
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic_arn]
  ok_actions          = [local.alarm_topic_arn]

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
