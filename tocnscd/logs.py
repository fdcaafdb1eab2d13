"""What never reaches a log: the secrets of links that stand in an address."""

import logging
import re

SECRET = re.compile(r"/s/[\w-]+")


class HideSecrets(logging.Filter):
    """Django logs the address of each request that fails; of a link only that it was one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = SECRET.sub("/s/…", record.getMessage()), ()
        return True
