"""On what, and when, a benchmark ran."""

from __future__ import annotations

import platform
import re
import time
from pathlib import Path


def processor() -> str:
    """The Python, the processor and how many of it."""
    names = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    found = f"{len(names)} × {names[0]}" if names else platform.machine()
    return f"{platform.python_implementation()} {platform.python_version()}, {found}"


def date() -> str:
    """Today."""
    return time.strftime("%d %B %Y", time.gmtime())
