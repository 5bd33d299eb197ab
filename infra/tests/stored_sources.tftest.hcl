# Where the sources lie that have no room in a function's environment.
mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_ssm_parameter.sources
  values = { version = 7 }
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
}

run "few_sources_lie_in_the_environment" {
  command = apply

  variables {
    sources = { for i in range(20) : "source-${i}" => { scheme = "github", secret = "managed" } }
  }

  assert {
    condition     = alltrue([for text in [module.ingest.function.environment[0].variables["WEIR_SOURCES"], module.processor.environment["WEIR_SOURCES"]] : text == base64gzip(jsonencode(local.sources)) && length(text) <= 3000])
    error_message = "Sources that have room in the environment lie elsewhere."
  }
}

run "many_sources_lie_in_the_parameter" {
  command = apply

  variables {
    # The name of each secret is another, and harder to press than those of an account.
    sources = { for i in range(100) : "source-${i}" => { scheme = "github", secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:${sha256("source-${i}")}" } }
  }

  assert {
    condition     = alltrue([for text in [module.ingest.function.environment[0].variables["WEIR_SOURCES"], module.processor.environment["WEIR_SOURCES"]] : text == "ssm:/weir/weir/sources:7?sha256=${sha256(jsonencode(local.sources))}"])
    error_message = "The functions are not told which version of the parameter holds their sources, or not its digest."
  }
  assert {
    condition     = aws_ssm_parameter.sources.value == base64gzip(jsonencode(local.sources)) && length(aws_ssm_parameter.sources.value) > 3000
    error_message = "The parameter does not hold the sources."
  }
  assert {
    condition     = startswith(aws_ssm_parameter.deployment.value, "{") ? length(aws_ssm_parameter.deployment.value) <= 4096 : length(aws_ssm_parameter.deployment.value) <= 8192
    error_message = "The deployment's description is larger than a parameter can be."
  }
}

run "too_many_sources" {
  command = plan

  variables {
    sources = { for i in range(300) : "source-${i}" => { scheme = "github", secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:${sha256("source-${i}")}" } }
  }

  expect_failures = [aws_ssm_parameter.sources]
}
