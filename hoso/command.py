"""The command line (docs/contract.md): `./run …`, or `hoso …` of an installed copy.

Exit status: 0 all well; 1 some input could not be read or something failed; 2 wrong usage; 3 a verdict of invalid or
indeterminate. JSON goes to standard output and nothing else does; logs go to standard error.
"""

from __future__ import annotations

import importlib
import logging
import os
import secrets
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NoReturn, cast

import click

from terms.errors import HosoError

# name -> where the command is, and its one-line help, so that `--help` imports nothing.
COMMANDS = {
    "demo": ("hoso.commands.demo:demo", "The whole road on a sample dossier, in a few minutes."),
    "serve": ("hoso.commands.service:serve", "The whole service: staff pages, API, public verification, workers."),
    "read": ("hoso.commands.papers:read", "Read papers without storing anything."),
    "pdf": ("hoso.commands.papers:pdf", "Scan in, searchable PDF/A out."),
    "ingest": ("hoso.commands.papers:ingest", "Store files or a folder of them, and process them."),
    "cover": ("hoso.commands.covers:cover", "Cover sheets to print: each opens a dossier or a new paper."),
    "certify": ("hoso.commands.copies:certify", "Issue a certified copy; PINs are asked for."),
    "verify": ("hoso.commands.copies:verify", "Judge signed PDFs, ours or anyone's."),
    "compare": ("hoso.commands.later:compare", "A printed copy against the issued one."),
    "worker": ("hoso.commands.service:worker", "One more worker process."),
    "check": ("hoso.commands.keeping:check", "Proof that nothing is missing or altered."),
    "rebuild": ("hoso.commands.later:rebuild", "Make everything derived anew."),
    "backup": ("hoso.commands.later:backup", "Everything out."),
    "restore": ("hoso.commands.later:restore", "Everything back in."),
    "admin": ("hoso.commands.admin:admin", "First administrator, offices, people, migrations, demo authority."),
    "process": ("hoso.commands.service:process", "One process of the service; `serve` starts them all."),
    "test": ("hoso.commands.development:test", "The whole test suite."),
    "bench": ("hoso.commands.development:bench", "Benchmarks, each against its peer in the same run."),
    "prove": ("hoso.commands.development:prove", "Long proofs: kills, forgeries, fuzzing."),
}


class _Commands(click.Group):
    """A group whose commands are imported only when called: `./run read` should not wait for the web."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        return cast(click.Command, getattr(importlib.import_module(module), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def hoso() -> None:
    """Hoso (hồ sơ): paper dossiers into data that is asked for once; certified copies that anyone can verify."""


def main() -> NoReturn:
    """Run the command line and leave with its exit status. A refusal is told in two languages, without a trace."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _hand_down_import_path()
    for talkative in ("pikepdf", "alembic", "fontTools", "pyhanko", "fpdf", "celery", "kombu", "waitress"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    try:
        status = hoso.main(prog_name=_program_name(), standalone_mode=False)
    except HosoError as error:
        click.echo(f"{error.message('vi')}\n{error.message('en')} [{error.code}]", err=True)
        sys.exit(2 if error.code in {"settings_invalid", "bad_request"} else 1)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of our output has gone
        sys.exit(0)
    except Exception:  # noqa: BLE001 - whatever it is, a person gets a sentence and not a trace
        sys.exit(_unexpected())
    sys.exit(status if isinstance(status, int) else 0)


def _hand_down_import_path() -> None:
    """Let the processes we start find this very program, wherever it was started from."""
    here = str(Path(__file__).parents[1])
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if here not in known:
        os.environ["PYTHONPATH"] = os.pathsep.join([here, *filter(None, known)])


def _unexpected() -> int:
    """Tell a person that something unexpected went wrong, and keep the trace for whoever mends it."""
    reference = secrets.token_hex(4)
    path = Path(tempfile.gettempdir()) / f"hoso-error-{reference}.txt"
    path.write_text(traceback.format_exc(), "utf-8")
    error = HosoError("internal", reference=reference)
    click.echo(f"{error.message('vi')}\n{error.message('en')} [internal]\n{path}", err=True)
    return 1


def _program_name() -> str:
    return "./run" if os.environ.get("HOSO_ROOT") else "hoso"
