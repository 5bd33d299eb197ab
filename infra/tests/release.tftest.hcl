# When the alias moves, and to what, read with a mocked provider.
mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_lambda_function.function
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:some", version = "12" }
}

override_resource {
  target = aws_iam_role.function
  values = { arn = "arn:aws:iam::123456789012:role/some" }
}

override_resource {
  target = aws_cloudwatch_log_group.function
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/some" }
}

variables {
  name                 = "some"
  description          = "Does something."
  role_description     = "Some function."
  policy_name          = "some"
  alias_description    = "What someone calls."
  handler              = "some.Handler"
  jar                  = "tests/some.jar"
  statements           = {}
  environment          = {}
  architecture         = "arm64"
  memory_mb            = 256
  timeout_seconds      = 10
  kms_key_arn          = null
  log_retention_days   = 30
  permissions_boundary = null
  release              = { function_name = "weir-release", qualifier = "live" }
}

run "known_at_plan" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    live_version  = "11"
    canary_weight = 0.1
  }

  assert {
    condition     = aws_lambda_alias.live.function_version == "11"
    error_message = "A given version is not known at plan."
  }
}

run "released_before_the_alias_moves" {
  command = apply

  module {
    source = "./modules/function"
  }

  assert {
    condition = (
      aws_lambda_invocation.release[0].function_name == "weir-release" && aws_lambda_invocation.release[0].qualifier == "live"
      && jsondecode(aws_lambda_invocation.release[0].input) == { weir = "release", function = "some", versions = ["12"], keep = 5 }
    )
    error_message = "The release function is not asked about the version that was published."
  }
  assert {
    condition     = aws_lambda_alias.live.function_version == "12" && length(aws_lambda_alias.live.routing_config) == 0
    error_message = "The alias does not name the version that was published."
  }
  assert {
    condition     = aws_lambda_alias.live.name == "live" && can(regex("depends_on = \\[aws_lambda_invocation\\.release, var\\.after\\]\\n}", file("modules/function/main.tf")))
    error_message = "The alias does not wait for the release function, or for what must be there before it."
  }
  assert {
    condition     = aws_lambda_function.function.snap_start[0].apply_on == "PublishedVersions" && length(aws_lambda_function.function.environment) == 0
    error_message = "The function has no snapshot, or an environment without a variable, which never stops to differ."
  }
}

run "back_to_an_earlier_version" {
  command = apply

  module {
    source = "./modules/function"
  }

  variables {
    live_version = "11"
    snap_start   = false
  }

  assert {
    condition     = aws_lambda_alias.live.function_version == "11" && length(aws_lambda_alias.live.routing_config) == 0 && output.versions == { published = "12", live = "11" }
    error_message = "The alias does not lead back to the given version, or not with all calls."
  }
  assert {
    condition     = jsondecode(aws_lambda_invocation.release[0].input).versions == ["11"]
    error_message = "An earlier version may be inactive by now; nobody asks it before it is called."
  }
  assert {
    condition     = length(aws_lambda_function.function.snap_start) == 0
    error_message = "SnapStart cannot be switched off."
  }
}

run "canary" {
  command = apply

  module {
    source = "./modules/function"
  }

  variables {
    live_version  = "11"
    canary_weight = 0.1
    publish_again = 2
  }

  assert {
    condition     = aws_lambda_alias.live.function_version == "11" && aws_lambda_alias.live.routing_config[0].additional_version_weights == tomap({ "12" = 0.1 })
    error_message = "Not a tenth of the calls goes to the version that was published."
  }
  assert {
    condition     = jsondecode(aws_lambda_invocation.release[0].input).versions == ["11", "12"]
    error_message = "A version that is called by a share of the calls is not released before."
  }
  assert {
    condition     = aws_lambda_function.function.description == "Does something. (published again: 2)"
    error_message = "Without a change Lambda publishes no other version."
  }
}

run "canary_of_the_live_version" {
  command = apply

  module {
    source = "./modules/function"
  }

  variables {
    live_version  = "12"
    canary_weight = 0.1
  }

  assert {
    condition     = length(aws_lambda_alias.live.routing_config[0].additional_version_weights) == 0
    error_message = "Lambda refuses an alias that names one version twice."
  }
}

run "without_a_release_function" {
  command = apply

  module {
    source = "./modules/function"
  }

  variables {
    release = null
  }

  assert {
    condition     = length(aws_lambda_invocation.release) == 0 && aws_lambda_alias.live.function_version == "12"
    error_message = "The function that releases others cannot release itself."
  }
}

run "closed" {
  command = apply

  module {
    source = "./modules/function"
  }

  variables {
    reserved_concurrency = 0
  }

  assert {
    condition     = length(aws_lambda_invocation.release) == 0 && aws_lambda_function.function.reserved_concurrent_executions == 0
    error_message = "A function that nobody may call is waited for until the apply fails."
  }
}
