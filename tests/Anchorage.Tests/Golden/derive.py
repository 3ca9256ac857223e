"""Derives service-model.txt from the AWS IoT service model, which botocore carries (Apache License 2.0):

    python3 derive.py .../botocore/data/iot/2015-05-28/service-2.json > service-model.txt

Botocore 1.43 or later has all 272 operations (its file is gzipped: unpack it first). Of each operation is kept what goes over
the wire: method, path, the names of request members by their place, of answer members with those of the structures in them,
and of errors. A request member has its kind behind a colon, and ! when it is required.
"""

import json
import sys

KINDS = {"string": "text", "integer": "number", "long": "number", "double": "number", "float": "number",
         "boolean": "boolean", "timestamp": "timestamp", "blob": "blob", "list": "list", "map": "map", "structure": "structure"}
PLACES = {"uri": "path", "querystring": "query", "header": "header", "headers": "header", None: "body"}

with open(sys.argv[1], encoding="utf-8") as file:
    model = json.load(file)
shapes = model["shapes"]


def members(reference):
    return shapes[reference["shape"]]["members"].items() if reference else []


def wire_name(name, member):
    return member.get("locationName", name)


def answer(shape_name, prefix, above):
    shape = shapes[shape_name]
    if shape["type"] == "list":
        yield from answer(shape["member"]["shape"], prefix, above)
    elif shape["type"] == "structure" and shape_name not in above:
        for name, member in shape["members"].items():
            path = prefix + wire_name(name, member)
            yield path
            yield from answer(member["shape"], path + ".", above | {shape_name})


print("# Derived by derive.py, which says how, from the service model of AWS IoT 2015-05-28 (Apache License 2.0).")
for name, operation in sorted(model["operations"].items()):
    print(name, operation["http"]["method"], operation["http"]["requestUri"])
    places = {}
    required = shapes[operation["input"]["shape"]].get("required", []) if "input" in operation else []
    for member_name, member in members(operation.get("input")):
        kind = KINDS[shapes[member["shape"]]["type"]]
        places.setdefault(PLACES[member.get("location")], []).append(
            f"{wire_name(member_name, member)}:{kind}{'!' if member_name in required else ''}")
    for place in ("path", "query", "header", "body"):
        if place in places:
            print(f" {place}", *places[place])
    if "output" in operation and shapes[operation["output"]["shape"]]["members"]:
        print(" answer", *answer(operation["output"]["shape"], "", frozenset()))
    print(" errors", *(error["shape"] for error in operation.get("errors", [])))
