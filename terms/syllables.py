"""What a Vietnamese syllable can be: an onset, a rhyme, and a tone the rhyme allows.

Misread words are mostly no syllables; foreign and minority names are not either, so this lowers sureness and refuses
nothing.
"""

from __future__ import annotations

import unicodedata

from terms.text import nfc

ONSETS = ("ngh", "ng", "nh", "kh", "ph", "th", "tr", "ch", "gh", "gi", "qu", *"bcdđghklmnprstvx", "")
_RHYMES_TEXT = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong ooc oong
op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu yn yt
"""
RHYMES = frozenset(_RHYMES_TEXT.split())
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_SHARP_OR_HEAVY = ("\u0301", "\u0323")  # the only tones before a stop: sắc, nặng
_STOPS = ("c", "ch", "p", "t")


def is_syllable(word: str) -> bool:
    """True if `word` can be one Vietnamese syllable, in any case and with the tone mark on either of two vowels."""
    decomposed = unicodedata.normalize("NFD", nfc(word).lower())
    tones = [mark for mark in decomposed if mark in _TONE_MARKS]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in _TONE_MARKS))
    return any(
        _allows(_rhyme(onset, plain[len(onset) :]), tones[0] if tones else "")
        for onset in ONSETS
        if plain.startswith(onset)
    )


def _rhyme(onset: str, rest: str) -> str:
    """The rhyme after `onset`: in gì and quý the onset has swallowed the vowel."""
    if onset == "gi" and not rest:
        return "i"
    if onset == "qu" and rest in ("", "y", "ych", "ynh"):
        return "u" + rest
    return rest


def _allows(rhyme: str, tone: str) -> bool:
    return rhyme in RHYMES and (tone in _SHARP_OR_HEAVY or not rhyme.endswith(_STOPS))
