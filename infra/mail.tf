# By which way the action email sends, and whom AWS asks before it does.

locals {
  ses_identities = var.create_mail_identity && var.mail_from != null
}

resource "aws_ses_email_identity" "from" {
  count = local.ses_identities ? 1 : 0

  email = var.mail_from
}

resource "aws_ses_email_identity" "to" {
  for_each = local.ses_identities && coalesce(var.verify_recipients, false) ? setsubtract(var.mail_to, [var.mail_from]) : toset([])

  email = each.key
}

check "sandbox" {
  assert {
    condition     = var.mail_from == null || var.verify_recipients != null
    error_message = "mail_from: an account that never asked for production access is in SES's sandbox, where mails go to verified addresses only, and the others wait as retries for a day. Set verify_recipients = true to verify mail_to too, or false if the account has production access; or mail by SNS, which needs none: mail_by = \"sns\" without mail_from. https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html"
  }
}

resource "aws_sns_topic" "mail" {
  count = var.mail_by == "sns" ? 1 : 0

  name              = "${var.name}-mail"
  display_name      = "Weir ${var.name}" # the sender's name in a mail
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags
}

resource "aws_sns_topic_subscription" "mail" {
  for_each = var.mail_by == "sns" ? toset(var.mail_to) : toset([])

  topic_arn = aws_sns_topic.mail[0].arn
  protocol  = "email"
  endpoint  = each.key
}
