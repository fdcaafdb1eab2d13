"""areas <- accounts <- imports <- teams <- visits <- reports <- sample: to the left only, at the top of the file."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["areas", "accounts", "imports", "teams", "visits", "reports", "sample"]
FILES = [file for app in APPS for file in sorted((ROOT / app).rglob("*.py"))]


def imported_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_to_the_left_and_at_its_top(file):
    app, tree = file.relative_to(ROOT).parts[0], ast.parse(file.read_text())
    to_the_right = set(APPS[APPS.index(app) + 1 :])
    assert [name for name in imported_names(tree) if name.split(".")[0] in to_the_right] == []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = (ast.Import, ast.ImportFrom)
    assert [inner.lineno for f in functions for inner in ast.walk(f) if isinstance(inner, inside)] == []
