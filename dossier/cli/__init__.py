"""The command `dossier`: one short module per command, and the one place where an exception becomes a message."""

from __future__ import annotations

import functools
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from dossier import __version__
from dossier.cli import (
    assess,
    build,
    capture,
    check,
    doctor,
    excerpt,
    explain,
    export,
    import_,
    init,
    names,
    new,
    pack,
    pin,
    preview,
    rename,
    review,
    schema,
    screen,
    stamp,
    verdict,
)
from dossier.cli.output import Settings, about, err, fail, unexpected
from dossier.problems import Stop

# Commands that complete the case from `--private`; the others write into the case, or read its sources alone.
TAKES_PRIVATE = ("check", "assess", "build", "export", "pack", "preview", "review")
INTERRUPTED = 130  # as shells have it: 128 and the number of SIGINT

app = typer.Typer(
    name="dossier",
    help="Compile a case folder into sanctions dossiers and FollowTheMoney publications.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)
for command in (
    init,
    new,
    capture,
    excerpt,
    import_,
    names,
    rename,
    check,
    explain,
    schema,
    pin,
    stamp,
    screen,
    verdict,
    assess,
    build,
    preview,
    export,
    pack,
    doctor,
):
    app.command(command.__name__.rpartition(".")[2].rstrip("_"), epilog=command.EXAMPLES)(command.run)
app.add_typer(review.group)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dossier {__version__}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    case: Annotated[
        Path | None, typer.Option(help="The case folder. Without it: the nearest one upward that has a case.yml.")
    ] = None,
    private: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder with names that only the internal edition gives, kept elsewhere."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of every command."""
    about(None)
    context.obj = Settings(case, private)
    if private is not None and context.invoked_subcommand not in TAKES_PRIVATE:
        err.print(f"--private is not read by `dossier {context.invoked_subcommand}`.", style="dim")


def interrupted() -> NoReturn:
    """Say that Ctrl-C ended the command, and end it; a second Ctrl-C is too late to matter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    typer.echo("Interrupted: nothing half-written is left.", err=True)
    sys.exit(INTERRUPTED)


@functools.cache
def _program() -> Callable[..., object]:
    """The command line as click runs it, made once a process: reading every signature takes longer than a check."""
    return typer.main.get_command(app)


def main() -> None:
    """Run the command line. Exits 0 when all is well, 1 with errors, 2 for wrong usage; never with a traceback."""
    try:
        _program()(prog_name="dossier")
    except Stop as error:
        sys.exit(fail(error.problems))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        interrupted()
    except SystemExit as end:  # Typer turns Ctrl-C into this, without a word
        if end.code == INTERRUPTED:
            interrupted()
        raise
    except Exception as error:  # noqa: BLE001 - the last handler: a user never sees a traceback
        sys.exit(fail(unexpected(error)))
