"""What every test stands on: a fast database of its own, a fast password hash, an empty cache."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

pytest_plugins = ["tests.cast"]


def pytest_configure():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # no listing of all static files for each test client


def pytest_addoption(parser):
    parser.addoption("--of-database", action="store_true", help="only tests whose outcome a database can change")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(config, items):
    """Of two workers, one loads the sample province and runs all its tests."""
    for item in items:
        if item.path.parent.name == "sample" or item.path.name == "test_main_job.py":
            item.add_marker(pytest.mark.xdist_group("sample"))
    if config.getoption("--of-database"):
        left_out = [item for item in items if not asks_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if asks_the_database(item)]


def asks_the_database(item) -> bool:
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    return bool(asks) and not item.get_closest_marker("looks")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite tests use a file, as the product does: threads in one memory database break each other."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        pragmas = database["OPTIONS"]["init_command"]
        database["OPTIONS"]["init_command"] = pragmas.replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
