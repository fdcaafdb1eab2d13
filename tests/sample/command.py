import io

from django.core.management import call_command


def run(*command: str) -> str:
    """What a management command prints."""
    output = io.StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()
