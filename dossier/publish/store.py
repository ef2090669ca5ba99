"""Loads the statements of a publication into a database, through ftmq and its stores."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from followthemoney.statement import Statement as FtmStatement

from dossier.formats.reading import open_file
from dossier.problems import File, Quoted, Stop, Term, listed, stop

INSTALL = "Run `pip install 'sanctions-dossier[store]'`."
OTHERS = "Fill another store of ftmq by `ftmq q -i entities.ftm.json -o ADDRESS`."
SCHEMES = ("postgresql", "sqlite")
HIDDEN = "***"
_CREDENTIALS = re.compile(r"^(?P<user>[^/:@]*)(?::(?P<password>.*))?@")  # a password may hold an @


def load(uri: str, statements: Path, dataset: str) -> int:
    """Put the statements of the file into the store in place of those of the dataset that it holds.

    All in one transaction: loading the same publication again changes nothing, what a later one no longer says is
    gone, and other datasets are left alone. Returns the number of statements. Raises Stop when the store cannot be
    used; no message shows the password of `uri`.
    """
    check_store(uri)
    try:
        from ftmq.store import get_store
        from ftmq.store.base import get_linker
        from sqlalchemy import delete
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise stop(
            "extra-missing", "Loading into a database needs ftmq, which is not installed.", cure=INSTALL
        ) from None
    try:
        # values are in FtM's cleaned form already: they are stored as published, under the ids merged in that database
        store: Any = get_store(uri, dataset=dataset, linker=get_linker(uri), cast_types=False)
        writer = store.writer()
    except ImportError as error:
        raise stop(
            "extra-missing",
            "The driver of {store} is missing: {reason}.",
            cure=INSTALL,
            store=File(shown_store(uri)),
            reason=Term(str(error)),
        ) from None
    except (SQLAlchemyError, OSError, ValueError) as error:
        raise _failed(uri, error) from None
    count = 0
    try:
        writer.tx = writer.conn.begin()
        writer.conn.execute(delete(store.table).where(store.table.c.dataset == dataset))
        for statement in read_statements(statements):
            writer.add_statement(statement)
            count += 1
        writer.flush()
    except SQLAlchemyError as error:
        raise _failed(uri, error) from None
    finally:
        writer.close()  # takes back what is not committed
        store.engine.dispose()
    return count


def check_store(uri: str) -> None:
    """Raises Stop for a store that is not loaded into.

    Not each of ftmq's other stores (leveldb, duckdb, lake) takes back a load that fails halfway.
    """
    scheme = uri.split(":", 1)[0].split("+", 1)[0]
    if scheme not in SCHEMES:
        raise stop(
            "store-failed",
            "--to takes {known}, not {this}.",
            cure=OTHERS,
            known=listed(Term, (f"{scheme}://" for scheme in SCHEMES), " and "),
            this=File(f"{scheme}://" if "://" in uri else "this"),
        )


def read_statements(path: Path) -> Iterator[FtmStatement]:
    """The statements of a file that we have just written."""
    with open_file(path) as opened, io.TextIOWrapper(opened, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield FtmStatement(
                entity_id=row["entity_id"],
                prop=row["prop"],
                schema=row["schema"],
                value=row["value"],
                dataset=row["dataset"],
                lang=row["lang"] or None,
                original_value=row["original_value"] or None,
                first_seen=row["first_seen"],
                last_seen=row["last_seen"],
                id=row["id"],
            )


def shown_store(uri: str) -> str:
    """The address of a store without its password and its options, of which a password may be one."""
    scheme, _, rest = uri.partition("://")
    return f"{scheme}://{_CREDENTIALS.sub(_user, rest.split('?', 1)[0])}"


def _user(found: re.Match[str]) -> str:
    return found["user"] + "@"


def _failed(uri: str, error: Exception) -> Stop:
    """The first line of the store's own words, without the password in any spelling."""
    words = (str(error).strip().splitlines() or [type(error).__name__])[0]
    credentials = _CREDENTIALS.search(uri.partition("://")[2])
    secrets = [credentials["password"] or ""] if credentials else []
    secrets += [text for key, text in parse_qsl(uri.partition("?")[2]) if "password" in key]
    for secret in {spelling for each in secrets for spelling in (each, unquote(each), quote(each)) if spelling}:
        words = words.replace(secret, HIDDEN)
    return stop(
        "store-failed",
        "{store} could not be loaded: {reason}.",
        store=File(shown_store(uri)),
        reason=Quoted(words.rstrip(".")),
    )
