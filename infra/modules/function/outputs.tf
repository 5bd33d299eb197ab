output "function" {
  description = "The function."
  value       = aws_lambda_function.function
}

output "alias" {
  description = "The alias, which names the published version."
  value       = aws_lambda_alias.live
}

output "role" {
  description = "The function's role."
  value       = aws_iam_role.function
}

output "policy" {
  description = "What the role may do, as JSON."
  value       = aws_iam_role_policy.function.policy
}

output "log_group" {
  description = "The function's log group."
  value       = aws_cloudwatch_log_group.function
}

output "versions" {
  description = "The version that was published last, and the one that the alias names."
  value       = { published = aws_lambda_function.function.version, live = aws_lambda_alias.live.function_version }
}
