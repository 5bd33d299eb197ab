"""What one writes first: a request becomes a file, which is on disk before the answer."""

import os
import uuid

from flask import Flask, request

app = Flask(__name__)
kept = os.environ["KEPT"]


@app.post("/<source>")
def take(source):
    file = os.open(os.path.join(kept, f"{source}-{uuid.uuid4()}"), os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        os.write(file, str(request.headers).encode() + b"\n" + request.get_data())
        os.fsync(file)
    finally:
        os.close(file)
    return "ok"
