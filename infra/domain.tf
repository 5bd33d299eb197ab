resource "aws_apigatewayv2_domain_name" "door" {
  count = var.domain == null ? 0 : 1

  domain_name = var.domain.name
  tags        = var.tags

  domain_name_configuration {
    certificate_arn = var.domain.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  dynamic "mutual_tls_authentication" {
    for_each = var.domain.truststore_uri == null ? [] : [var.domain]

    content {
      truststore_uri     = mutual_tls_authentication.value.truststore_uri
      truststore_version = mutual_tls_authentication.value.truststore_version
    }
  }

  lifecycle {
    precondition {
      condition     = var.domain.truststore_uri == null || length([for topic in local.subscriptions : topic if !topic.fifo]) == 0
      error_message = "domain.truststore_uri: SNS shows no certificate of a client, so it cannot post to a door with mutual TLS. Set subscribe_topics = false, or give the sources of topics a deployment of their own."
    }
  }
}

resource "aws_apigatewayv2_api_mapping" "door" {
  count = var.domain == null ? 0 : 1

  api_id      = aws_apigatewayv2_api.door[0].id
  domain_name = aws_apigatewayv2_domain_name.door[0].id
  stage       = aws_apigatewayv2_stage.default[0].id
}

resource "aws_route53_record" "door" {
  for_each = try(var.domain.zone_id, null) == null ? toset([]) : toset(["A"])

  zone_id = var.domain.zone_id
  name    = var.domain.name
  type    = each.key

  alias {
    name                   = aws_apigatewayv2_domain_name.door[0].domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.door[0].domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}
