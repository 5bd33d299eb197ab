"""Plays the conformance cases against receivers that others wrote. scripts/conformance calls it.

play.py ROOT CACHE [NAME...]: for each peer, installs it into CACHE/NAME, starts it for each of its schemes on a free port of
127.0.0.1, runs `weir conformance`, ends it, and writes ROOT/docs/conformance/NAME-SCHEME.json.
"""

import base64
import datetime
import http.client
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time

TOPIC = "arn:aws:sns:us-east-1:000000000000:conformance"
START_SECONDS = 60
INSTALL_SECONDS = 900


class Failed(Exception):
    """Says in one line why a peer could not be played."""


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def install(peer, source, folder):
    for tool in peer["needs"]:
        if shutil.which(tool) is None:
            raise Failed(f"{tool} is not on the PATH")
    for files in (source.parent / "lib", source):
        shutil.copytree(files, folder, dirs_exist_ok=True)
    environment = {**os.environ, "PYTHON": sys.executable, "VERSION": peer["version"], "HOME_PAGE": peer["home"]}
    for line in peer["install"]:
        done = subprocess.run(line, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=INSTALL_SECONDS)
        if done.returncode != 0:
            raise Failed(f"{line}: exit code {done.returncode}\n{done.stdout}")


def secret(scheme):
    key = secrets.token_bytes(24)
    return "whsec_" + base64.b64encode(key).decode() if scheme in ("standard-webhooks", "svix") else key.hex()


def await_answer(process, port, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise Failed(f"it did not answer\n{log.read_text(errors='replace')}")


def end(process):
    """Ends it and what it started, by the id of its own group."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            pass


def play(root, peer, scheme, folder):
    port, certificates = free_port(), f"127.0.0.1:{free_port()}"
    secret_file = folder / f"{scheme}.secret"
    secret_file.write_text(secret(scheme))
    log = folder / f"{scheme}.log"
    environment = {**os.environ, "PORT": str(port), "SCHEME": scheme, "SECRET_FILE": str(secret_file), "TOPIC": TOPIC,
                   "CERTIFICATES": f"http://{certificates}"}
    command = [root / "scripts/weir", "conformance", "--to", f"http://127.0.0.1:{port}{peer.get('path', '/')}", "--scheme", scheme,
               "--observe", "status", "--rate", "50", "--json"]
    command += ["--certificates", certificates, "--topic", TOPIC] if scheme == "sns" else ["--secret-file", secret_file]
    with log.open("w") as output:
        process = subprocess.Popen(peer["start"], shell=True, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=output, start_new_session=True)
        try:
            await_answer(process, port, log)
            run = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        finally:
            end(process)
    if run.returncode not in (0, 1):
        raise Failed(f"{scheme}: weir conformance ended with exit code {run.returncode}")
    return json.loads(run.stdout)


def kept(result):
    """What the page tells of a case: nothing that is another each time."""
    return {name: result[name] for name in ("id", "seen", "status", "ok") if name in result}


def record(peer, name, scheme, run):
    lines = ",\n".join("    " + json.dumps(kept(result)) for result in run["cases"])
    head = {"peer": name, **{key: peer[key] for key in ("name", "version", "language", "home")}, "scheme": scheme,
            "date": datetime.date.today().isoformat(), "tool": run["tool"]}
    return json.dumps(head, indent=2)[:-2] + f',\n  "cases": [\n{lines}\n  ]\n}}\n'


def main(root, cache, names):
    peers, failed = root / "conformance/peers", 0
    for name in names or sorted(file.parent.name for file in peers.glob("*/peer.json")):
        source, folder = peers / name, cache / name
        if not (source / "peer.json").is_file():
            sys.exit(f"no such peer: {name}")
        peer = json.loads((source / "peer.json").read_text())
        try:
            install(peer, source, folder)
            for scheme in peer["schemes"]:
                run = play(root, peer, scheme, folder)
                (root / "docs/conformance").mkdir(exist_ok=True)
                (root / f"docs/conformance/{name}-{scheme}.json").write_text(record(peer, name, scheme, run))
                passed = sum(case["ok"] is True for case in run["cases"])
                wrong = [case["id"] for case in run["cases"] if case["ok"] is False]
                print(f"{name} {peer['version']}, {scheme}: {passed} of {len(run['cases'])} as expected", *wrong, sep="\n  ", flush=True)
        except (Failed, subprocess.TimeoutExpired) as problem:
            failed += 1
            print(f"{name}: {problem}", file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]))
