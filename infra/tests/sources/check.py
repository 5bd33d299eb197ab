"""Plans the cases beside it: each is taken, or refused with its words and its name."""
import json
import pathlib
import subprocess
import sys

folder = pathlib.Path(__file__).parent
cases = json.loads((folder / "cases.json").read_text())


def plan(refused):
    run = subprocess.run(
        ["terraform", f"-chdir={folder}", "plan", "-json", "-input=false", "-lock=false", f"-var=refused={str(refused).lower()}"],
        capture_output=True, text=True)
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return [line["diagnostic"] for line in lines if line.get("diagnostic", {}).get("severity") == "error"]


wrong = [f"taken: {error['summary']}: {error['detail']}" for error in plan(False)]
found = {name: [] for name in cases}
for error in plan(True):
    text = f"{error['summary']}: {error['detail']}"
    name = next((name for name in cases if f"The source {name}:" in text), None)
    if name is None:
        wrong.append(text)
    else:
        found[name].append(text)
for name, case in cases.items():
    if "error" in case and (not any(case["error"] in text for text in found[name])):
        wrong.append(f"{name}: expected an error with '{case['error']}', and there are {found[name]}")
print("\n".join(wrong) or f"{len(cases)} cases of sources are taken or refused as they should be")
sys.exit(1 if wrong else 0)
