"""Every setting, once. What differs between machines comes from the environment (.env.example)."""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import SplitResult, unquote

from csp.constants import NONE, SELF

from portfolio import env

# ---- places ----------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA", BASE_DIR / "var")
DATABASE_URL = env.address("DATABASE_URL", "postgresql://user:password@host:port/name", "postgresql", "postgres")
REDIS_URL = env.address("REDIS_URL", "redis://host:port/0 (rediss:// for TLS)", "redis", "rediss")
IN_SERVICE = bool(DATABASE_URL)  # else the embedded default: SQLite and a queue of files below DATA
PORT = env.number("PORT", 8000, low=1, high=65535)

# ---- security --------------------------------------------------------------
SECRET_KEY = env.secret("SECRET_KEY")
if IN_SERVICE and len(SECRET_KEY) < 50:
    raise env.Misconfigured("SECRET_KEY", "set it (or SECRET_KEY_FILE) when DATABASE_URL is set: at least 50 random characters.")
SECRET_KEY = SECRET_KEY or env.kept("DATA", DATA_DIR / "secret.key", lambda: secrets.token_urlsafe(48))  # the embedded default makes its own
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", r"\*|\.?[\w.-]+|\[[0-9a-f:]+\]", "samverk.example.org")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "", r"https?://[\w.*:\[\]-]+", "https://samverk.example.org")
CSRF_FAILURE_VIEW = "portfolio.access.kept.csrf_failure"
HTTPS = env.flag("HTTPS")
_named = next((host for host in ALLOWED_HOSTS if host[0] not in "*.["), "localhost")
_site = env.address("SITE_URL", "https://samverk.example.org", "https", "http")
SITE_URL = _site.geturl().rstrip("/") if _site else f"https://{_named}" if HTTPS else f"http://{_named}:{PORT}"  # of links in mails
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from inside, by name of the machine
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "portfolio.access.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "samverk_session"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ---- application -----------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",  # its own templates, beside ours in templates/django/forms
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "simple_history",
    "portfolio",
    "projects",
    "costsharing",
    "milestones",
]
MIDDLEWARE = [
    "portfolio.web.tracing.RequestIdMiddleware",
    "portfolio.web.limits.LargestRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portfolio.web.packing.CompressTextMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portfolio.access.kept.KeptFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portfolio.access.middleware.UserLanguageMiddleware",
    "portfolio.access.middleware.DefaultDenyMiddleware",
    "portfolio.web.conflict.ConflictMiddleware",
]
ROOT_URLCONF = "portfolio.urls"
WSGI_APPLICATION = "portfolio.wsgi.application"
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
                "portfolio.access.menu.own_regions",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "portfolio.templatetags.portfolio_format"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---- database --------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def postgresql(url: SplitResult) -> dict[str, object]:
    if not url.path.strip("/"):
        raise env.Misconfigured("DATABASE_URL", "name the database: postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "samverk.sqlite3",
    "OPTIONS": {
        # WAL with IMMEDIATE: web and job loop write side by side without "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;",
    },
    "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},  # a file, so that the threads of a live server share it
}
DATABASES = {"default": postgresql(DATABASE_URL) if DATABASE_URL else SQLITE}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL.geturl()}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # one web process, so its memory is enough to throttle
}

# ---- people ----------------------------------------------------------------
AUTH_USER_MODEL = "portfolio.User"
AUTHENTICATION_BACKENDS = ["portfolio.access.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "portfolio.access.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "portfolio.forms.SignInForm",
    "reset_password": "portfolio.forms.ResetRequestForm",
    "reset_password_from_key": "portfolio.forms.NewPasswordForm",
    "change_password": "portfolio.forms.ChangePasswordForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # the address stands in User alone
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
LINK_LIMITS = {
    "answer_link": "30/m/ip",
    "answer_again": "30/m/ip,10/h/key",  # key: the address that is asked for, known or not
    "answer_ask": "60/h/ip,10/h/key",  # key: the link
    "answer_forward": "60/h/ip,5/h/key",
    "answer_code": "120/h/ip,30/h/key",
}
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/h/key", "invitation": "30/m/ip", **LINK_LIMITS}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds for which a password written once more holds
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.flag("BEHIND_PROXY"))  # else X-Forwarded-For is what anybody writes, and is not read
USERSESSIONS_TRACK_ACTIVITY = False  # a session is listed when it begins; reading a page writes nothing

# ---- mail ------------------------------------------------------------------
SMTP_URL = env.address("SMTP_URL", "smtp://user:password@host:port (smtps:// for TLS from the start)", "smtp", "smtps")
DEFAULT_FROM_EMAIL = env.mail_address("MAIL_FROM", "Samverk <samverk@localhost>")
EMAIL_BACKEND = "portfolio.mail.Backend"  # holds back, or hands over to the transport
if SMTP_URL:
    MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = SMTP_URL.hostname, SMTP_URL.port or (465 if SMTP_URL.scheme == "smtps" else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(SMTP_URL.username or ""), unquote(SMTP_URL.password or "")
    EMAIL_USE_SSL = SMTP_URL.scheme == "smtps"
    EMAIL_USE_TLS = env.flag("SMTP_STARTTLS") and not EMAIL_USE_SSL
    EMAIL_TIMEOUT = 20
else:
    MAIL_TRANSPORT = "portfolio.mail.FileBackend"  # DATA/mail/*.eml

# ---- language and time -----------------------------------------------------
LANGUAGES = [("sv", "Svenska"), ("nb", "Norsk bokmål"), ("en-gb", "English")]
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# ---- files -----------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
COLLECTED = env.text("STATIC")  # in service: names with hashes, and nothing is looked for beside them
STATIC_ROOT = Path(COLLECTED) if COLLECTED else env.made("DATA", DATA_DIR / "static")
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"django.contrib.staticfiles.storage.{'Manifest' if COLLECTED else ''}StaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"  # issued documents; served only by a view that asks who may
SUBMISSIONS_KEPT = timedelta(days=30)  # the key of a form that was done: for so long the form sent again leads to the first result
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # of what is typed; files are counted apart
LARGEST_REQUEST = 6_000_000  # bytes with its files: what is larger is not read at all
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "portfolio.web.uploads.LimitedUpload"]

# ---- jobs ------------------------------------------------------------------
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "portfolio.celery:Beat"
BEAT_PULSE = DATA_DIR / "beat"  # a file whose time is that of the schedule's last round, half a minute ago at most
CELERY_TIMEZONE = "UTC"
TICK = 30.0  # seconds between two rounds of mails, files and reminders
DATABASE_CLOCK = IN_SERVICE  # leases and due mails count by the database's clock, so that several machines agree
DELIVERY_LEASE = timedelta(seconds=240)  # how long a worker may be at one mail: longer than a mail server can draw out its answers, each within EMAIL_TIMEOUT
FALLBACK_AFTER = timedelta(seconds=120)  # without a sign of life of any worker web processes send what waits
CELERY_EMBEDDED_BEAT = not REDIS_URL
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL.geturl()
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"visibility_timeout": 300}
else:
    _queue = DATA_DIR / "queue"
    for _name in ("messages", "control"):
        env.made("DATA", _queue / _name)
    CELERY_BROKER_URL = "filesystem://localhost"  # a host it does not use, else it warns
    CELERY_BROKER_TRANSPORT = "portfolio.filequeue:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.2,
    }

# ---- logs ------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "portfolio.lib.logs.LineFormatter", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "portfolio.lib.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": env.choice("LOG_FORMAT", "json" if IN_SERVICE else "line", "json", "line")}},
    "root": {"handlers": ["stderr"], "level": env.choice("LOG_LEVEL", "INFO" if IN_SERVICE else "WARNING", "DEBUG", "INFO", "WARNING", "ERROR")},
    "loggers": {"django": {"handlers": [], "propagate": True}},  # Django's own handlers would mail errors and write lines of another form
}
