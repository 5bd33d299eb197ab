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

run "secret_in_plain_text" {
  command = plan
  variables {
    sources = "{\"github\": {\"scheme\": \"github\", \"secret\": \"plain\"}}"
  }
  expect_failures = [var.sources]
}

run "fifo_topic_without_trust" {
  command = plan
  variables {
    sources = "{\"orders\": {\"scheme\": \"sns\", \"topics\": [\"arn:aws:sns:eu-central-1:123456789012:orders.fifo\"]}}"
  }
  expect_failures = [var.sources]
}

run "trust_of_something_else" {
  command = plan
  variables {
    sources = "{\"orders\": {\"scheme\": \"sns\", \"topics\": [\"arn:aws:sns:eu-central-1:123456789012:orders.fifo\"], \"trust\": \"sender\"}}"
  }
  expect_failures = [var.sources]
}

run "trust_of_a_whole_account" {
  command = plan
  variables {
    sources = "{\"orders\": {\"scheme\": \"sns\", \"topics\": [\"arn:aws:sns:eu-central-1:123456789012:orders.fifo\"], \"accounts\": [\"123456789012\"], \"trust\": \"queue\"}}"
  }
  expect_failures = [var.sources]
}

run "trust_of_no_topic" {
  command = plan
  variables {
    sources = "{\"orders\": {\"scheme\": \"sns\", \"topics\": [], \"trust\": \"queue\"}}"
  }
  expect_failures = [var.sources]
}

run "trust_without_sns" {
  command = plan
  variables {
    sources = "{\"orders\": {\"scheme\": \"github\", \"secret\": \"managed\", \"topics\": [\"arn:aws:sns:eu-central-1:123456789012:orders\"], \"trust\": \"queue\"}}"
  }
  expect_failures = [var.sources]
}

run "topic_with_wildcard" {
  command = plan
  variables {
    sources = "{\"orders\": {\"scheme\": \"sns\", \"topics\": [\"arn:aws:sns:eu-central-1:123456789012:*\"]}}"
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

run "events_without_bus" {
  command = plan
  variables {
    event_bus = null
    sources   = "{\"github\": {\"scheme\": \"github\", \"secret\": \"managed\", \"actions\": [{\"eventbridge\": {\"detailType\": \"x\"}}]}}"
  }
  expect_failures = [var.event_bus]
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

run "retries_of_every_form" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = { "for" = "P1DT12H30M5S" }, actions = ["archive", { http = { url = "https://a.example", secret = "x", retry = { "for" = "PT0S" }, permanentAfter = "PT0S" } }] } })
  }
}

run "retries_as_long_as_the_queue_keeps_a_message" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = { "for" = "P14D" } } })
  }
}

run "retries_longer_than_that" {
  command = plan
  variables {
    sources              = jsonencode({ s = { scheme = "github", secret = "managed", retry = { "for" = "PT49H" } } })
    queue_retention_days = 2
  }
  expect_failures = [var.sources]
}

run "retries_of_an_action_longer_than_that" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", actions = [{ http = { url = "https://a.example", retry = { "for" = "P15D" } } }] } })
  }
  expect_failures = [var.sources]
}

run "retries_without_a_duration" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = { "for" = "a day" } } })
  }
  expect_failures = [var.sources]
}

run "retries_of_no_unit" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = { "for" = "PT" } } })
  }
  expect_failures = [var.sources]
}

run "retries_that_are_a_text" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = "PT1H" } })
  }
  expect_failures = [var.sources]
}

run "retries_with_an_unknown_member" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = { "for" = "PT1H", wait = "PT1M" } } })
  }
  expect_failures = [var.sources]
}

run "retries_of_an_action_without_a_duration" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", actions = [{ archive = { retry = { until = "PT1H" } } }] } })
  }
  expect_failures = [var.sources]
}

run "permanent_after_without_a_duration" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", actions = [{ http = { url = "https://a.example", permanentAfter = "1h" } }] } })
  }
  expect_failures = [var.sources]
}

run "permanent_after_longer_than_any_queue_keeps_a_message" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", actions = [{ http = { url = "https://a.example", permanentAfter = "P15D" } }] } })
  }
  expect_failures = [var.sources]
}

run "retries_of_days_without_an_hour" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = { "for" = "P1DT" } } })
  }
  expect_failures = [var.sources]
}

run "retries_of_nothing" {
  command = plan
  variables {
    sources = jsonencode({ s = { scheme = "github", secret = "managed", retry = {} } })
  }
  expect_failures = [var.sources]
}

run "a_wrong_retry_beside_right_ones" {
  command = plan
  variables {
    sources = jsonencode({
      a = { scheme = "github", secret = "managed", retry = { "for" = "PT15M" }, actions = ["archive"] }
      b = { scheme = "github", secret = "managed", actions = ["archive", { archive = { key = "{id}" } }, { http = { url = "https://a.example", permanentAfter = "P14D", retry = { "for" = "PT1H1" } } }] }
    })
  }
  expect_failures = [var.sources]
}
