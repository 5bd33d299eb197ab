"""Every resource that can have tags has them: the configuration has no default_tags, since a module has no provider of its own."""
import json
import pathlib
import re
import subprocess
import sys

infra = pathlib.Path(__file__).parent.parent
schema = json.loads(subprocess.run(["terraform", f"-chdir={infra}", "providers", "schema", "-json"], capture_output=True, text=True, check=True).stdout)
types = next(iter(schema["provider_schemas"].values()))["resource_schemas"]
tagged, bare = 0, []
for file in sorted([*infra.glob("*.tf"), *infra.glob("modules/**/*.tf")]):
    for kind, name, body in re.findall(r'(?ms)^resource "(\w+)" "(\w+)" \{\n(.*?)^\}', file.read_text()):
        if "tags" not in types[kind]["block"]["attributes"]:
            continue
        if re.search(r"(?m)^  tags +=", body):
            tagged += 1
        else:
            bare.append(f"{file.relative_to(infra)}: {kind}.{name} has no tags")
print("\n".join(bare) or f"{tagged} resources have tags")
sys.exit(1 if bare or not tagged else 0)
