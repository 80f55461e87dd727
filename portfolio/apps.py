from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "portfolio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # `celery -A portfolio` finds the app, while a pure module of the package starts no Celery.
        from portfolio import celery  # noqa: F401, PLC0415
