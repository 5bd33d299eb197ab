locals {
  # From left to right as a request flows: door, queue, worker, dead letters; below that what is tried again, and what is out of order.
  widgets = [
    { title = "Door: answers", metrics = [[local.metrics, "Requests", "Status", "200"], [".", ".", ".", "400"], [".", ".", ".", "403"], [".", ".", ".", "404"], [".", ".", ".", "503"]], stat = "Sum" },
    { title = "Queue: waiting and in flight", metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", module.processor.queue_name], [".", "ApproximateNumberOfMessagesNotVisible", ".", "."]], stat = "Maximum" },
    { title = "Worker: outcomes", metrics = [[local.metrics, "Records", "Outcome", "Done"], [".", ".", ".", "Rejected"], [".", ".", ".", "Retry"], [".", ".", ".", "Dead"], [".", ".", ".", "Unproven"]], stat = "Sum" },
    { title = "Dead letters, unproven", metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", module.processor.dead_letter_queue.name], [".", ".", ".", module.processor.unproven_queue.name]], stat = "Maximum" },
    { title = "Door: latency p99", metrics = [concat([local.door_namespace, local.http_api ? "Latency" : "UrlRequestLatency"], flatten([for name, value in local.door_dimensions : [name, value]]))], stat = "p99" },
    { title = "Queue: age of the oldest", metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", module.processor.queue_name]], stat = "Maximum" },
    { title = "Worker: duration p99, errors", metrics = [["AWS/Lambda", "Duration", "FunctionName", module.processor.function_name], [".", "Errors", ".", "."]], stat = "p99" },
    { title = "Slow lanes: waiting for another attempt", metrics = concat([for lane in values(module.processor.lanes) : [for count in ["Visible", "NotVisible", "Delayed"] : ["AWS/SQS", "ApproximateNumberOfMessages${count}", "QueueName", lane.name]]]...), stat = "Maximum" },
    { title = "Worker: retries by source", metrics = [[{ id = "retries", label = "", expression = "SEARCH('{\"${local.metrics}\",Source} MetricName=\"Retries\"', 'Sum', 60)" }]], stat = "Sum" },
    { title = "Worker: share that is rejected, by source", metrics = [[{ id = "rejected", label = "", expression = "SEARCH('{\"${local.metrics}\",Source} MetricName=\"Rejected\"', 'Average', 300)" }]], stat = "Average" },
    { title = "Worker: age at success", metrics = [[local.metrics, "Age", "Outcome", "Done"]], stat = "Maximum" },
    { title = "Worker: breakers", metrics = [[{ id = "breakers", label = "", expression = "SEARCH('{\"${local.metrics}\",Downstream} MetricName=\"BreakerOpen\"', 'Maximum', 60)" }]], stat = "Maximum" },
    { title = "Inbox: spills, old objects", metrics = [[local.metrics, "Spills", "reason", "spilled"], [".", ".", ".", "queue-down"], [local.metrics, "InboxOld", { stat = "Maximum" }]], stat = "Sum" },
  ]
}

# Dashboards have no region: one name in two regions would be one dashboard. A deployment that has one by its own name alone keeps it.
resource "aws_cloudwatch_dashboard" "weir" {
  dashboard_name = "${var.name}-${local.region}"
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

  lifecycle {
    ignore_changes = [dashboard_name]
  }
}
