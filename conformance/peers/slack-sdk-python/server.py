from serve import secret, serve
from slack_sdk.signature import SignatureVerifier

verifier = SignatureVerifier(secret())
serve(lambda environ, headers, body: verifier.is_valid_request(body, headers))
