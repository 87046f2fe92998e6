"""Glossaries in TBX: both versions of the standard, what is wrong in a file, and files that are made to do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_tool.errors import InputError
from i18n_tool.model import Language, Term
from i18n_tool.store import load_glossary

MARTIF = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
  <martifHeader><fileDesc><sourceDesc><p>Terms of this test</p></sourceDesc></fileDesc></martifHeader>
  <text>
    <body>
      <termEntry id="c1">
        <descrip type="subjectField">learning</descrip>
        <langSet xml:lang="en-US">
          <tig>
            <term>attention</term>
            <termNote type="partOfSpeech">noun</termNote>
          </tig>
        </langSet>
        <langSet xml:lang="zh-CN">
          <ntig>
            <termGrp>
              <term>注意<hi>力</hi></term>
              <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
            </termGrp>
          </ntig>
          <tig><term>关注</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
          <tig><term>专注</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
        </langSet>
        <langSet xml:lang="fr"><tig><term>attention</term></tig></langSet>
      </termEntry>
      <termEntry id="c2">
        <langSet xml:lang="zh"><tig><term>状态空间
          模型</term></tig></langSet>
        <langSet xml:lang="en"><tig><term>state space
          model</term></tig></langSet>
      </termEntry>
      <termEntry id="c3"><langSet xml:lang="en"><tig><term>left alone</term></tig></langSet></termEntry>
    </body>
  </text>
</martif>
"""

TBX_DCA = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader><fileDesc><sourceDesc><p>Terms of this test</p></sourceDesc></fileDesc></tbxHeader>
  <text><body>
    <conceptEntry id="c1">
      <langSec xml:lang="en"><termSec><term>attention</term></termSec></langSec>
      <langSec xml:lang="zh-Hans">
        <termSec><term>注意力</term></termSec>
        <termSec>
          <term>关注</term>
          <termNoteGrp><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termNoteGrp>
        </termSec>
        <termSec><term>专注</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
      </langSec>
    </conceptEntry>
    <conceptEntry id="c2">
      <langSec xml:lang="en"><termSec><term>state space model</term></termSec></langSec>
      <langSec xml:lang="zh"><termSec><term>状态空间 模型</term></termSec></langSec>
    </conceptEntry>
  </body></text>
</tbx>
"""

#: The other way that the standard of 2019 has to say the same: each category is an element of its own.
TBX_DCT = TBX_DCA.replace('style="dca"', 'style="dct" xmlns:min="http://www.tbxinfo.net/ns/min"')
for _value in ("deprecatedTerm", "supersededTerm"):
    TBX_DCT = TBX_DCT.replace(
        f'<termNote type="administrativeStatus">{_value}-admn-sts</termNote>',
        f"<min:administrativeStatus>{_value}-admn-sts</min:administrativeStatus>",
    )

TERMS = (Term("attention", "注意力", ("关注", "专注")), Term("state space model", "状态空间 模型"))


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "terms.tbx"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        MARTIF.encode(),
        MARTIF.replace("\n", "\r\n").encode("utf-8-sig"),
        MARTIF.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        TBX_DCA.encode(),
        TBX_DCT.encode(),
    ],
    ids=["martif", "byte order mark", "UTF-16", "tbx dca", "tbx dct"],
)
def test_both_versions_give_the_same_terms(tmp_path: Path, content: bytes) -> None:
    assert load_glossary(write(tmp_path, content)) == TERMS


def entry(*terms: tuple[str, str, str]) -> str:
    """Return a file of one entry, whose terms have a language, a text and the notes of each."""
    sections = (
        f'<langSet xml:lang="{language}"><tig><term>{text}</term>{notes}</tig></langSet>'
        for language, text, notes in terms
    )
    return f"<martif><text><body>\n<termEntry>{''.join(sections)}</termEntry></body></text></martif>"


def note(kind: str, value: str) -> str:
    return f'<termNote type="{kind}">{value}</termNote>'


ACRONYM, DEPRECATED = note("termType", "acronym"), note("administrativeStatus", "deprecatedTerm-admn-sts")
ADMITTED = note("administrativeStatus", "admittedTerm-admn-sts")


SCAN = (("en", "scan", ""), ("zh", "扫描", ""))
SWEEP = (*SCAN, ("en", "sweep", DEPRECATED))
NETWORK = (("en", "network", ""), ("en", "CNN", ACRONYM), ("zh", "网络", ""))


@pytest.mark.parametrize(
    ("terms", "target", "expected"),
    [
        ((*SCAN, ("zh", "掃描", ADMITTED)), "zh", [("scan", "扫描", ()), ("scan", "掃描", ())]),
        (SWEEP, "zh", [("scan", "扫描", ())]),
        (SWEEP, "en", [("scan", "扫描", ("sweep",))]),
        (NETWORK, "zh", [("network", "网络", ())]),
        (NETWORK, "en", [("network", "网络", ()), ("CNN", "网络", ())]),
        (NETWORK[1:], "zh", [("CNN", "网络", ())]),
        ((*SCAN, *SCAN, ("zh", "", "")), "zh", [("scan", "扫描", ())]),
        ((("EN_us", "a", ""), ("ZH-TW", "一", ""), ("zha", "二", "")), "zh", [("a", "一", ())]),
        ((("en", "R&amp;D", ""), ("zh", "&#30740;发", "")), "zh", [("R&D", "研发", ())]),
    ],
    ids=[
        "two that will do",
        "deprecated in the source",
        "deprecated in the target",
        "acronym of the source",
        "acronym of the target",
        "nothing but an acronym",
        "twice and empty",
        "tags of languages",
        "references",
    ],
)
def test_what_an_entry_means(
    tmp_path: Path, terms: tuple[tuple[str, str, str], ...], target: Language, expected: list[tuple[str, str, object]]
) -> None:
    found = load_glossary(write(tmp_path, entry(*terms)), target)
    assert [(term.en, term.zh, term.wrong) for term in found] == expected


DECLARED = "declarations of entities are not allowed: remove that of"
NO_TERMS = ": no entry of this TBX has a term in English and one in Chinese"
MANY = (*SCAN, *(("zh", str(number), "") for number in range(1000)))


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 1, "this is not well-formed XML: no element found"),
        ("<martif>\n<text></body>\n", 2, "this is not well-formed XML: mismatched tag"),
        ("<martif>\n", 2, "this is not well-formed XML: no element found"),
        (b"<martif>\n\xff</martif>", 2, "this is not well-formed XML: not well-formed (invalid token)"),
        ('<?xml version="1.0" encoding="GB18030"?><martif/>', 1, "the encoding that this XML names cannot be read"),
        (
            '<?xml version="1.0" encoding="x"?><martif/>',
            1,
            "the encoding that this XML names cannot be read; use UTF-8",
        ),
        ("<html><body/></html>", 1, "this is no TBX: it begins with <html>, not with <martif> or <tbx>"),
        ("<tbx>\n<conceptEntry>\n <langSec><termSec/></langSec>\n", 3, "<langSec> needs the attribute xml:lang"),
        (entry(*MANY), 2, "this entry has more than 1,000 combinations of its terms"),
        ("<martif/>", None, NO_TERMS),
        (entry(("en", "a", ""), ("fr", "b", "")), None, NO_TERMS),
        (entry(("en", "a", ""), ("zh", "b", DEPRECATED)), None, NO_TERMS),
        ('<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<tbx>&b;</tbx>', 1, f"{DECLARED} 'a'"),
        ('<!DOCTYPE tbx [\n<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<tbx>&a;</tbx>', 2, f"{DECLARED} 'a'"),
        ('<!DOCTYPE tbx [<!ENTITY % a SYSTEM "http://example.org/a"> %a;]>\n<tbx/>', 1, f"{DECLARED} 'a'"),
        ('<!DOCTYPE tbx SYSTEM "names.dtd">\n<tbx>\n&nbsp;</tbx>', 3, "the entity '&nbsp;' is declared nowhere"),
    ],
    ids=[
        "empty",
        "mismatch",
        "cut off",
        "other bytes",
        "encoding of several bytes",
        "no encoding",
        "HTML",
        "no language",
        "too many",
        "no entries",
        "another language",
        "nothing that will do",
        "bomb",
        "external entity",
        "parameter entity",
        "declared elsewhere",
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_place(
    tmp_path: Path, content: str | bytes, line: int | None, message: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as caught:
        load_glossary(path)
    assert caught.value.path == str(path)
    assert caught.value.line == line
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_deep_elements_and_long_files_are_read(tmp_path: Path) -> None:
    one = entry(*SCAN).partition("<body>")[2].partition("</body>")[0]
    deep = "<hi>" * 50_000 + "x" + "</hi>" * 50_000
    content = f"<martif><text><body>{one * 5_000}<descrip>{deep}</descrip></body></text></martif>"
    assert load_glossary(write(tmp_path, content)) == (Term("scan", "扫描"),) * 5_000
