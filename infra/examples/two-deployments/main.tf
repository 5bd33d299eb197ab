# Two deployments in one account and region, and a third with the first one's name in another region. An SES identity is one for an
# account and region: only one of two deployments makes it.
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
  alias  = "ireland"
  region = "eu-west-1"
}

locals {
  sources = jsondecode(file("${path.module}/sources.json"))
}

module "shop" {
  source = "../.."

  name      = "shop"
  sources   = local.sources
  mail_from = "weir@example.com"
  mail_to   = ["shop@example.com"]

  verify_recipients = true
}

module "billing" {
  source = "../.."
  count  = 1

  name                 = "billing"
  sources              = local.sources
  mail_from            = "weir@example.com"
  mail_to              = ["billing@example.com"]
  create_mail_identity = false
  verify_recipients    = false
  front_door           = "function_url"
  # Behind depends_on the account and region are not known at plan, so a topic to subscribe to stands here and not in the sources.
  topics = { alerts = { arns = ["arn:aws:sns:eu-central-1:123456789012:billing-alerts"] } }

  depends_on = [module.shop]
}

module "shop_ireland" {
  source    = "../.."
  providers = { aws = aws.ireland }

  name      = "shop"
  sources   = local.sources
  mail_from = "weir@example.com"
  mail_to   = ["shop@example.com"]

  verify_recipients = true
}

output "source_urls" {
  description = "Where each source posts, by deployment."
  value = {
    shop         = module.shop.source_urls
    billing      = module.billing[0].source_urls
    shop_ireland = module.shop_ireland.source_urls
  }
}
