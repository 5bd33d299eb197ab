from serve import secret, serve
from svix.webhooks import Webhook, WebhookVerificationError

webhook = Webhook(secret())


def verify(environ, headers, body):
    try:
        webhook.verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


serve(verify)
