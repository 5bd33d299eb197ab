# What an account has already: a key, a topic for alarms, a bus, a VPC, a boundary. Here the same root makes some of it, so that their
# ARNs are not known at the first plan either.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "weir" {
  description         = "Queue, bucket, table, secrets and logs of weir."
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Services"
        Effect    = "Allow"
        Principal = { Service = ["sns.amazonaws.com", "s3.amazonaws.com", "events.amazonaws.com", "cloudwatch.amazonaws.com"] }
        Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.eu-central-1.amazonaws.com" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
        Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:eu-central-1:${data.aws_caller_identity.current.account_id}:*" } }
      },
    ]
  })
}

resource "aws_sns_topic" "oncall" {
  name = "oncall"
}

resource "aws_sns_topic_policy" "oncall" {
  arn = aws_sns_topic.oncall.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Alarms"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.oncall.arn
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_cloudwatch_event_bus" "shop" {
  name = "shop"
}

resource "aws_security_group" "worker" {
  name        = "weir-worker"
  description = "The worker of weir: reaches targets and AWS, and nothing reaches it."
  vpc_id      = "vpc-0123456789abcdef0"

  egress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "weir" {
  source = "../.."

  sources = {
    shop  = { scheme = "shopify", secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shopify-AbCdEf", actions = ["eventbridge"] }
    erp   = { scheme = "github", secret = "managed", actions = [{ http = { url = "https://erp.internal.example.com/hooks", secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:erp-AbCdEf", allowPrivate = ["10.1.0.0/16"] } }] }
    chats = { scheme = "github", secret = "managed", actions = [{ chat = { url = "https://chat.example.com/hooks" } }] }
  }
  event_bus            = aws_cloudwatch_event_bus.shop.arn
  kms_key_arn          = aws_kms_key.weir.arn
  secret_key_arns      = ["arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"] # of shopify and erp
  alarm_topic          = { arn = aws_sns_topic.oncall.arn }
  vpc                  = { subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"], security_group_ids = [aws_security_group.worker.id] }
  layers               = ["arn:aws:lambda:eu-central-1:123456789012:layer:chat-action:1"]
  own_actions          = ["chat"]
  extra_environment    = { CHAT_LANGUAGE = "en" }
  permissions_boundary = "arn:aws:iam::123456789012:policy/functions"
  role_path            = "/functions/"
}

output "source_urls" {
  description = "Where each source posts."
  value       = module.weir.source_urls
}
