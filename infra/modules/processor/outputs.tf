output "queue_arn" {
  description = "ARN of the queue."
  value       = aws_sqs_queue.queue.arn
  depends_on  = [aws_sqs_queue_policy.queue]
}

output "queue_url" {
  description = "URL of the queue."
  value       = aws_sqs_queue.queue.id
}

output "queue_name" {
  description = "Name of the queue."
  value       = aws_sqs_queue.queue.name
}

output "dead_letter_queue" {
  description = "The dead-letter queue."
  value       = { name = aws_sqs_queue.dead_letters.name, arn = aws_sqs_queue.dead_letters.arn, url = aws_sqs_queue.dead_letters.id }
}

output "unproven_queue" {
  description = "The queue of messages whose proof could not be decided."
  value       = { name = aws_sqs_queue.unproven.name, arn = aws_sqs_queue.unproven.arn, url = aws_sqs_queue.unproven.id }
}

output "listen_queue" {
  description = "The queue for those who listen; none unless it is wanted."
  value       = [for queue in aws_sqs_queue.listen : { name = queue.name, arn = queue.arn, url = queue.id }]
}

output "log_group" {
  description = "The worker function's log group."
  value       = module.worker.log_group
}

output "lanes" {
  description = "The queues where failed messages wait for long, by what stands behind the name: retry, retry-unproven."
  value       = { for key, lane in aws_sqs_queue.lane : key => { name = lane.name, arn = lane.arn, url = lane.id } }
}

output "lane_event_sources" {
  description = "Their event source mappings."
  value       = aws_lambda_event_source_mapping.lane
}

output "lane_redrive_policies" {
  description = "Where their messages go after too many receives, as JSON."
  value       = { for key, policy in aws_sqs_queue_redrive_policy.lane : key => policy.redrive_policy }
}

output "lane_policies" {
  description = "Who may send there, as JSON."
  value       = { for key, policy in aws_sqs_queue_policy.lane : key => policy.policy }
}

output "function_name" {
  description = "Name of the worker function."
  value       = module.worker.function.function_name
}

output "alias" {
  description = "Alias that the queue calls."
  value       = module.worker.alias.name
}

output "table_name" {
  description = "Name of the table of claims."
  value       = aws_dynamodb_table.claims.name
}

output "policy" {
  description = "What the worker's role may do, as JSON."
  value       = module.worker.policy
}

output "queue_policy" {
  description = "Who may send to the queue, as JSON."
  value       = aws_sqs_queue_policy.queue.policy
}

output "sweep" {
  description = "The schedule of the sweeper and what it sends where."
  value = {
    rule  = aws_cloudwatch_event_rule.sweep
    queue = aws_cloudwatch_event_target.sweep.arn
    body  = aws_cloudwatch_event_target.sweep.input
  }
}

output "redrive_policy" {
  description = "Where the queue's messages go after too many receives, as JSON."
  value       = aws_sqs_queue_redrive_policy.queue.redrive_policy
}

output "visibility_timeout_seconds" {
  description = "How long a received message is hidden."
  value       = aws_sqs_queue.queue.visibility_timeout_seconds
}

output "event_source" {
  description = "The event source mapping."
  value       = aws_lambda_event_source_mapping.queue
}

output "handler" {
  description = "The worker function's handler."
  value       = module.worker.function.handler
}

output "environment" {
  description = "The worker function's environment."
  value       = module.worker.function.environment[0].variables
}

output "release" {
  description = "The release function, for other functions that wait for it."
  value       = local.release
}

output "release_policy" {
  description = "What the release function's role may do, as JSON."
  value       = module.release.policy
}

output "ping" {
  description = "The weekly schedule, what it sends and what it calls."
  value = {
    rule       = aws_cloudwatch_event_rule.ping
    function   = aws_cloudwatch_event_target.ping.arn
    input      = aws_cloudwatch_event_target.ping.input
    permission = aws_lambda_permission.ping
  }
}

output "versions" {
  description = "The worker function's version that was published last, and the live one."
  value       = module.worker.versions
}

output "arns" {
  description = "ARNs of the functions and of their roles."
  value = {
    worker  = { function = module.worker.function.arn, role = module.worker.role.arn }
    release = { function = module.release.function.arn, role = module.release.role.arn }
  }
}

output "function" {
  description = "The worker function."
  value       = module.worker.function
}

output "inbox_rule" {
  description = "The rule by which EventBridge tells of objects under inbox/; none unless it does."
  value       = aws_cloudwatch_event_rule.inbox
}

output "inbox_target" {
  description = "What it tells the queue."
  value       = aws_cloudwatch_event_target.inbox
}
