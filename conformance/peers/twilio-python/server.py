from serve import secret, serve
from twilio.request_validator import RequestValidator
from werkzeug.wrappers import Request

validator = RequestValidator(secret())


def verify(environ, headers, body):
    # As its example for Flask does; where the URL has the hash of a body that is no form, the text of that body.
    request = Request(environ)
    parameters = body.decode() if "bodySHA256" in request.args else request.form
    return validator.validate(request.url, parameters, headers.get("X-Twilio-Signature", ""))


serve(verify)
