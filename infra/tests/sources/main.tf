# Every case as a deployment with one source: each refused one is an error of the same plan. Read by check.py; the functions' own parser
# reads the same cases.
terraform {
  required_version = ">= 1.11"
}

variable "refused" {
  description = "Whether the cases with an error are planned, or those without."
  type        = bool
}

locals {
  cases = jsondecode(file("${path.module}/cases.json"))
}

module "case" {
  source   = "../../modules/sources"
  for_each = { for name, case in local.cases : name => case.source if can(case.error) == var.refused }

  sources = { (each.key) = each.value }
}

output "taken" {
  description = "The sources of the cases that are planned."
  value       = { for name, case in module.case : name => case.sources[name] }
}
