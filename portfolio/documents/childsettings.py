"""All that the rendering process needs of Django: where the templates lie. No database, no secrets."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
USE_I18N = USE_TZ = False
