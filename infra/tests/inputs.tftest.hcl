# What ends a plan with a sentence.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  secret_values     = {}
  ingest_jar        = "tests/some.jar"
  worker_jar        = "tests/some.jar"
  mail_from         = "weir@example.com"
  mail_to           = ["ops@example.com"]
  verify_recipients = true
  event_bus         = "orders"
  sources           = <<-JSON
    {"budgets": {"scheme": "sns", "topics": ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"], "actions": ["email"]},
     "github": {"scheme": "github", "secret": "managed"}}
  JSON
}

run "sources_not_json" {
  command = plan
  variables {
    sources = "nonsense"
  }
  expect_failures = [var.sources]
}

run "mail_without_recipient" {
  command = plan
  variables {
    mail_to = []
  }
  expect_failures = [var.mail_from]
}

run "mail_without_sender" {
  command = plan
  variables {
    mail_from = null
    mail_to   = []
  }
  expect_failures = [var.mail_from]
}

run "managed_secret_without_value" {
  command = plan
  variables {
    secret_values_version = 1
  }
  expect_failures = [var.secret_values_version]
}

run "door_url_with_slash" {
  command = plan
  variables {
    door_url = "https://hooks.example.com/"
  }
  expect_failures = [var.door_url]
}

run "door_url_without_tls" {
  command = plan
  variables {
    door_url = "http://hooks.example.com"
  }
  expect_failures = [var.door_url]
}

run "door_url_with_user" {
  command = plan
  variables {
    door_url = "https://user@hooks.example.com"
  }
  expect_failures = [var.door_url]
}

run "door_url_with_query" {
  command = plan
  variables {
    door_url = "https://hooks.example.com/weir?x"
  }
  expect_failures = [var.door_url]
}

run "large_batch_without_window" {
  command = plan
  variables {
    batch_size = 20
  }
  expect_failures = [var.batching_window_seconds]
}

run "batch_too_large_for_its_time" {
  command = plan
  variables {
    batch_size              = 25
    batching_window_seconds = 1
  }
  expect_failures = [var.batch_size]
}

run "batch_as_large_as_its_time_allows" {
  command = plan
  variables {
    batch_size              = 24
    batching_window_seconds = 1
  }
}

run "batch_of_one_turn_in_a_short_time" {
  command = plan
  variables {
    worker_timeout_seconds = 10
  }
}

run "too_few_receives" {
  command = plan
  variables {
    max_receive_count = 79
  }
  expect_failures = [var.max_receive_count]
}

run "retention_longer_than_sqs_has" {
  command = plan
  variables {
    queue_retention_days = 15
  }
  expect_failures = [var.queue_retention_days]
}

run "inbox_that_expires_too_soon" {
  command = plan
  variables {
    expire_days = { inbox = 42 }
  }
  expect_failures = [var.expire_days]
}

run "values_of_the_wrong_form" {
  command = plan
  variables {
    bucket_name              = "Weir"
    kms_key_arn              = "alias/weir"
    mail_to                  = ["ops@example.com, weir@example.com"]
    alarm_emails             = ["ops"]
    rejected_alarm_threshold = -1
    permissions_boundary     = "bound"
  }
  expect_failures = [var.bucket_name, var.kms_key_arn, var.mail_to, var.alarm_emails, var.rejected_alarm_threshold, var.permissions_boundary]
}

run "budget_that_tells_nobody" {
  command = plan
  variables {
    monthly_budget_usd = 10
  }
  expect_failures = [var.monthly_budget_usd]
}

run "an_action_of_your_own_with_a_name_of_ours" {
  command = plan
  variables {
    own_actions = ["http"]
  }
  expect_failures = [var.own_actions]
}
