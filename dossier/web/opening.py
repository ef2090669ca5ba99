"""Opens the browser at an address that holds a token, without the token in any argument.

The arguments of a program can be read by every user of the machine. So the browser is handed the name of a file that
only its user can read, and which leads on to the address.
"""

from __future__ import annotations

import html
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from dossier.problems import File, os_reason, stop

PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={address}">
<title>dossier</title>
<p><a href="{address}">Go on</a></p>
</html>
"""


class Forward:
    """A file of mode 0600, in a folder of mode 0700, that leads a browser to an address."""

    def __init__(self, address: str) -> None:
        """Write the file. Raises Stop when it cannot be written."""
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="dossier-"))
            self.path = self._folder / "open.html"
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(PAGE.format(address=html.escape(address)))
        except OSError as error:
            folder = File(tempfile.gettempdir())
            raise stop(
                "output-unwritable", "{folder} cannot be written: {reason}.", folder=folder, reason=os_reason(error)
            ) from None

    def remove(self) -> None:
        """Take the file away: its token was used, or nobody will use it any more."""
        shutil.rmtree(self._folder, ignore_errors=True)


Launch = Callable[[str], object]  # given the path of a file, starts the program that shows it
