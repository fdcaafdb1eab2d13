"""python -m torture PHONES VISITS SEED: one storm; its last line is the findings, as JSON."""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocnscd.settings")
    django.setup()
    print(json.dumps(import_module("torture.run").main(*map(int, sys.argv[1:])), ensure_ascii=False))
