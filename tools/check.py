"""make check: style, templates, migrations, Django's own checks as for production. make fix: what can be mended."""

import subprocess
import sys

from install import BIN, ENVIRONMENT, ROOT, install

TEMPLATES = [str(file.relative_to(ROOT)) for file in sorted(ROOT.glob("templates/**/*.html"))]
RUFF, DJADE, MANAGE = (
    [BIN / "ruff"],
    [BIN / "djade", "--target-version", "5.2"],
    [BIN / "python", "manage.py"],
)
CHECKS = {
    "ruff format": [*RUFF, "format", "--check", "--quiet", "."],
    "ruff check": [*RUFF, "check", "--quiet", "."],
    "djade": [*DJADE, "--check", *TEMPLATES],
    "makemigrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "check --deploy": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}
FIXES = {
    "ruff check": [*RUFF, "check", "--fix", "--quiet", "."],
    "ruff format": [*RUFF, "format", "--quiet", "."],
    "djade": [*DJADE, *TEMPLATES],
}
PRODUCTION = {
    "TOCNSCD_ENV": "production",
    "SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "example.vn",
}


def passes(name: str, command: list) -> bool:
    environment = {**ENVIRONMENT, **(PRODUCTION if "--deploy" in command else {})}
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment)
    print(f"{'đạt ' if done.returncode == 0 else 'HỎNG'}  {name}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    install()
    commands = FIXES if "--fix" in sys.argv else CHECKS
    sys.exit(not all([passes(name, command) for name, command in commands.items()]))
