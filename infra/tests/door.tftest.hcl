# A domain, what stands before the door, and how many requests it takes, read with a mocked provider.
mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_apigatewayv2_domain_name.door
  values = {
    id                        = "hooks.example.com"
    domain_name_configuration = { target_domain_name = "d-abc.execute-api.eu-central-1.amazonaws.com", hosted_zone_id = "Z1" }
  }
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
  sources       = <<-JSON
    {"budgets": {"scheme": "sns", "topics": ["arn:aws:sns:eu-central-1:123456789012:budgets"]},
     "github": {"scheme": "github", "secret": "managed"}}
  JSON
}

run "plain" {
  command = apply

  assert {
    condition     = aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_rate_limit == 1000 && aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_burst_limit == 2000
    error_message = "The door takes more or fewer requests than it says."
  }
  assert {
    condition     = !aws_apigatewayv2_api.door[0].disable_execute_api_endpoint && output.domain_target == null && !contains(keys(module.ingest.function.environment[0].variables), "WEIR_TRUSTED_ORIGIN")
    error_message = "Without a domain the API's own address is all there is."
  }
  assert {
    condition     = output.api.id == "api" && output.api.stage == "$default" && output.api.endpoint == "https://api.example"
    error_message = "The API is not told."
  }
  assert {
    condition     = keys(output.queue_arns) == ["dead_letters", "queue", "retry", "retry_unproven", "unproven"] && output.queue_arns.queue == "arn:aws:sqs:eu-central-1:123456789012:weir"
    error_message = "Not every queue is told."
  }
  assert {
    condition     = keys(output.function_arns) == ["ingest", "release", "worker"] && output.role_arns.worker == "arn:aws:iam::123456789012:role/weir-worker" && output.function_arns.ingest == "arn:aws:lambda:eu-central-1:123456789012:function:weir-ingest"
    error_message = "Not every function and role is told."
  }
}

run "own_domain" {
  command = apply

  variables {
    domain   = { name = "hooks.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1", zone_id = "ZONE" }
    throttle = { rate = 50 }
  }

  assert {
    condition     = aws_apigatewayv2_api.door[0].disable_execute_api_endpoint && aws_apigatewayv2_api_mapping.door[0].stage == aws_apigatewayv2_stage.default[0].id && aws_apigatewayv2_api_mapping.door[0].domain_name == "hooks.example.com"
    error_message = "The domain does not lead to the API, or there is a way around it."
  }
  assert {
    condition     = aws_apigatewayv2_domain_name.door[0].domain_name_configuration[0].security_policy == "TLS_1_2" && length(aws_apigatewayv2_domain_name.door[0].mutual_tls_authentication) == 0
    error_message = "The domain takes old TLS, or asks for certificates of clients."
  }
  assert {
    condition     = aws_route53_record.door["A"].zone_id == "ZONE" && aws_route53_record.door["A"].alias[0].name == output.domain_target.name && aws_route53_record.door["A"].alias[0].zone_id == output.domain_target.zone_id
    error_message = "The record leads elsewhere than to the domain."
  }
  assert {
    condition     = module.ingest.function.environment[0].variables["WEIR_URL"] == "https://hooks.example.com" && output.source_urls.github == "https://hooks.example.com/github" && values(aws_sns_topic_subscription.door)[0].endpoint == "https://hooks.example.com/budgets"
    error_message = "The function, the senders or SNS do not know the domain."
  }
  assert {
    condition     = aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_rate_limit == 50 && aws_apigatewayv2_stage.default[0].default_route_settings[0].throttling_burst_limit == 2000
    error_message = "The door takes more requests than it should."
  }
  # What is confirmed at the new URL before the record leads there is never confirmed; and what is dropped before the new one stands is lost.
  assert {
    condition     = output.api.id == "api" && can(regex("(?s)\"aws_sns_topic_subscription\" \"door\" \\{.*create_before_destroy = true.*depends_on = \\[[^\\]]*aws_apigatewayv2_api_mapping.door,[^\\]]*aws_route53_record.door,[^\\]]*\\]\n}\n.*\"queue\"", file("main.tf")))
    error_message = "A topic is dropped at the old URL before it is subscribed at the new one, or subscribed there before it is reached."
  }
}

run "domain_without_a_zone_and_with_the_old_address" {
  command = apply

  variables {
    domain = { name = "hooks.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1", keep_api_endpoint = true }
  }

  assert {
    condition     = length(aws_route53_record.door) == 0 && !aws_apigatewayv2_api.door[0].disable_execute_api_endpoint
    error_message = "A record is made in no zone, or the API's own address does not answer any more."
  }
}

run "mutual_tls" {
  command = apply

  variables {
    sources = "{\"github\": {\"scheme\": \"github\", \"secret\": \"managed\"}}"
    domain  = { name = "hooks.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1", truststore_uri = "s3://trust/ca.pem" }
  }

  assert {
    condition     = aws_apigatewayv2_domain_name.door[0].mutual_tls_authentication[0].truststore_uri == "s3://trust/ca.pem"
    error_message = "The domain asks for no certificate of the client."
  }
}

run "mutual_tls_and_sns" {
  command = plan

  variables {
    domain = { name = "hooks.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1", truststore_uri = "s3://trust/ca.pem" }
  }

  expect_failures = [aws_apigatewayv2_domain_name.door]
}

run "behind_cloudfront" {
  command = apply

  variables {
    door_url       = "https://hooks.example.com"
    trusted_origin = { sha256 = ["5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"] }
  }

  assert {
    condition = jsondecode(module.ingest.function.environment[0].variables["WEIR_TRUSTED_ORIGIN"]) == {
      header = "x-weir-origin", sha256 = ["5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"], address = "cloudfront-viewer-address"
    }
    error_message = "The ingest function is told of another origin, or in other words than it reads."
  }
}

run "behind_something_else" {
  command = apply

  variables {
    front_door     = "function_url"
    trusted_origin = { sha256 = [sha256("one"), sha256("two")], header = "x-proof", address_header = "" }
  }

  assert {
    condition     = jsondecode(module.ingest.function.environment[0].variables["WEIR_TRUSTED_ORIGIN"]) == { header = "x-proof", sha256 = [sha256("one"), sha256("two")] }
    error_message = "The ingest function reads an address from a header that nobody sets."
  }
  assert {
    condition     = output.api == null
    error_message = "A function URL is told as an API."
  }
}

run "domain_of_a_function_url" {
  command = plan
  variables {
    front_door = "function_url"
    domain     = { name = "hooks.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1" }
  }
  expect_failures = [var.domain]
}

run "domain_as_a_url" {
  command = plan
  variables {
    domain = { name = "https://hooks.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1" }
  }
  expect_failures = [var.domain]
}

run "secret_instead_of_its_digest" {
  command = plan
  variables {
    trusted_origin = { sha256 = ["the secret itself"] }
  }
  expect_failures = [var.trusted_origin]
}

run "no_requests_at_all" {
  command = plan
  variables {
    throttle = { rate = 0 }
  }
  expect_failures = [var.throttle]
}
