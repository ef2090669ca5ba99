"""Time stamps, with a real authority: `openssl ts` behind HTTP on this machine, and every way they can be wrong."""

from __future__ import annotations

import builtins
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dossier.case.model import EDITIONS
from dossier.checking.run import check_case
from dossier.evidence.timestamps import BadStamp, examine, verify
from dossier.formats.canonical import sha256
from dossier.formats.manifest import read_manifest
from dossier.language import ENGLISH
from dossier.problems import KINDS, Problems, Severity
from dossier.render.document import make_document
from dossier.render.html import render_html
from tests.cases import TEXT, assert_told, check, dossier, pin, snapshot, write_case

CONFIG = """\
[req]
distinguished_name = name
[name]
[tsa]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[serving]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
"""
EC = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config authority.cnf"
TSTINFO = "1.2.840.113549.1.9.16.1.4"


class Authority:
    """A certificate authority and a time-stamping one under it, kept in a folder, answering by `openssl ts`."""

    def __init__(self, folder: Path, name: str = "Veltania Test Stamps") -> None:
        folder.mkdir()
        self.folder = folder
        (folder / "authority.cnf").write_text(CONFIG)
        (folder / "serial").write_text("01")
        self.openssl(f"req -x509 {EC} -extensions root -keyout ca.key -out ca.pem -days 30", "-subj", "/CN=Test Root")
        self.openssl(f"req -new {EC} -keyout tsa.key -out tsa.csr", "-subj", f"/O=Test/CN={name}")
        for purpose, days in (("stamping", 20), ("serving", 20), ("expired", -1)):
            section = "stamping" if purpose == "expired" else purpose
            self.openssl(
                f"x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days {days} "
                f"-extfile authority.cnf -extensions {section} -out {purpose}.pem"
            )

    def openssl(self, words: str, *more: str) -> None:
        command = ["openssl", *words.split(), *more]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=30)

    @property
    def root(self) -> str:
        return (self.folder / "ca.pem").read_text()

    def reply(self, query: bytes, certificate: str = "stamping") -> bytes:
        """The reply of `openssl ts` to a query."""
        (self.folder / "query.tsq").write_bytes(query)
        self.openssl(
            f"ts -reply -config authority.cnf -section tsa -queryfile query.tsq -signer {certificate}.pem "
            "-inkey tsa.key -out reply.tsr"
        )
        return (self.folder / "reply.tsr").read_bytes()

    def reply_of_a_web_server(self, query: bytes) -> bytes:
        """A reply signed with a certificate for web servers, which `openssl ts` itself refuses to make."""
        self.reply(query)
        self.openssl("ts -reply -in reply.tsr -token_out -out token.der")
        self.openssl("cms -verify -noverify -inform DER -in token.der -out info.der")
        self.openssl(
            f"cms -sign -binary -nodetach -in info.der -econtent_type {TSTINFO} -signer serving.pem -inkey tsa.key "
            "-md sha256 -outform DER -out token.der"
        )
        body = bytes.fromhex("3003020100") + (self.folder / "token.der").read_bytes()
        assert 256 <= len(body) < 65536
        return b"\x30\x82" + len(body).to_bytes(2, "big") + body

    def query(self, data: bytes) -> bytes:
        """A query over some bytes, made by openssl, not by us."""
        (self.folder / "data").write_bytes(data)
        self.openssl("ts -query -data data -sha256 -cert -out query.tsq")
        return (self.folder / "query.tsq").read_bytes()

    def accepts(self, reply: bytes, data: bytes) -> bool:
        """What `openssl ts -verify`, a stranger, says of a reply over these bytes."""
        (self.folder / "data").write_bytes(data)
        (self.folder / "given.tsr").write_bytes(reply)
        command = ["openssl", "ts", "-verify", "-data", "data", "-in", "given.tsr", "-CAfile", "ca.pem"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, timeout=30, check=False)
        return done.returncode == 0


class Server:
    """The authority on HTTP; `answer` makes the reply to a query and may be exchanged by a test."""

    def __init__(self, authority: Authority) -> None:
        self.answer: Callable[[bytes], bytes] = authority.reply
        self.status = 200
        self.queries: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                outer.queries.append((dict(self.headers), query))
                body = outer.answer(query)
                self.send_response(outer.status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # that the other side hangs up is what is tested
        self.url = f"http://127.0.0.1:{self.http.server_port}/tsr"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "one")


@pytest.fixture
def server(authority: Authority) -> Iterator[Server]:
    server = Server(authority)
    yield server
    server.close()


@pytest.fixture
def case(tmp_path: Path, authority: Authority) -> Path:
    """A pinned case that trusts the authority."""
    root = write_case(tmp_path / "case", **{"evidence/tsa/test-root.pem": authority.root})
    assert pin(root).code == 0
    return root


def stamp(root: Path, server: Server, *args: str) -> Any:
    return dossier(root, "stamp", "--tsa", server.url, *args)


TOKEN = "evidence/courier/c1.tsr"
DATA = TEXT.encode()


# ------------------------------------------------------------------------------------------------- what is well


def test_a_capture_is_stamped_and_shown(case: Path, server: Server, authority: Authority) -> None:
    done = stamp(case, server)
    assert done.code == 0, done
    assert "1 time stamp written" in done.out
    reply = (case / TOKEN).read_bytes()
    assert authority.accepts(reply, DATA), "openssl itself verifies the kept reply against the capture"
    assert reply == (authority.folder / "reply.tsr").read_bytes(), "the raw reply, byte for byte"
    headers, query = server.queries[0]
    assert headers["Content-Type"] == "application/timestamp-query"
    assert DATA[:20] not in query
    assert bytes.fromhex(sha256(DATA)) in query
    checked = check(case)
    assert checked.code == 0, checked
    assert "1 time stamp verified" in checked.out
    row = json.loads(check(case, "--format", "json").out)["stamps"]["courier/c1"]
    assert row["authority"] == "Veltania Test Stamps"
    assert row["time"].endswith("Z")
    assert len(row["time"]) == len("2026-11-22T00:00:00Z")


def test_a_token_is_never_replaced(case: Path, server: Server) -> None:
    assert stamp(case, server).code == 0
    before = snapshot(case)
    again = stamp(case, server)
    assert "0 time stamps written, 1 there already" in again.out
    assert snapshot(case) == before
    assert len(server.queries) == 1


def test_the_manifest_is_stamped_and_an_earlier_one_kept(case: Path, server: Server, authority: Authority) -> None:
    assert stamp(case, server, "--manifest").code == 0
    assert not (case / TOKEN).exists(), "captures are stamped only when named"
    data = (case / "evidence/manifest.json").read_bytes()
    first = (case / "evidence/manifest.tsr").read_bytes()
    assert authority.accepts(first, data)
    listed = read_manifest(data)["courier"]["c1"]
    assert listed.sha256 == sha256(DATA)
    assert listed.text_sha256 == sha256((case / "evidence/courier/text.c1.txt").read_bytes())
    assert "manifest of the evidence existed by" in check(case).out
    assert "1 there already" in stamp(case, server, "--manifest").out

    more = case / "evidence/courier/second.txt"
    more.write_text(TEXT + "\nCorrected on 4 May 2024.\n")
    source = case / "evidence/courier/source.yml"
    source.write_text(
        source.read_text().replace(
            "capture:\n  file: capture.txt\n  captured_at: not-known\n  method: supplied\n",
            "captures:\n  c1: {file: capture.txt, method: supplied}\n  c2: {file: second.txt, method: supplied}\n",
        )
    )
    assert pin(case).code == 0
    outdated = check(case)
    assert outdated.code == 0
    told = [problem for problem in outdated.problems if problem.code == "manifest-outdated"]
    assert told
    assert "added courier/c2" in told[0].text
    assert stamp(case, server, "--manifest").code == 0
    kept = case / "evidence/manifests"
    assert {path.suffix for path in kept.iterdir()} == {".json", ".tsr"}
    assert next(kept.glob("*.tsr")).read_bytes() == first
    now = check(case)
    assert now.codes() == set(), now


def test_the_document_says_by_when_the_capture_existed(case: Path, server: Server) -> None:
    assert stamp(case, server).code == 0
    problems = Problems()
    checked = check_case(case, problems)
    assert checked
    for edition in EDITIONS:
        view = checked.view(edition, problems)
        time = ENGLISH.moment(view.stamps["courier", "c1"].shown)
        said = f"Existed by {time} UTC (time stamp of Veltania Test Stamps, RFC 3161)"
        assert said in render_html(make_document(view, view.entities["halvik"]))


# ------------------------------------------------------------------------------------- each failure told apart


def broken(case: Path, server: Server, name: str, change: Callable[[bytes], bytes]) -> None:
    assert stamp(case, server).code == 0
    path = case / TOKEN
    path.write_bytes(change(path.read_bytes()))
    told = assert_told(check(case), name, TOKEN)
    assert KINDS[name].cure in told.text


def flipped_at(data: bytes, index: int) -> bytes:
    return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]


def test_tampered_signature(case: Path, server: Server) -> None:
    broken(case, server, "timestamp-bad-signature", lambda reply: flipped_at(reply, len(reply) - 1))


def test_tampered_content(case: Path, server: Server) -> None:
    """The serial number of the token, which nothing but the signature guards."""
    broken(case, server, "timestamp-bad-signature", lambda reply: flipped_at(reply, reply.index(b"\x18\x0f") - 1))


@pytest.mark.parametrize(
    "change",
    [lambda reply: b"", lambda reply: reply[:200], lambda reply: b"<html>Sign in</html>", lambda reply: reply + b"x"],
    ids=["empty", "cut", "a page", "longer"],
)
def test_unparseable(case: Path, server: Server, change: Callable[[bytes], bytes]) -> None:
    broken(case, server, "timestamp-unparseable", change)


def test_wrong_message_in_the_case(case: Path, server: Server, authority: Authority) -> None:
    other = authority.reply(authority.query(b"other bytes"))
    broken(case, server, "timestamp-wrong-message", lambda reply: other)


def test_another_digest_is_a_wrong_message(case: Path, server: Server, authority: Authority) -> None:
    (authority.folder / "data").write_bytes(DATA)
    authority.openssl("ts -query -data data -sha512 -cert -out query.tsq")
    other = authority.reply((authority.folder / "query.tsq").read_bytes())
    broken(case, server, "timestamp-wrong-message", lambda reply: other)


def test_wrong_root(case: Path, server: Server, tmp_path: Path) -> None:
    assert stamp(case, server).code == 0
    stranger = Authority(tmp_path / "stranger")
    (case / "evidence/tsa/test-root.pem").write_text(stranger.root)
    told = assert_told(check(case), "timestamp-wrong-root", TOKEN)
    assert "Veltania Test Stamps" in told.text


def test_an_end_certificate_is_no_root(case: Path, server: Server, authority: Authority) -> None:
    assert stamp(case, server).code == 0
    (case / "evidence/tsa/test-root.pem").write_text((authority.folder / "stamping.pem").read_text())
    assert_told(check(case), "timestamp-wrong-root", TOKEN)


def test_expired_certificate(case: Path, server: Server, authority: Authority) -> None:
    expired = authority.reply(authority.query(DATA), certificate="expired")
    broken(case, server, "timestamp-certificate-expired", lambda reply: expired)


def test_certificate_of_another_purpose(case: Path, server: Server, authority: Authority) -> None:
    web = authority.reply_of_a_web_server(authority.query(DATA))
    broken(case, server, "timestamp-wrong-purpose", lambda reply: web)


def test_manifest_that_was_changed(case: Path, server: Server) -> None:
    assert stamp(case, server, "--manifest").code == 0
    path = case / "evidence/manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"courier"', b'"courser"'))
    assert_told(check(case), "timestamp-wrong-message", "evidence/manifest.tsr")
    path.unlink()
    assert_told(check(case), "manifest-invalid", "evidence/manifest.json")


def test_stamped_bytes_that_are_no_manifest(case: Path, authority: Authority) -> None:
    for data in (b"[]", b"{", b'{"format":"dossier-evidence-manifest/1","sources":{"a":{"c1":{}}}}', b"\xff"):
        (case / "evidence/manifest.json").write_bytes(data)
        (case / "evidence/manifest.tsr").write_bytes(authority.reply(authority.query(data)))
        assert_told(check(case), "manifest-invalid", "evidence/manifest.json")


# ------------------------------------------------------------------------------------------- at the time of asking


def refused(case: Path, server: Server, name: str) -> None:
    before = snapshot(case)
    assert_told(stamp(case, server), name, TOKEN)
    assert snapshot(case) == before, "a reply that is not what was asked for is not kept"


def test_reply_to_another_request(case: Path, server: Server, authority: Authority) -> None:
    """An old token over the same bytes, sent again: everything holds but the nonce."""
    old = authority.reply(authority.query(DATA))
    server.answer = lambda query: old
    refused(case, server, "timestamp-wrong-nonce")


def test_reply_over_other_bytes(case: Path, server: Server, authority: Authority) -> None:
    server.answer = lambda query: authority.reply(authority.query(b"other"))
    refused(case, server, "timestamp-wrong-message")


def test_reply_of_another_authority(case: Path, server: Server, tmp_path: Path) -> None:
    server.answer = Authority(tmp_path / "stranger").reply
    refused(case, server, "timestamp-wrong-root")


def test_refusal_of_the_authority(case: Path, server: Server, authority: Authority) -> None:
    """`openssl ts` refuses a policy it does not have."""
    authority.openssl("ts -query -data authority.cnf -sha256 -tspolicy 1.9.9.9 -cert -out policy.tsq")
    refusal = authority.reply((authority.folder / "policy.tsq").read_bytes())
    server.answer = lambda query: refusal
    refused(case, server, "timestamp-refused")


def test_no_page_is_taken_for_a_reply(case: Path, server: Server) -> None:
    server.answer = lambda query: b"<html>Please sign in</html>"
    refused(case, server, "timestamp-unparseable")
    server.status = 503
    refused(case, server, "timestamp-not-obtained")


def test_a_reply_without_end(case: Path, server: Server) -> None:
    server.answer = lambda query: b"0" * (2 * 1024 * 1024)
    refused(case, server, "timestamp-not-obtained")


def test_nobody_answers(case: Path, server: Server) -> None:
    server.close()
    refused(case, server, "timestamp-not-obtained")


def test_addresses_that_are_none(case: Path, server: Server) -> None:
    for url in ("freetsa.org/tsr", "file:///etc/passwd", "http://user:word@127.0.0.1/"):
        assert_told(dossier(case, "stamp", "--tsa", url), "timestamp-not-obtained")


def test_wrong_usage(case: Path, server: Server) -> None:
    assert dossier(case, "stamp").code == 2
    assert_told(stamp(case, server, "nobody"), "no-such-source")
    assert server.queries == []


# -------------------------------------------------------------------------------------- what is not there


def test_without_roots_a_token_is_kept_and_said_to_be_unverified(case: Path, server: Server) -> None:
    (case / "evidence/tsa/test-root.pem").unlink()
    done = stamp(case, server)
    assert done.code == 0
    assert done.codes() == {"timestamp-unverified"}
    checked = check(case)
    assert checked.code == 0
    assert "timestamp-unverified" in checked.codes()
    assert "time stamp verified" not in checked.out
    assert check(case, "--strict").code == 1
    (case / TOKEN).write_bytes(b"nonsense")
    assert_told(check(case), "timestamp-unparseable", TOKEN)


def test_roots_that_are_none(case: Path, server: Server) -> None:
    (case / "evidence/tsa/readme.txt").write_text("not a certificate")
    assert_told(stamp(case, server), "tsa-root-invalid", "evidence/tsa/readme.txt")
    assert server.queries == []


def test_a_token_of_no_capture_is_named(case: Path, server: Server) -> None:
    assert stamp(case, server).code == 0
    (case / TOKEN).rename(case / "evidence/courier/c9.tsr")
    told = [problem for problem in check(case).problems if problem.code == "unknown-file"]
    assert [problem.file for problem in told] == ["evidence/courier/c9.tsr"]


def test_a_token_that_is_a_link_out_of_the_case(case: Path, server: Server, tmp_path: Path) -> None:
    assert stamp(case, server).code == 0
    (tmp_path / "elsewhere.tsr").write_bytes((case / TOKEN).read_bytes())
    (case / TOKEN).unlink()
    (case / TOKEN).symlink_to(tmp_path / "elsewhere.tsr")
    assert_told(check(case), "path-leaves-case", TOKEN)


def test_without_the_extra(case: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stamp(case, server, "--manifest", "courier").code == 0
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "rfc3161_client":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    checked = check(case)
    assert checked.code == 0
    (told,) = checked.problems
    assert (told.severity, told.code) == ("warning", "timestamp-unverified")
    assert "2 time stamps" in told.text
    assert "pip install 'sanctions-dossier[timestamps]'" in told.text
    told = assert_told(stamp(case, server), "extra-missing")
    assert "pip install 'sanctions-dossier[timestamps]'" in told.text


def test_bytes_of_any_kind_end_in_a_clear_word(authority: Authority) -> None:
    """Every byte of a real reply changed in turn, and the reply cut at every length: never a crash, never a stamp."""
    from cryptography.x509 import load_pem_x509_certificates

    roots = load_pem_x509_certificates(authority.root.encode())
    reply = authority.reply(authority.query(DATA))
    imprint = sha256(DATA)
    genuine = verify(reply, imprint, roots)
    codes = set()
    for index in range(len(reply)):
        for changed in (flipped_at(reply, index), reply[:index]):
            try:
                said = verify(changed, imprint, roots)
            except BadStamp as error:
                codes.add(error.code)
            else:  # a byte that nothing of what is said depends on
                assert said == genuine, f"byte {index}"
    assert all(KINDS[code].severity is Severity.ERROR for code in codes)
    assert {"timestamp-unparseable", "timestamp-bad-signature", "timestamp-wrong-message"} <= codes
    with pytest.raises(BadStamp, match="no reply"):
        examine(b"", imprint)
