variable "throttle" {
  description = "Of the HTTP API: requests a second (rate) and at once (burst), beyond which it answers 429. The account's own limit stands above both."
  type        = object({ rate = optional(number, 1000), burst = optional(number, 2000) })
  default     = {}

  validation {
    condition     = var.throttle.rate > 0 && var.throttle.burst >= 1
    error_message = "throttle: expected a rate above 0 and a burst from 1."
  }
}

variable "domain" {
  description = "A domain of your own for the HTTP API: `name`, `certificate_arn` (ACM, of this region), `zone_id` of the Route 53 zone in which its record is made (none: make it yourself, from the output domain_target), `truststore_uri` and `truststore_version` for mutual TLS, `keep_api_endpoint` to go on answering at the API's own address."
  type = object({
    name               = string
    certificate_arn    = string
    zone_id            = optional(string)
    truststore_uri     = optional(string)
    truststore_version = optional(string)
    keep_api_endpoint  = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.domain == null || var.front_door == "http_api"
    error_message = "domain: expected front_door http_api; a function URL has no domain of its own. CloudFront before it has one: set door_url and trusted_origin."
  }
  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9][a-z0-9-]*\\.)+[a-z0-9-]+$", var.domain.name))
    error_message = "domain.name: expected a host name in lower case, without https://."
  }
  validation {
    condition     = var.domain == null || can(regex("^arn:aws[a-z-]*:acm:", var.domain.certificate_arn))
    error_message = "domain.certificate_arn: expected the ARN of a certificate of ACM."
  }
  validation {
    condition     = try(var.domain.truststore_uri, null) == null || can(regex("^s3://[^/]+/.+$", var.domain.truststore_uri))
    error_message = "domain.truststore_uri: expected s3://BUCKET/KEY of a file of certificates (PEM)."
  }
}

variable "trusted_origin" {
  description = "What alone may speak to the door, such as CloudFront: it sends a secret in a header, and everyone else gets 403. `sha256`: the digest of that secret, two while it changes; `header`: the header's name; `address_header`: the header with the viewer's address, which the sources' `allow` is asked for, empty for the address of the origin itself."
  type = object({
    sha256         = list(string)
    header         = optional(string, "x-weir-origin")
    address_header = optional(string, "cloudfront-viewer-address")
  })
  default = null

  validation {
    condition     = var.trusted_origin == null || (length(try(var.trusted_origin.sha256, [])) >= 1 && length(try(var.trusted_origin.sha256, [])) <= 2 && alltrue([for digest in try(var.trusted_origin.sha256, []) : can(regex("^[0-9a-f]{64}$", digest))]))
    error_message = "trusted_origin.sha256: expected one or two digests of 64 lower-case hex digits, as sha256(\"the secret\") makes them."
  }
  validation {
    condition     = var.trusted_origin == null || alltrue([for header in compact([try(var.trusted_origin.header, ""), try(var.trusted_origin.address_header, "")]) : can(regex("^[a-z0-9-]{1,100}$", header))])
    error_message = "trusted_origin: expected names of headers in lower case."
  }
}
