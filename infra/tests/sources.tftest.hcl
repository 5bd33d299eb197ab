# What of the sources the cases in tests/sources do not show.
run "a_secret_for_no_source" {
  command = plan

  module {
    source = "./modules/sources"
  }

  variables {
    sources = { github = { scheme = "github", secret = "managed" } }
    secrets = { githubb = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:github-AbCdEf" }
    topics  = { githubb = { arns = ["arn:aws:sns:eu-central-1:123456789012:orders"] } }
  }
  expect_failures = [var.secrets, var.topics]
}

run "retries_longer_than_the_queue_keeps_a_message" {
  command = plan

  module {
    source = "./modules/sources/source"
  }

  variables {
    name           = "github"
    config         = { scheme = "github", secret = "managed", retry = { "for" = "PT49H" } }
    secret         = false
    topics         = 0
    retention_days = 2
  }
  expect_failures = [output.config]
}

run "a_secret_named_twice" {
  command = plan

  module {
    source = "./modules/sources/source"
  }

  variables {
    name           = "github"
    config         = { scheme = "github", secret = "managed" }
    secret         = true
    topics         = 0
    retention_days = 14
  }
  expect_failures = [output.config]
}

run "an_action_of_a_layer" {
  command = plan

  module {
    source = "./modules/sources"
  }

  variables {
    sources     = { github = { scheme = "github", secret = "managed", actions = [{ chat = { room = "x", anything = { else = 1 } } }] } }
    own_actions = ["chat"]
  }

  assert {
    condition     = output.actions == { github = ["chat"] }
    error_message = "The action of a layer is not known."
  }
}
