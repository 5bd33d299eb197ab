resource "aws_s3_bucket" "weir" {
  bucket        = local.bucket
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "weir" {
  bucket                  = aws_s3_bucket.weir.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "weir" {
  bucket = aws_s3_bucket.weir.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "weir" {
  bucket = aws_s3_bucket.weir.id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "weir" {
  bucket = aws_s3_bucket.weir.id

  versioning_configuration {
    status = var.bucket_versioning ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_policy" "weir" {
  bucket = aws_s3_bucket.weir.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.weir.arn, "${aws_s3_bucket.weir.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.weir]
}

resource "aws_s3_bucket_lifecycle_configuration" "weir" {
  bucket = aws_s3_bucket.weir.id

  dynamic "rule" {
    for_each = { for prefix, days in var.expire_days : prefix => days if days != null }

    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = "${rule.key}/"
      }

      expiration {
        days = rule.value
      }

      noncurrent_version_expiration {
        noncurrent_days = 7
      }
    }
  }

  rule {
    id     = "uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

# What the queue could not take lies under inbox/; its notification puts the pointer on the queue.
resource "aws_s3_bucket_notification" "inbox" {
  count = var.inbox_events == "notification" ? 1 : 0

  bucket = aws_s3_bucket.weir.id

  queue {
    id            = "inbox"
    queue_arn     = module.processor.queue_arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "inbox/"
  }

  depends_on = [module.processor]
}
