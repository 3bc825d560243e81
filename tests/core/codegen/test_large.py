"""A description of a vendor's size: what our own steps cost beside the generator."""

import json
import subprocess
import sys

import yaml

from pickupkit.codegen.documents import read

from ._large import PATHS, SCHEMAS, large

KEPT = [f"/things/{number}" for number in range(0, 200, 5)]
OURS = """
import json, sys
from pathlib import Path
from pickupkit.codegen.pipeline import derived, formed
specs = Path(sys.argv[1])
(specs / "shape.json").write_text(json.dumps(formed(specs, derived(specs))), encoding="utf-8")
"""
GENERATOR = """
import json, sys
from pathlib import Path
from pickupkit.codegen.pipeline import HOOKS, _run_generator
specs = Path(sys.argv[1])
config = json.dumps({"package_name_override": "large", "post_hooks": HOOKS})
(specs / "config.json").write_text(config)
_run_generator(specs / "shape.json", specs / "config.json", specs / "out")
"""
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=sys.stderr)
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(spent.ru_utime + spent.ru_stime, spent.ru_maxrss)
"""


def spent(*arguments):
    """Give the seconds of processor time and the most memory of a command of Python."""
    command = [sys.executable, "-c", MEASURED, sys.executable, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory)


def test_our_own_steps_cost_less_than_the_generator_does(tmp_path):
    """A megabyte of YAML is read, overlaid, pruned, mended, linted and shaped in less than that."""
    specs = tmp_path / "large"
    specs.mkdir()
    document = large()
    assert (len(document["paths"]), len(document["components"]["schemas"])) == (PATHS, SCHEMAS)
    (specs / "upstream.yaml").write_text(yaml.dump(document, Dumper=yaml.CSafeDumper))
    overlay = {"overlay": "1.1.0", "x-keep-paths": KEPT, "actions": []}
    (specs / "overlay.yaml").write_text(json.dumps(overlay))

    seconds, memory = spent("-c", OURS, specs)
    most_seconds, most_memory = spent("-c", GENERATOR, specs)

    assert len(read(specs / "shape.json")["paths"]) == len(KEPT)
    assert len(list((specs / "out" / "api").glob("tag*/*.py"))) > 2 * len(KEPT)
    assert seconds < most_seconds
    assert memory < 2 * most_memory
