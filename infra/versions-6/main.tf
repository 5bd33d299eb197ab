# What version 6 of the provider can say and version 5 cannot: that everyone may call the function by its URL, and by nothing else. A root
# with front_door = "function_url" that has version 6 takes this beside the module, with function_url_stack = false, and needs no stack:
#
#   module "function_url" {
#     source        = "./weir/versions-6"
#     function_name = module.weir.functions.ingest
#   }
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.28.0"
    }
  }
}

variable "function_name" {
  description = "Name of the ingest function."
  type        = string
}

resource "aws_lambda_permission" "function_url" {
  #checkov:skip=CKV_AWS_301: public by its URL alone, where the signature in the request is what proves it
  statement_id             = "InvokedViaFunctionUrl"
  action                   = "lambda:InvokeFunction"
  principal                = "*"
  function_name            = var.function_name
  qualifier                = "live"
  invoked_via_function_url = true
}
