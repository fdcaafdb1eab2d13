"""The door for a WSGI server. A server that nobody told otherwise is a production server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("TOCNSCD_ENV", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocnscd.settings")

application = get_wsgi_application()

# What is loaded by now stays; looking at it again for garbage, many times a page, took a seventh of a page of figures.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
