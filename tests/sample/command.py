import io

from django.core.management import call_command

from tests.once import once


def run(*command: str) -> str:
    """What a management command prints."""
    output = io.StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


def _load() -> str:
    run("load_areas")
    return run("load_sample")


load_province = once(
    _load, apart=False
)  # as an office gets it: all rows of the sample province; what load_sample said
