# Where the worker function's parts stood before both functions came from one module: a deployment made then keeps them.

moved {
  from = aws_cloudwatch_log_group.worker
  to   = module.worker.aws_cloudwatch_log_group.function
}

moved {
  from = aws_iam_role.worker
  to   = module.worker.aws_iam_role.function
}

moved {
  from = aws_iam_role_policy.worker
  to   = module.worker.aws_iam_role_policy.function
}

moved {
  from = aws_lambda_function.worker
  to   = module.worker.aws_lambda_function.function
}

moved {
  from = aws_lambda_alias.worker
  to   = module.worker.aws_lambda_alias.live
}
