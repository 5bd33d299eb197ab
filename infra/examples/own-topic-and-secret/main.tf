# Topics and secrets that the same root makes: at the first plan nobody knows their ARNs. They stand beside the sources, by source.
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

resource "aws_sns_topic" "budgets" {
  name = "budgets"
}

resource "aws_sns_topic" "orders" {
  name       = "orders.fifo"
  fifo_topic = true
}

resource "aws_secretsmanager_secret" "github" {
  name = "github-webhooks"
}

# What an action signs by may stand in the sources themselves.
resource "aws_secretsmanager_secret" "target" {
  name = "webhooks-to-target"
}

module "weir" {
  source = "../.."

  sources = {
    budgets = { scheme = "sns" }
    orders  = { scheme = "sns", trust = "queue" }
    github = { scheme = "github", actions = [
      "archive",
      { http = { url = "https://target.example.com/hooks", secret = aws_secretsmanager_secret.target.arn } },
    ] }
  }
  topics = {
    budgets = { arns = [aws_sns_topic.budgets.arn] }
    orders  = { arns = [aws_sns_topic.orders.arn] }
  }
  secrets = { github = aws_secretsmanager_secret.github.arn }
}

output "source_urls" {
  description = "Where each source posts."
  value       = module.weir.source_urls
}
