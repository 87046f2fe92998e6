"""What tells one paper from another: identifiers in links, links and titles in a comparable form, ids for records."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from i18n_tool.model import NO_LINK, Paper, text_hash

# The new form is YYMM.NNNNN (four digits until 2014), the old one archive.AA/YYMMNNN:
# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_ARXIV_OLD = r"[a-z-]{2,16}(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV_URL = re.compile(
    r"(?:(?:arxiv\.org|alphaxiv\.org|huggingface\.co/papers|ar5iv\.org)(?:/[a-z]{1,12}){0,3}/(?:\d{4}/)?"
    rf"|10\.48550/arxiv\.)({_ARXIV_NEW}|{_ARXIV_OLD})(?!\d)",
    re.IGNORECASE,
)
_ARXIV_BARE = re.compile(rf"(?:arxiv:)?({_ARXIV_NEW})(?:v\d+)?\Z", re.IGNORECASE)
# https://www.crossref.org/blog/dois-and-matching-regular-expressions/
_DOI = re.compile(r"\b(10\.\d{4,9}/[-._;()/:a-z0-9]+)", re.IGNORECASE)

_ID_LENGTH = 80

# Ids and section keys become names of files and folders, and Windows keeps these for devices, with any suffix:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


# Several checks ask for that of the links of one paper.
@lru_cache(maxsize=64)
def arxiv_id(text: str) -> str | None:
    """Return the arXiv identifier, without its version, that a link names or a text consists of.

    >>> arxiv_id("https://arxiv.org/ftp/arxiv/papers/2312/2312.00752.pdf")
    '2312.00752'
    >>> arxiv_id("arXiv:2401.13660v2")
    '2401.13660'
    >>> arxiv_id("https://doi.org/10.48550/arXiv.2401.13660")
    '2401.13660'
    >>> arxiv_id("https://example.org/2401.13660")
    """
    found = _ARXIV_URL.search(text) or _ARXIV_BARE.match(text.strip())
    return found.group(1) if found else None


def arxiv_month(identifier: str) -> str:
    """Return the month in which an arXiv identifier was given out, as `YYYY-MM`.

    >>> arxiv_month("2503.13531"), arxiv_month("hep-th/9901001")
    ('2025-03', '1999-01')
    """
    digits = identifier.rpartition("/")[2]
    # arXiv began in 1991.
    century = "19" if digits[:2] >= "91" else "20"
    return f"{century}{digits[:2]}-{digits[2:4]}"


def doi(text: str) -> str | None:
    """Return the DOI that a text holds, in lower case.

    >>> doi("https://doi.org/10.1109/CVPR.2024.00012")
    '10.1109/cvpr.2024.00012'
    """
    found = _DOI.search(text)
    return found.group(1).lower().rstrip(".);") if found else None


def link_key(url: str) -> str:
    """Return a link in the form in which two links to one thing are equal.

    The scheme, `www.`, a final slash, the fragment, `.git`, `.pdf` and arXiv's many forms do not tell links apart.

    >>> link_key("http://arxiv.org/pdf/2401.13660v2.pdf") == link_key("https://www.arxiv.org/abs/2401.13660")
    True
    """
    if identifier := arxiv_id(url):
        return f"arxiv:{identifier}"
    bare = re.sub(r"\A[a-z]+://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE).split("#")[0].rstrip("/")
    host, slash, path = bare.partition("/")
    return host.lower() + slash + path.removesuffix(".git").removesuffix(".pdf")


def title_key(title: str) -> str:
    """Return a title in the form in which two ways of writing it are equal: letters and digits alone, case folded.

    >>> title_key("MoE-Mamba:  Efficient…") == title_key("moe mamba – efficient")
    True
    """
    return "".join(c for c in unicodedata.normalize("NFKC", title).casefold() if c.isalnum())


def method_name(title: str) -> str | None:
    """Return the name that a title gives to its method: what stands before the first colon, when it is short.

    >>> method_name("MambaByte: Token-free Selective State Space Model")
    'MambaByte'
    >>> method_name("Linear-Time Sequence Modeling with Selective State Spaces")
    """
    head, colon, _ = title.replace("：", ":").partition(":")
    head = head.strip()
    return head if colon and head and len(head.split()) <= 3 and not head.endswith("?") else None


def slug(text: str) -> str:
    """Return a text as an id: words of lower-case ASCII letters and digits, joined by hyphens; "" when none are left.

    >>> slug("Poincaré Maps & U-Mamba (v2)")
    'poincare-maps-u-mamba-v2'
    >>> slug("AUX")
    'aux-key'
    """
    short = ""
    for word in re.findall(r"[a-z0-9]+", _ascii(text)):
        longer = f"{short}-{word}" if short else word[:_ID_LENGTH]
        if len(longer) > _ID_LENGTH:
            break
        short = longer
    return f"{short}-key" if short in _RESERVED else short


def paper_id(title: str) -> str:
    """Return the id that a paper with this title gets: its method's name where it has one, else the whole title.

    >>> paper_id("MoE-Mamba: Efficient Selective State Space Models with Mixture of Experts")
    'moe-mamba'
    >>> paper_id("MambaByte：无需分词的选择性状态空间模型")
    'mambabyte'
    >>> paper_id("基于 Mamba 的图像分割")
    'mamba-992bbd3b'
    """
    name = method_name(title)
    return _key(name, "paper") if name and slug(name) else _key(title, "paper")


def section_key(title: str) -> str:
    """Return the key that a section with this title gets.

    >>> section_key("⭐️ Image Segmentation Based on Mamba")
    'image-segmentation-based-on-mamba'
    >>> section_key("视觉 Mamba")
    'mamba-73a74d60'
    """
    return _key(title, "section")


def link_keys(paper: Paper) -> set[str]:
    """Return the comparable forms of the links that lead to the paper itself, and the DOIs in them."""
    keys = set()
    for kind, url in paper.links.items():
        if kind in {"paper", "pdf", "html"} and url != NO_LINK:
            keys.add(link_key(url))
            if found := doi(url):
                keys.add(f"doi:{found}")
    return keys


def title_keys(paper: Paper) -> set[str]:
    """Return the comparable forms of the paper's titles."""
    return {f"title:{key}" for _, title in paper.title.items() if (key := title_key(title))}


def identifiers(paper: Paper) -> set[str]:
    """Return what can stand for the paper: arXiv ids and DOIs of its links, its paper links, its titles.

    Two papers that share one are the same paper, or one of them is wrong.
    """
    return link_keys(paper) | title_keys(paper)


def _key(text: str, default: str) -> str:
    """Return the slug of a text, with a hash of the text where the slug leaves out much of what it says."""
    short = slug(text)
    left_out = sum(c.isalpha() and not c.isascii() for c in _ascii(text))
    # One Greek letter is a variable; two ideographs are a word, which nothing else would stand for.
    return short if short and left_out < 2 else f"{short[:_ID_LENGTH] or default}-{text_hash(title_key(text))}"


def _ascii(text: str) -> str:
    """Return a text in lower case without the marks on its letters; letters of other scripts stay."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
