import stripe
from serve import secret, serve

SECRET = secret()


def verify(environ, headers, body):
    try:
        return stripe.WebhookSignature.verify_header(body, headers.get("Stripe-Signature"), SECRET, tolerance=300)
    except stripe.SignatureVerificationError:
        return False


serve(verify)
