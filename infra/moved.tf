# Where the ingest function's parts stood before both functions came from one module: a deployment made then keeps them.

moved {
  from = aws_cloudwatch_log_group.ingest
  to   = module.ingest.aws_cloudwatch_log_group.function
}

moved {
  from = aws_iam_role.ingest
  to   = module.ingest.aws_iam_role.function
}

moved {
  from = aws_iam_role_policy.ingest
  to   = module.ingest.aws_iam_role_policy.function
}

moved {
  from = aws_lambda_function.ingest
  to   = module.ingest.aws_lambda_function.function
}

moved {
  from = aws_lambda_alias.ingest
  to   = module.ingest.aws_lambda_alias.live
}

moved {
  from = aws_cloudwatch_metric_alarm.weir["dead-letters"]
  to   = aws_cloudwatch_metric_alarm.set_aside["dead-letters"]
}

moved {
  from = aws_cloudwatch_metric_alarm.weir["unproven"]
  to   = aws_cloudwatch_metric_alarm.set_aside["unproven"]
}

moved {
  from = aws_cloudwatch_metric_alarm.signature
  to   = aws_cloudwatch_metric_alarm.source
}

moved {
  from = aws_s3_bucket_notification.inbox
  to   = aws_s3_bucket_notification.inbox[0]
}
