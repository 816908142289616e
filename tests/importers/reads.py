"""What the tests of single formats share: a file that was written down here, as it is read."""

from contextlib import nullcontext
from io import BytesIO

from summaries.importers.files import AS_USUAL, File
from summaries.importers.formats import read_file
from summaries.importers.media import NO_MEDIA


def read(name, data, *, media=NO_MEDIA, options=AS_USUAL):
    """The readings of a file of this name; ``data`` is its bytes or its text."""
    data = data.encode() if isinstance(data, str) else data
    return list(read_file(File(name, name, lambda: nullcontext(BytesIO(data)), media, options)))


def document(name, data, **how):
    """The document in a file that holds one."""
    (reading,) = read(name, data, **how)
    assert not reading.error
    return reading.document
