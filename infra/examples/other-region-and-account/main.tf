# Topics of another region and of another account: they are believed as any other, but subscribed where they are, by a provider of
# that region or account. SNS asks for the confirmation at once, so each waits for the whole deployment.
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

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

provider "aws" {
  alias  = "partner"
  region = "eu-central-1"

  assume_role {
    role_arn = "arn:aws:iam::210987654321:role/subscriber"
  }
}

# Such as alarms of AWS Billing, which there are in us-east-1 alone.
resource "aws_sns_topic" "billing" {
  provider = aws.virginia

  name = "billing"
}

module "weir" {
  source = "../.."

  sources = {
    billing = { scheme = "sns" }
    partner = { scheme = "sns", topics = ["arn:aws:sns:eu-central-1:210987654321:events"] }
  }
  # Of this account, but of another region: the deployment's own provider cannot subscribe it.
  topics = { billing = { arns = [aws_sns_topic.billing.arn], subscribe = false } }
}

resource "aws_sns_topic_subscription" "billing" {
  provider = aws.virginia

  topic_arn              = aws_sns_topic.billing.arn
  protocol               = "https"
  endpoint               = module.weir.source_urls["billing"]
  endpoint_auto_confirms = true
  delivery_policy        = module.weir.subscription_delivery_policy_json

  depends_on = [module.weir]
}

resource "aws_sns_topic_subscription" "partner" {
  provider = aws.partner

  topic_arn              = "arn:aws:sns:eu-central-1:210987654321:events"
  protocol               = "https"
  endpoint               = module.weir.source_urls["partner"]
  endpoint_auto_confirms = true
  delivery_policy        = module.weir.subscription_delivery_policy_json

  depends_on = [module.weir]
}
