"""django-helpdesk as its installation guide has it, on SQLite. Loaded by the peer's own Python."""

import os
from pathlib import Path

HERE = Path(os.environ["BENCH_FOLDER"])
SECRET_KEY = "of a benchmark"
USE_TZ = True
SITE_ID = 1
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "helpdesk.db"}}
MEDIA_ROOT = HERE / "media"
MEDIA_URL, STATIC_URL = "/media/", "/static/"
ROOT_URLCONF = "tests.bench.helpdesk.urls"
_DJANGO = ("admin", "auth", "contenttypes", "sessions", "sites", "messages", "staticfiles", "humanize")
INSTALLED_APPS = [*(f"django.contrib.{name}" for name in _DJANGO), "rest_framework", "helpdesk"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["BENCH_SMTP"])
DEFAULT_FROM_EMAIL = "phongtccb@laocai.edu.vn"
HELPDESK_TEAMS_MODE_ENABLED = False
