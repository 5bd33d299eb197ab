# What an apply leaves for the functions and for operators, to be kept beside the version that wrote it: scripts/upgrade-fixtures.
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
  mail_by       = "sns"
  mail_to       = ["ops@example.com"]
}

run "few" {
  command = apply

  variables {
    sources = {
      github  = { scheme = "github", secret = "managed" }
      budgets = { scheme = "sns", topics = ["arn:aws:sns:eu-central-1:123456789012:budgets"], actions = ["email"] }
    }
  }
}

run "all" {
  command = apply

  variables {
    sources = jsonencode({ for name, case in jsondecode(file("tests/sources/cases.json")) : name => case.source if !can(case.error) })
  }
}
