"""The Chinese words that deny or belittle, and the English words that can stand behind each of them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from i18n_tool.model import Relation

# Beginnings of words; a full stop ends one that is no beginning.
_DENIES = """
    not. no. nor. neither. never. none. nothing. nowhere. cannot. without. unless. except. instead. rather. too. only.
    few. little. hardly. rarely. seldom. barely. hard. difficult fail lack los miss absen absence unable inabilit
    impossib avoid prevent free. withhold forbid prohibit refus reject deny. denied. denies. disallow disab discard
    disagree disadvantag disappear disconnect disregard ignor exclud restrict stop block beyond non mis zero. skip omit
    optional hinder hamper obstruct imped inhibit preclud bottleneck error exception remov eliminat struggl limit
    challeng insufficien suffer drawback shortcoming problem obviat bypass circumvent alleviat independen escape crash
    deprecat cease forgo agnostic inaccess inaccura inadequa inapplic incapab incorrect incompat incomplete inconsist
    indistinguish ineffect ineffic infeasib inflexib intractab invalid invisib invari insensit insepar imprac imperfect
    impercept immut immun illegal illog irre nan null
"""
_WORSE = """
    worse worst. inferior poor below. under behind. less. lower lag short. shorter not. cannot. no. fail weak degrad
    deteriorat lose. loses. slower smaller suboptimal sub. bad. badly. trail struggl unable drop declin decreas limit
    competitive comparable gap. outperformed surpassed exceeded beaten bested rather instead
"""
_SLOW = "slow delay late lag long time bottleneck expens less. not. reduc decelerat"
_LESS = """
    low less few below. under small reduc decreas drop declin fall fell. down minim cut short within. most. more. not.
    no. sub diminish mitigat alleviat sav limit weak poor worse degrad lighten cheap compress narrow lose loss hurt
    harm impair damag undermin sacrific attenuat shrink inferior suppress eliminat remov avoid prevent light lack relax
    eas compromis deteriorat discount drain curtail ameliorat slow trim halv collaps negat without. free. simplif bound
    shallow thin. lean. insufficien efficien ineff rather. behind. trail scarc depend rely. relies. reli manual bridg
    counter combat overc conserv spar consum burden requir need prun outweigh optim lag economic afford
"""
_MORE = """
    increas improv enhanc rais boost grow. grew. growth. rise. rises. rising elevat expand strengthen exceed surpass
    above. over. high great more. larg big upper gain maximi extend outperform better. superior accelerat promot beyond
    add
"""
_INFERIOR = """
    worse worst. inferior underperform under-perform lag short. behind. below. outperformed surpassed subpar underwhelm
"""
_LOWEST = "poor drop degrad declin less. lower weak exacerbat least lowest struggl"
_SLOWER = "slow delay late lag longer decelerat"
_DEGRADED = """
    degrad deteriorat hurt harm impair sacrific compromis wors undermin diminish drop declin reduc lower trade-off
    decreas
"""
_SUPERIOR = """
    outperform surpass superior better best. beat exceed excel improv enhanc gain state-of higher advanc advantag sota
    achiev compar compet relative
"""
_BETTER = """
    improv enhanc increas boost rais gain better higher best. strengthen elevat advanc optimi promot outperform superior
"""
_FAST = "fast speed accelerat quick rapid"
_USEFUL = "effect effic valid useful success improv demonstrat show help prov promis"
_USELESS = """
    ineffect invalid useless ineffic wast unproductiv unhelpful redundan unnecess meaningless unsuccess empty futile
"""
_SUPPORTS = "support can. could may. enabl allow able. facilitat provid permit"
# What denies by itself, whatever it stands with.
_NEGATIVE = """
    not. no. nor. neither. never. none. cannot. without. unless. fail lack violat prun contrast hardly rarely limitation
    unable inabilit impossib ineffect ineffic infeasib intractab invalid inaccura inadequa inapplic incapab incorrect
    incompat incomplete inconsist inflexib insensit insufficien imprac imperfect irre irregul rather instead
"""


def _beginnings(words: str, *signs: str) -> re.Pattern[str]:
    """Return the pattern of English words that begin so, and of signs that say the same."""
    parts = sorted((f"{word[:-1]}(?![a-z])" if word[-1] == "." else word) for word in words.split())
    return re.compile("|".join((rf"(?<![a-z])(?:{'|'.join(parts)})", *signs)), re.IGNORECASE)


_NOT = r"n['’]t(?![a-z])|(?<![a-z])(?:do|does|ca|wo|is|are)nt(?![a-z])"
# `understand` and `unit` deny nothing.
_UN = "(?<![a-z])un(?!der|i[toqv]|til)[a-z]"
_LESS_SIGN = "[<≤↓−]|-[0-9]|less(?![a-z])"


class Marked(NamedTuple):
    """Chinese words that say less or no, and the English words that can stand behind them.

    Args:
        chinese: the words; a negation in front of them makes another word.
        english: the words, one of which the English sentence must have; None where `anywhere` tells enough.
        opposite: words, one of which it must have besides for the other meaning to be certain.
        anywhere: words, one of which the English text must have in any of its sentences; where it has none, each
            sentence with an opposite is one that the Chinese words may be of.
    """

    chinese: re.Pattern[str]
    english: re.Pattern[str] | None
    opposite: re.Pattern[str] | None = None
    anywhere: re.Pattern[str] | None = None


# 能不能 asks.
_NOT_DENIED = "(?<![不没未能会可])"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_NOT_DENIED}(?:{pattern})")


#: What denies in an English text by itself, and in a Chinese one: other words than 不同 and 非常.
ENGLISH_NEGATION = _beginnings(_NEGATIVE, _NOT, _UN)
CHINESE_NEGATION = re.compile("[不没无未](?![同断仅但过管论来])|非(?!常)")
#: Chinese conditions: 若未设置，则无法生效 says what `Set it to activate this` does.
CONDITION = re.compile(r"(?:如果|倘若|要是|[若如])[^，。；！？\n]{0,6}[不未没]|除非|否则|只有|才")
#: What a summary says of others, for which the English text praises its own: 现有方法劣于该方法.
OTHERS = re.compile("(?<![与比较对于和])(?:现有|已有|传统|早期|以往|先前|此前|其他|当前|目前)")
#: `does not even match`: what is denied of a comparison or of an effect, in the words behind it.
_DENIED = r"(?<![a-z])(?:not|cannot|unable to|fail\w*(?: to)?|hardly|never)\W(?:\w+\W){0,3}"
#: 降低 is no loss but of what should be high: 降低成本, 降低攻击成功率.
_QUALITY_REDUCED = (
    "降低了?[^，。；：、！？\n0-9（(与和及或并且而时对攻门升高增不非无]{0,12}?"
    "(?:性能|准确|精度|质量|效率|鲁棒|泛化|可靠|可解释|稳定|一致|表现|效果|能力)[性度率]?"
    "(?!损失|下降|波动|差|退化|门槛|要求|需求|影响|不|消|开)"
)

#: 无效 is said of inputs and steps, and so truly of many; nobody says that a method solves anything 无效.
_TO_NO_EFFECT = (
    "无效(?=地|性(?!问题|风险)|的(?:解决|方法|方案|工具|途径)|解决|提[升高取]|减[少轻]|降低|利用|处理|缓解|捕[捉获]|平衡"
    "|检测|识别|增强|评估|支持|区分|结合|建模|应对|学习|改[善进]|实现|优化|适应|融合|保[留持护]|扩展|抑制|泛化|缩小|消除"
    "|克服|揭示|控制|去除|防[止御]|分离)"
)


def _translated() -> tuple[Marked, ...]:
    denial = _beginnings(_DENIES, _NOT, _UN, "less(?![a-z])")
    unique = _beginnings(f"{_DENIES} unique distinct differ duplicat", _NOT, _UN)
    return (
        Marked(_words("不(?:可以|能够?|得|允许)重复"), unique),
        Marked(_words("不(?:可以|能够?|得(?!不)|允许)(?!重复)|不支持|不必(?!要)"), denial),
        Marked(_words("无法|不会|不需要|无需|不应|失效"), denial),
        Marked(_words("无效(?!值)"), denial),
        Marked(_words("劣于|逊于|差于|逊色|不如|更差"), _beginnings(_WORSE, _NOT)),
        Marked(_words("更慢|最慢|减慢|放慢"), _beginnings(_SLOW, _NOT)),
        Marked(
            _words("低于|小于(?!等)|少于|降低|减少"),
            _beginnings(_LESS, _NOT, _LESS_SIGN),
            _beginnings(_MORE, "[>≥↑]"),
        ),
    )


# Nearly each abstract denies something, so that a word of the summary is looked for by what says the same, in all of
# the abstract. Left out is what abstracts say in too many ways: 无法, 低于.
def _summarised() -> tuple[Marked, ...]:
    return (
        Marked(
            _words("劣于|逊于|差于|逊色"),
            None,
            _beginnings(_SUPERIOR),
            _beginnings(_INFERIOR, rf"{_DENIED}(?:match|reach|surpass|outperform|exceed|beat|improv|better|compet)"),
        ),
        Marked(_words("更差"), None, _beginnings(_SUPERIOR), _beginnings(f"{_INFERIOR} {_LOWEST}")),
        Marked(
            _words(_TO_NO_EFFECT),
            _beginnings("fail"),
            _beginnings(_USEFUL),
            _beginnings(_USELESS, rf"{_DENIED}(?:effect|help|work|improv|benefit|valid|affect|on(?![a-z]))"),
        ),
        Marked(_words("更慢|最慢|减慢|放慢"), None, _beginnings(_FAST), _beginnings(_SLOWER)),
        Marked(
            _words("不支持|不可以|不能够"),
            ENGLISH_NEGATION,
            _beginnings(_SUPPORTS),
            _beginnings("unsupport non-support nonsupport refut contradict", f"{_DENIED}support"),
        ),
        Marked(_words(_QUALITY_REDUCED), None, _beginnings(_BETTER), _beginnings(_DEGRADED)),
    )


# Half of a tenth of a second goes into the patterns of one relation, and a catalogue has only one.
@cache
def lexicon(relation: Relation) -> tuple[Marked, ...]:
    """Return what to look for in pairs of a relation."""
    return _translated() if relation == "translation" else _summarised()


@cache
def any_word(relation: Relation) -> re.Pattern[str]:
    """Return the words of any entry of `lexicon`, which nearly no text has: most are done with here.

    A set of characters that all of them begin with is looked for several times as fast as what stands before them.
    """
    return re.compile("|".join(entry.chinese.pattern.removeprefix(_NOT_DENIED) for entry in lexicon(relation)))
