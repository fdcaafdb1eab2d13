"""Settings. Everything that differs between machines comes from the environment, through tocnscd/env.py.

TOCNSCD_ENV=development (default of manage.py and make run) works without any variable;
TOCNSCD_ENV=production (default of tocnscd/wsgi.py) refuses to start without SECRET_KEY and ALLOWED_HOSTS.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from tocnscd import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what this machine keeps: database, key; never in git
VAR_DIR.mkdir(exist_ok=True)

PRODUCTION = env.choice("TOCNSCD_ENV", ("development", "production"), "development") == "production"
DEBUG = not PRODUCTION and env.boolean("DEBUG")
SECRET_KEY = env.required_secret("SECRET_KEY") if PRODUCTION else env.saved_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS") if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += [] if PRODUCTION else env.words("ALLOWED_HOSTS")

# --- Apps -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # the rooms, in the order of their imports; before the others so that their templates and commands win
    "areas",
    "accounts",
    "imports",
    "teams",
    "visits",
    "reports",
    "sample",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # lets templates/django/forms/ override the widgets
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "import_export",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tocnscd.compressed.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.keep_out_of_caches",
    "accounts.middleware.OwnPasswordFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it turns a refused sign-in into the lock-out page
]

ROOT_URLCONF = "tocnscd.urls"
WSGI_APPLICATION = "tocnscd.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.frame",
                "visits.context.desk",
                "sample.context.sample_accounts",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", default=VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that writes waits at its start instead of failing in its middle
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: a visit that got its receipt survives a power cut (NORMAL may lose the last commits)
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
    }
else:
    # PostgreSQL compiles a query that it expects to be long: for pages of some milliseconds that alone takes longer
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# One process in development, so its own memory may hold the sessions; several in production, where a
# session that ended in one process must be ended in all.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'db' if PRODUCTION else 'cached_db'}"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Sign-in --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: refuses whoever is locked out
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the form asks: yes on one's own phone, no on a shared computer
# One rule for repeated failures, that of axes below: a whole commune office signs in from one address.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying again does not prolong the wait
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock out a colleague from elsewhere
AXES_USERNAME_CALLABLE = "accounts.adapter.login_name"
AXES_CLIENT_IP_CALLABLE = "accounts.adapter.client_ip"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 14 * 24 * 3600  # two weeks between sign-ins on a member's own phone
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- Security headers -----------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # allauth draws the QR code of the second factor as a data: image
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# On SQLite an index holds its keys only, and is as good without the rest: its tables lie in the order of their keys.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.boolean("SSL_REDIRECT", default=True)  # off where the proxy redirects itself
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes ask the process directly, without TLS
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # Other services of the province share its domain, so neither subdomains (W005) nor preload (W021).
    SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
    CSRF_TRUSTED_ORIGINS = [f"https://{'*' + host if host[0] == '.' else host}" for host in ALLOWED_HOSTS]
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Language, dates, numbers ---------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["tocnscd.formats"]
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Counting ---------------------------------------------------------------------------------------

# The reporting month: calendar, or from the 15th to the 14th (NĐ 09/2019/NĐ-CP); visits/months.py.
# After a change, `manage.py verify_totals --repair` counts everything anew.
REPORTING_MONTH = env.choice("REPORTING_MONTH", ("calendar", "15-14"), "calendar")

# What the teams of an area have to reach: told by reports/, shown by visits/, which may not import it (visits.aims).
AIMS = "reports.aims.aims_of"

# --- Rescue files of phones ------------------------------------------------------------------------

# What opens them: the key in the variable, else in the file, made at first need (visits/rescue/key.py).
RESCUE_KEY = env.text("RESCUE_KEY")
RESCUE_KEY_FILE = VAR_DIR / "rescue_key.pem"

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None  # filled by collectstatic
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]  # what esbuild made out of static/
STATICFILES_DIRS[0].mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

FONTS_DIR = BASE_DIR / "build" / "fonts"  # of PDF files; tools/fonts.py

# --- Uploads --------------------------------------------------------------------------------------

FILE_UPLOAD_HANDLERS = [
    "imports.uploads.LimitedUpload",  # first: what is too large is not stored
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail, logs, tables ---------------------------------------------------------------------------

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'console'}.EmailBackend"
DJANGO_TABLES2_TEMPLATE = "partials/_table.html"
IMPORT_EXPORT_USE_TRANSACTIONS = True

# Logs go to the standard error stream and carry ids, never names, phone numbers or what a person typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"hide_secrets": {"()": "tocnscd.logs.HideSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners of the internet, not errors of ours
        "axes": {"level": "WARNING"},
    },
}
