# How the action email sends, read from the plan with a mocked provider.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
  sources       = "{\"budgets\": {\"scheme\": \"sns\", \"topics\": [\"arn:aws:sns:eu-central-1:123456789012:budgets\"], \"actions\": [\"email\"]}}"
}

run "by_sns" {
  command = apply

  variables {
    mail_by = "sns"
    mail_to = ["ops@example.com", "boss@example.com"]
  }

  assert {
    condition     = { for address, subscription in aws_sns_topic_subscription.mail : address => "${subscription.protocol} ${subscription.topic_arn}" } == { for address in ["ops@example.com", "boss@example.com"] : address => "email arn:aws:sns:eu-central-1:123456789012:weir-mail" }
    error_message = "Not each recipient is subscribed to the topic by e-mail."
  }
  assert {
    condition     = module.processor.environment["WEIR_MAIL_TOPIC"] == "arn:aws:sns:eu-central-1:123456789012:weir-mail" && !can(module.processor.environment["WEIR_MAIL_FROM"]) && !can(module.processor.environment["WEIR_MAIL_TO"])
    error_message = "The worker is not told of the topic, or of SES too, which it refuses."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if contains(flatten([statement.Action]), "sns:Publish")] == [["arn:aws:sns:eu-central-1:123456789012:weir-mail"]] && !strcontains(module.processor.policy, "ses:")
    error_message = "The worker may not publish to the topic, or may do more."
  }
  assert {
    condition     = length(aws_ses_email_identity.from) == 0 && length(aws_ses_email_identity.to) == 0 && output.mail_topic_arn == "arn:aws:sns:eu-central-1:123456789012:weir-mail"
    error_message = "SES is asked although SNS mails."
  }
}

run "by_ses_in_the_sandbox" {
  command = plan

  variables {
    mail_from         = "weir@example.com"
    mail_to           = ["ops@example.com", "weir@example.com"]
    verify_recipients = true
  }

  assert {
    condition     = aws_ses_email_identity.from[0].email == "weir@example.com" && keys(aws_ses_email_identity.to) == ["ops@example.com"] && length(aws_sns_topic.mail) == 0
    error_message = "Not each address is verified, once."
  }
}

run "by_ses_unsaid" {
  command = plan

  variables {
    mail_from = "weir@example.com"
    mail_to   = ["ops@example.com"]
  }

  expect_failures = [check.sandbox]
}

run "by_ses_with_production_access" {
  command = plan

  variables {
    mail_from         = "weir@example.com"
    mail_to           = ["ops@example.com"]
    verify_recipients = false
  }

  assert {
    condition     = length(aws_ses_email_identity.from) == 1 && length(aws_ses_email_identity.to) == 0 && !can(module.processor.environment["WEIR_MAIL_TOPIC"])
    error_message = "Recipients are verified who need not be."
  }
}

# An identity is one for the account and region: the first deployment that is destroyed would take it from the other.
run "second_deployment" {
  command = plan

  variables {
    name                 = "second"
    mail_from            = "weir@example.com"
    mail_to              = ["ops@example.com"]
    verify_recipients    = true
    create_mail_identity = false
  }

  assert {
    condition     = length(aws_ses_email_identity.from) == 0 && length(aws_ses_email_identity.to) == 0 && module.processor.environment["WEIR_MAIL_FROM"] == "weir@example.com"
    error_message = "A second deployment verifies the addresses again."
  }
}

run "sns_with_a_sender" {
  command = plan

  variables {
    mail_by   = "sns"
    mail_from = "weir@example.com"
    mail_to   = ["ops@example.com"]
  }

  expect_failures = [var.mail_from]
}

run "by_pigeon" {
  command = plan

  variables {
    mail_by   = "pigeon"
    mail_from = "weir@example.com"
    mail_to   = ["ops@example.com"]
  }

  expect_failures = [var.mail_by]
}
