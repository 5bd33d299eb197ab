variable "mail_by" {
  description = "By which service the action email sends: ses, from mail_from, or sns, a topic with a subscription by e-mail for each of mail_to, which needs no production access; each recipient must confirm it."
  type        = string
  default     = "ses"

  validation {
    condition     = contains(["ses", "sns"], var.mail_by)
    error_message = "mail_by: expected ses or sns."
  }
}

variable "create_mail_identity" {
  description = "Whether the addresses are verified with SES here; false for a second deployment with the same ones, or they go with the first that is destroyed."
  type        = bool
  default     = true
}

variable "verify_recipients" {
  description = "Whether mail_to is verified with SES, as in its sandbox only verified recipients get mails; false if the account has production access. null, not said, is a warning at plan."
  type        = bool
  default     = null
}
