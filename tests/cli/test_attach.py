"""Files that are kept with an entry, by their digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.conftest import Run

NOW = "2026-03-04T09:00"


@pytest.fixture
def proof(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("outside") / "Letter of Ana.PDF"
    file.write_bytes(b"%PDF- I did my part")
    return file


def test_a_file_is_kept_with_the_entry_and_hashed_again(run: Run, lima: Path, proof: Path) -> None:
    digest = hashlib.sha256(proof.read_bytes()).hexdigest()
    words = ("log-payment", "ana", "1200", "--attach", str(proof))
    [entry] = run(*words, "--json", now=NOW).json["entries"]
    assert entry["attachments"] == [{"name": "Letter of Ana.PDF", "sha256": digest}]
    kept = lima / "evidence" / "ana-souza" / f"{digest}.pdf"
    assert kept.read_bytes() == proof.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    assert run("doctor", now=NOW).exit_code == 0
    dossier = run("dossier", "ana", "--output", "-", now=NOW).out.replace("\\", "")
    assert f"(with: Letter of Ana.PDF, SHA-256 {digest})" in dossier
    kept.write_bytes(b"something else")
    said = run("doctor", now=NOW)
    assert "is not what it was" in said.out + said.err
    run("statement", "ana", now=NOW)
    assert "is not what it was" in run("verify", "ana", now=NOW).err
    kept.unlink()
    said = run("doctor", now=NOW)
    assert "is gone" in said.out + said.err


def test_a_dry_run_keeps_nothing(run: Run, lima: Path, proof: Path) -> None:
    words = ("log-payment", "ana", "1200", "--attach", str(proof), "--dry-run")
    assert run(*words, now=NOW).exit_code == 0
    assert not (lima / "evidence").exists()


def test_the_same_file_twice_is_one(run: Run, lima: Path, proof: Path) -> None:
    for amount in ("1200", "100"):
        run("log-payment", "ana", amount, "--attach", str(proof), "--yes", now=NOW)
    assert len(list((lima / "evidence" / "ana-souza").iterdir())) == 1


def test_what_was_imported_is_kept_where_it_is_wanted(
    run: Run, lima: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("outside") / "stripe.csv"
    file.write_text(
        "id,Created date (UTC),Amount,Currency,Status,Customer Email\n"
        "ch_1,2026-03-03 21:08:44,2400.00,usd,Paid,ana@example.com\n"
    )
    report = run("import", str(file), "--yes", "--keep", "--json", now=NOW).json
    [attachment] = report["entries"][0]["attachments"]
    assert attachment["name"] == "stripe.csv"
    kept = lima / "evidence" / "ana-souza" / f"{attachment['sha256']}.csv"
    assert kept.read_bytes() == file.read_bytes()


def test_a_file_that_is_not_there_is_refused(run: Run, lima: Path) -> None:
    before = (lima / "engagements" / "ana-souza.toml").read_bytes()
    said = run("log-payment", "ana", "1200", "--attach", "/nowhere/x.pdf", now=NOW)
    assert said.exit_code == 2
    assert (lima / "engagements" / "ana-souza.toml").read_bytes() == before
