"""Takes from the states of recorded.tftest.hcl what later versions must read: extract.py STATES FOLDER."""
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[2])


def resources(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


states = {}
for line in pathlib.Path(sys.argv[1]).read_text().splitlines():
    message = json.loads(line)
    if message["type"] == "test_state":
        states[message["@testrun"]] = {each["address"]: each["values"] for each in resources(message["test_state"]["root_module"])}

for run in ["few", "all"]:
    state = states[run]
    function = next(state[address] for address in state if address.startswith("module.ingest.") and ".aws_lambda_function." in address)
    recorded = {
        "description": state["aws_ssm_parameter.deployment"]["value"],
        "variable": function["environment"][0]["variables"]["WEIR_SOURCES"],
        "stored": state["aws_ssm_parameter.sources"]["value"],
    }
    (folder / f"deployment-{run}.json").write_text(json.dumps(recorded, indent=1) + "\n")
