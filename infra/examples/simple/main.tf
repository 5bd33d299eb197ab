# The least that deploys: two sources, their mails, and who is told of alarms.
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

module "weir" {
  source = "../.."

  sources = {
    budgets = { scheme = "sns", topics = ["arn:aws:sns:eu-central-1:123456789012:budgets"], actions = ["email"] }
    github  = { scheme = "github", secret = "managed" }
  }
  mail_by      = "sns" # works in a new account; by SES: mail_from and verify_recipients
  mail_to      = ["ops@example.com"]
  alarm_emails = ["ops@example.com"]
  tags         = { system = "weir" }
}

output "source_urls" {
  description = "Where each source posts."
  value       = module.weir.source_urls
}

output "secrets" {
  description = "The secrets to be given their values."
  value       = module.weir.secrets
}
