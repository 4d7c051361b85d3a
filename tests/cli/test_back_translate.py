"""`--back-translate` from the command line: files kept, read again, guarded, resumed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import BENGALI, ENGLISH, Run
from tests.serving.scripted import MODEL, Asked, Reply, Scripted, said, silent_port

FILES = ("backtranslation.bn.txt", "backtranslation.pa.txt")
BACK = dict(zip(BENGALI.splitlines(), ENGLISH.splitlines(), strict=True))
ENCODER = ("--encoder", "none", "--checks", "none", "-m", "chrf")


def translator(asked: Asked) -> Reply:
    text = asked.texts["text"]
    return said(json.dumps({"translation": BACK.get(text, f"It says {len(text)} letters.")}))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered, and the history, are a test's own."""
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def server() -> Iterator[Scripted]:
    with Scripted(translator) as there:
        yield there


def options(url: str) -> list[str]:
    return [*ENCODER, "--back-translate", "--judge-url", url, "--judge-model", MODEL]


def compare(files: Path, out: str, *more: str) -> list[str]:
    given = ["compare", "-r", f"{files}/en.txt", f"{files}/bn.txt", f"{files}/pa.txt"]
    return [*given, "-o", str(files / out), *more]


def nobody() -> str:
    return f"http://127.0.0.1:{silent_port()}/v1"


def test_compare_keeps_what_was_translated(run: Run, files: Path, server: Scripted) -> None:
    result = run(*compare(files, "out", *options(server.url)))
    assert result.status == 0, result.err
    assert "6 of 6 paragraphs translated back" in result.out
    text = (files / "out" / FILES[0]).read_text(encoding="utf-8")
    head, *paragraphs = text.strip().split("\n\n")
    assert head.startswith('# back-translation of "bn.txt" by evalkit ')
    assert f'model "{MODEL}"' in head
    assert paragraphs == ENGLISH.splitlines()
    kept = json.loads((files / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert kept["metrics"] == ["chrf", "bt-chrf"]
    assert '"by":' in (files / "out" / "report.html").read_text(encoding="utf-8")
    assert "Translated back by" in (files / "out" / "report.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in files.glob("*.txt")) == ["bn.txt", "en.txt", "pa.txt"]


def test_a_second_run_asks_nobody_and_writes_the_same_bytes(
    run: Run, files: Path, server: Scripted
) -> None:
    run(*compare(files, "one", *options(server.url)))
    asked = len(server.asked), server.listed
    server.close()
    result = run(*compare(files, "two", *options(server.url)))
    assert result.status == 0, result.err
    assert "no call, all answers are from earlier runs" in result.out
    assert (len(server.asked), server.listed) == asked
    for name in FILES:
        assert (files / "two" / name).read_bytes() == (files / "one" / name).read_bytes()


def test_report_writes_them_again(run: Run, files: Path, server: Scripted) -> None:
    run(*compare(files, "out", *options(server.url)))
    result = run("report", files / "out" / "evaluation.json", "-o", files / "again")
    assert result.status == 0, result.err
    for name in FILES:
        assert (files / "again" / name).read_bytes() == (files / "out" / name).read_bytes()


def test_kept_with_the_versions_it_needs_no_server(run: Run, files: Path, server: Scripted) -> None:
    run(*compare(files, "out", *options(server.url)))
    back = [
        f"--back-translation={tag}={files}/out/backtranslation.{tag}.txt" for tag in ("bn", "pa")
    ]
    result = run(*compare(files, "later", *ENCODER, "-m", "bt-chrf", *back))
    assert result.status == 0, result.err
    assert 'model "granite-scripted"' in result.err, "what it is was seen"
    scores = [
        [s["value"] for s in json.loads((files / d / "evaluation.json").read_text())["scores"]]
        for d in ("out", "later")
    ]
    assert scores[0] == scores[1]
    assert not (files / "later" / FILES[0]).exists()


def test_where_nobody_listens_one_line_says_so_and_nothing_is_written(
    run: Run, files: Path
) -> None:
    result = run(*compare(files, "out", *options(nobody())))
    assert result.status == 2
    last = result.err.strip().splitlines()[-1]
    assert "no model server answers at" in last
    assert "start one: ramalama serve" in last
    assert not (files / "out").exists()


@pytest.mark.parametrize("changed", ["written by hand", "gone over by hand"])
def test_what_a_person_wrote_is_never_replaced(
    run: Run, files: Path, server: Scripted, changed: str
) -> None:
    out = files / "out"
    own = "My own translation.\n"
    if changed == "gone over by hand":
        run(*compare(files, "out", *options(server.url)))
        own = (out / FILES[1]).read_text(encoding="utf-8").replace("It says", "It said")
    out.mkdir(exist_ok=True)
    (out / FILES[1]).write_text(own, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    result = run(*compare(files, "out", *options(nobody())))
    assert result.status == 2
    assert len(result.err.strip().splitlines()) == 1
    assert str(out / FILES[1]) in result.err
    assert "--back-translation pa=" in result.err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    given = f"--back-translation=pa={out / FILES[1]}"
    assert run(*compare(files, "out", *options(server.url), given)).status == 0
    assert (out / FILES[1]).read_text(encoding="utf-8") == own


def test_nor_where_only_the_text_tells_the_language(
    run: Run, files: Path, server: Scripted
) -> None:
    (files / "bn.txt").rename(files / "first.txt")
    (files / "out").mkdir()
    (files / "out" / FILES[0]).write_text("Mine.\n")
    result = run(
        "compare", "-r", files / "en.txt", files / "first.txt", files / "pa.txt",
        "-o", files / "out", *options(server.url),
    )  # fmt: skip
    assert result.status == 2
    assert server.asked == []
    assert (files / "out" / FILES[0]).read_text() == "Mine.\n"


def test_nor_by_a_report_rendered_again(run: Run, files: Path, server: Scripted) -> None:
    run(*compare(files, "out", *options(server.url)))
    (files / "again").mkdir()
    (files / "again" / FILES[0]).write_text("Mine.\n")
    result = run("report", files / "out" / "evaluation.json", "-o", files / "again")
    assert result.status == 2
    assert [path.name for path in (files / "again").iterdir()] == [FILES[0]]


def test_a_threshold_may_be_on_it(run: Run, files: Path, server: Scripted) -> None:
    under = ("--fail-under", "bt-chrf=99")
    result = run(*compare(files, "out", *options(server.url), *under))
    assert result.status == 1
    assert "pa: bt-chrf" in result.err
    assert "bn: bt-chrf" not in result.err
    assert run(*compare(files, "out", *ENCODER, *under)).status == 2


def test_score_prints_it_and_writes_no_file(run: Run, files: Path, server: Scripted) -> None:
    before = sorted(files.iterdir())
    result = run("score", files / "bn.txt", "-r", files / "en.txt", *options(server.url))
    assert result.status == 0, result.err
    assert "bt-chrf" in result.out
    assert "3 of 3 paragraphs translated back" in result.out
    assert [path for path in sorted(files.iterdir()) if path.name != "cache"] == [
        path for path in before if path.name != "cache"
    ]


class TestBatch:
    @pytest.fixture
    def articles(self, files: Path) -> Path:
        folder = files / "articles" / "flood"
        folder.mkdir(parents=True)
        for name in ("en", "bn", "pa"):
            (files / f"{name}.txt").rename(folder / f"{name}.txt")
        return folder.parent

    def batch(self, articles: Path, url: str, *more: str) -> list[str]:
        return ["batch", str(articles), "-o", str(articles.parent / "out"), *options(url), *more]

    def test_it_keeps_them_and_leaves_a_fresh_article_alone(
        self, run: Run, articles: Path, server: Scripted
    ) -> None:
        result = run(*self.batch(articles, server.url))
        assert result.status == 0, result.err
        out = articles.parent / "out" / "flood"
        assert {path.name for path in out.iterdir()} >= {*FILES}
        server.close()
        again = run(*self.batch(articles, server.url))
        assert again.status == 0, again.err
        assert "flood: not changed" in again.err
        without = ["batch", str(articles), "-o", str(articles.parent / "out"), *ENCODER]
        assert "flood: judged" in run(*without).err

    def test_beside_its_version_one_is_used_as_it_stands(
        self, run: Run, articles: Path, server: Scripted
    ) -> None:
        run(*self.batch(articles, server.url))
        out = articles.parent / "out" / "flood"
        for name in FILES:
            (articles / "flood" / name).write_bytes((out / name).read_bytes())
        result = run(*self.batch(articles, nobody()))
        assert result.status == 0, result.err
        table = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
        whole = [s for s in table["scores"] if s["metric"] == "bt-chrf" and s["row"] is None]
        assert [s["detail"] for s in whole] == [
            f"no limits: 3 rows, 6 are needed; translated back by {MODEL}"
        ] * 2

    def test_what_the_budget_left_open_is_asked_by_the_next_run(
        self, run: Run, articles: Path, server: Scripted
    ) -> None:
        result = run(*self.batch(articles, server.url, "--judge-max-calls", "4"))
        assert result.status == 0, result.err
        assert "2 left open: run the same again" in result.out
        assert len(server.asked) == 4
        again = run(*self.batch(articles, server.url, "--judge-max-calls", "4"))
        assert "flood: judged" in again.err
        assert "6 of 6 paragraphs translated back" in again.out
        assert len(server.asked) == 6
        assert (
            "flood: not changed"
            in run(*self.batch(articles, server.url, "--judge-max-calls", "4")).err
        )

    def test_what_a_person_wrote_is_that_articles_error(
        self, run: Run, articles: Path, server: Scripted
    ) -> None:
        out = articles.parent / "out" / "flood"
        out.mkdir(parents=True)
        (out / FILES[0]).write_text("Mine.\n")
        result = run(*self.batch(articles, server.url))
        assert result.status == 2
        assert "evalkit did not write it" in result.err
        assert server.asked == []
        assert [path.name for path in out.iterdir()] == [FILES[0]]

    def test_a_table_has_none(self, run: Run, tmp_path: Path) -> None:
        table = tmp_path / "segments.csv"
        table.write_text("en,bn\nWater.,জল।\n", encoding="utf-8")
        result = run("batch", table, "-o", tmp_path / "out", "--back-translate")
        assert result.status == 2
        assert "for folders of articles, not for tables" in result.err
        assert len(result.err.strip().splitlines()) == 1
