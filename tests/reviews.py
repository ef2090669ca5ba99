"""Reviewers with real keys, made on the fly by ssh-keygen, and a case of invented people that they review."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from dossier.approvals import NAMESPACE, SIGNERS_FILE
from dossier.checking.run import Checked, check_case
from dossier.problems import Problems
from dossier.review.card import VOTE_OF
from dossier.review.deciding import Chosen, Proposal, asked_by
from dossier.review.desk import Desk
from tests.cases import Result, dossier, pin, write_case

NAMES = ("anna", "berta", "carl")


@dataclass(frozen=True)
class Keys:
    """A folder of keys without a passphrase, one a name."""

    folder: Path

    def of(self, name: str) -> Path:
        """The private key of a name; made when it is not there."""
        path = self.folder / name
        if not path.exists():
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
            subprocess.run(words, check=True, timeout=30)
        return path

    def public(self, name: str) -> str:
        """Type and bytes of the public key, as a line of allowed_signers ends."""
        return " ".join(self.of(name).with_suffix(".pub").read_text(encoding="utf-8").split()[:2])

    def line(self, name: str, options: str = f'namespaces="{NAMESPACE}"', key: str | None = None) -> str:
        """A line of allowed_signers."""
        return f"{name} {options} {self.public(key or name)}\n".replace("  ", " ")


def reviewed_case(root: Path, keys: Keys, names: tuple[str, ...] = ("anna", "berta"), **changed: str) -> Path:
    """The small case, pinned, with these people in `reviews/allowed_signers`."""
    write_case(root, **changed)
    assert pin(root).code == 0
    allow(root, *(keys.line(name) for name in names))
    return root


def allow(root: Path, *lines: str) -> None:
    """Write `reviews/allowed_signers`."""
    (root / SIGNERS_FILE).parent.mkdir(exist_ok=True)
    (root / SIGNERS_FILE).write_text("".join(lines), encoding="utf-8")


def review(root: Path, keys: Keys, name: str, verb: str, *args: str) -> Result:
    """A decision of somebody who signs it with their own key; they read the acts as the author does."""
    return decides(root, name, verb, *args, "--key", str(keys.of(name)))


def decides(root: Path, name: str, verb: str, *args: str) -> Result:
    """A decision of somebody; they read the acts as the author does, unless `--who` says otherwise."""
    who = [] if verb == "withdraw" or "--who" in args else answers(root, name, *args)
    result = dossier(root, "review", verb, *args, *who, "--as", name)
    assert result.code == 0, result.out + result.err
    return result


def answers(root: Path, name: str, *claims: str) -> list[str]:
    """The author's answers as options: to what the cards of these claims ask, and this reviewer did not answer yet."""
    desk = Desk(root, name)
    deck, _ = desk.look()
    asked = asked_by(deck, Proposal.of("approve", [Chosen(key) for key in claims]))
    open_ = [key for key in asked if key not in desk.answers()]
    votes = {key: VOTE_OF[deck.checked.claims[key].attribution or ""] for key in open_}
    return [option for key, vote in votes.items() for option in ("--who", f"{key}={vote}")]


def checked(root: Path) -> tuple[Checked, Problems]:
    """The case as the program sees it."""
    problems = Problems()
    found = check_case(root, problems)
    assert found is not None, problems
    return found, problems


def state(root: Path, key: str) -> str:
    """Where a claim stands."""
    return checked(root)[0].standings[key].state
