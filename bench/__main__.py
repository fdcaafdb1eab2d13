"""python -m bench MODULE ARGUMENTS: one measurement in its own process; its last line is the findings, as JSON."""

import json
import sys
from importlib import import_module

if __name__ == "__main__":
    import_module("tocnscd.wsgi")  # the process is made ready as that of a server is
    print(json.dumps(import_module(f"bench.{sys.argv[1]}").main(*sys.argv[2:])))
