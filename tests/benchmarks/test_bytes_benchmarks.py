"""The benchmarks of decoding and of large files run and count right, on a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import decoding_accuracy, repair_stream

LINES = [
    "我们提出了一种新的方法，并在多个数据集上验证了它的有效性。",
    "模型的代码和数据都是公开的，任何人都可以使用。",
    "这种方法比以前的方法快两倍，需要的内存更少。",
    "本文介绍了一个用于图像分割的网络结构。",
]


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "lines.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return str(path)


def test_decoding_accuracy(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert decoding_accuracy.main([text]) == 0
    header, _, *rows = capsys.readouterr().out.splitlines()
    assert header.startswith("| read right | i18n-tool |")
    assert all(row.split("|")[2].strip() == "100.0 %" for row in rows if row.startswith("| GBK"))
    assert any(row.startswith("| UTF-8, a fifth GBK |") for row in rows)


def test_lines_of_several_encodings_are_counted_one_by_one() -> None:
    def in_gbk(data: bytes) -> str:
        return data.decode("gbk", "replace")

    lines = decoding_accuracy.encoded(LINES, "utf-8") + decoding_accuracy.encoded(LINES, "gbk")
    cases = decoding_accuracy.files(lines)
    tool = decoding_accuracy.Tool("a detector that says GBK", in_gbk)
    assert decoding_accuracy.share_of_lines(tool, cases) == 0.5
    assert decoding_accuracy.share_right(tool, cases) == 0


def test_repair_stream(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert repair_stream.main([text, "--megabytes", "1", "--damaged", "5"]) == 0
    out = capsys.readouterr().out
    assert "| sound |" in out
    size, seconds, speed, memory = out.splitlines()[-1].strip("| ").split(" | ")
    assert float(size) >= 1
    assert float(seconds) > 0
    assert float(speed) > 0
    assert float(memory.replace(",", "")) < 300
