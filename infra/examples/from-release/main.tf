# Without a clone: the archive of a release holds the module and the jars of both functions. Terraform fetches it by any URL that ends
# with .zip, also file:///.../infra.zip, or s3::https://..., with the credentials of the caller.
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
  source = "https://releases.example.com/weir/X.Y.Z/infra.zip"

  sources      = { github = { scheme = "github", secret = "managed" } }
  alarm_emails = ["ops@example.com"]
}

output "source_urls" {
  description = "Where each source posts."
  value       = module.weir.source_urls
}

output "secrets" {
  description = "The secrets to be given their values."
  value       = module.weir.secrets
}
