from django.apps import AppConfig


class CostsharingConfig(AppConfig):
    name = "costsharing"
    default_auto_field = "django.db.models.BigAutoField"
