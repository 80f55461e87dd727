"""How much of a file is taken in before it is refused: nothing that large is wanted, and a disk is soon full."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST = 5_000_000
"""Above every limit that a form has, so that the form can say in words what its own is."""


class LimitedUpload(TemporaryFileUploadHandler):
    """What does not fit in memory goes to a temporary file, that is closed and gone at the first part too many."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.taken += len(raw_data)
        if self.taken > MOST:
            self.upload_interrupted()
            raise RequestDataTooBig("too much in files")
        return super().receive_data_chunk(raw_data, start)
