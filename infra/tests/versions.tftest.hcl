# Wrong values of what is live end the plan.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
  sources       = "{\"github\": {\"scheme\": \"github\", \"secret\": \"managed\"}}"
}

run "live_version_that_is_no_number" {
  command = plan
  variables {
    live_versions = { worker = "$LATEST" }
  }
  expect_failures = [var.live_versions]
}

run "canary_without_a_live_version" {
  command = plan
  variables {
    canary_weight = 0.1
  }
  expect_failures = [var.canary_weight]
}

run "canary_of_all_calls" {
  command = plan
  variables {
    live_versions = { worker = "3" }
    canary_weight = 1
  }
  expect_failures = [var.canary_weight, check.live_versions]
}

run "one_version_kept" {
  command = plan
  variables {
    keep_versions = 1
  }
  expect_failures = [var.keep_versions]
}

run "published_half_again" {
  command = plan
  variables {
    publish_again = 0.5
  }
  expect_failures = [var.publish_again]
}
