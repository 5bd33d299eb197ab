"""What each wrapper in Python stands on: a server on 127.0.0.1:$PORT that hands a whole request to the library."""

import io
import os
import sys
import traceback

import waitress

SCHEME = os.environ["SCHEME"]


def secret():
    with open(os.environ["SECRET_FILE"], encoding="utf-8") as file:
        return file.read().strip()


def headers(environ):
    found = {name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")}
    if "CONTENT_TYPE" in environ:
        found["Content-Type"] = environ["CONTENT_TYPE"]
    return found


def listen(app):
    waitress.serve(app, host="127.0.0.1", port=int(os.environ["PORT"]), threads=8)


def serve(verify):
    """verify gets a POST's WSGI environment, headers and body: True is answered 200, False 400, what it raises 500."""

    def app(environ, start_response):
        body = environ["wsgi.input"].read()
        if environ["REQUEST_METHOD"] != "POST":
            status = "405 Method Not Allowed"
        else:
            environ["wsgi.input"] = io.BytesIO(body)
            try:
                status = "200 OK" if verify(environ, headers(environ), body) else "400 Bad Request"
            except Exception as unexpected:  # the library did not foresee it
                print(type(unexpected).__name__, traceback.extract_tb(unexpected.__traceback__)[-1].name, file=sys.stderr)
                status = "500 Internal Server Error"
        start_response(status, [("Content-Length", "0")])
        return []

    listen(app)
