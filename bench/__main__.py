"""python -m bench MODULE ARGUMENTS: one measurement in its own process; its last line is the findings, as JSON."""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocnscd.settings")
    django.setup()
    print(json.dumps(import_module(f"bench.{sys.argv[1]}").main(*sys.argv[2:])))
