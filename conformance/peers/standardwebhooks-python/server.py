from serve import secret, serve
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook = Webhook(secret())


def verify(environ, headers, body):
    try:
        webhook.verify(body, headers, json_parse=False)
        return True
    except WebhookVerificationError:
        return False


serve(verify)
