"""How much of a file is taken in before it is refused: nothing that large is wanted, and a disk is soon full."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST = 5_000_000
"""Above every limit that a form has, so that the form can say in words what its own is."""


class LimitedUpload(FileUploadHandler):
    """Before the others: passes the parts on, and stops at the first too many."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > MOST:
            raise RequestDataTooBig("too much in files")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
