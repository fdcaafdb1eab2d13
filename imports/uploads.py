"""A request larger than any list may be: its file is refused before a byte of it is stored."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

LARGEST = 25 * 1024 * 1024  # bytes of a whole request; the file in it may have 20 MB, see imports/workbook/survey.py


def too_large(request: HttpRequest) -> bool:
    """Whether the files of the request were refused, which the view answers with 413."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > LARGEST


class LimitedUpload(FileUploadHandler):
    """Stands before those that store. The rest is read and thrown away, or the browser would only show a lost line."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.refuses = content_length > LARGEST

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.refuses:
            raise StopUpload(connection_reset=False)

    def receive_data_chunk(self, raw_data, start):
        return raw_data  # for the next one

    def file_complete(self, file_size):
        return None
