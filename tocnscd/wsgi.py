"""The door for a WSGI server. A server that nobody told otherwise is a production server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("TOCNSCD_ENV", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocnscd.settings")

application = get_wsgi_application()
