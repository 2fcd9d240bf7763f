"""Whether a written word can be a Vietnamese syllable.

Vietnamese has few onsets and few rimes, all of them listed here; a word that fits none is a name from elsewhere, an
abbreviation, or wrongly read. It is enough to tell a good reading or text layer from garbage.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ONSETS: Final = _listed("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
_RIMES: Final = _listed(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ
    uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương
    ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
    """
)
_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_BEFORE_I_AND_E: Final = frozenset({"k", "gh", "ngh"})
_ELSEWHERE: Final = frozenset({"c", "g", "ng"})


def _go_together(onset: str, rime: str) -> bool:
    """Whether spelling allows this onset before this rime: k, gh, ngh before e, ê, i, y and c, g, ng elsewhere."""
    if rime[0] in "eêiy":
        return onset not in _ELSEWHERE
    return onset not in _BEFORE_I_AND_E


_SYLLABLES: Final = (
    frozenset(onset + rime for onset in ("", *_ONSETS) for rime in _RIMES if _go_together(onset, rime))
    # "gi" swallows the i of its rime, and "qu" its u.
    | {"gi"}
    | {"g" + rime for rime in _RIMES if rime[0] == "i"}
    | {"q" + rime for rime in _RIMES if rime[0] == "u"}
)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """True if the letters of `word` (any case, with or without a tone) spell a possible Vietnamese syllable."""
    parts = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", _TONES.sub("", parts))
    return len(_TONES.findall(parts)) <= 1 and bare in _SYLLABLES


@lru_cache(maxsize=20_000)
def is_marked(word: str) -> bool:
    """True if `word` carries a letter or tone that only Vietnamese writes so (đ, ơ, a tone mark …)."""
    return any(not letter.isascii() and letter.isalpha() for letter in unicodedata.normalize("NFC", word))
