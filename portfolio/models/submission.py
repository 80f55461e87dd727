import uuid

from django.db import models

from portfolio.models.person import User


class Submission(models.Model):
    """A form that was posted and done, by the key that the form carried: posted twice it acts once, and leads to the first result."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    result = models.CharField(max_length=400, help_text="Address of the page that the form led to.")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.key)
