"""Does a word look like a Vietnamese syllable? A check of initial, rime and place of the tone; no dictionary."""

import re
import unicodedata
from functools import lru_cache

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang, huyền, hỏi, ngã, sắc, nặng
TONES_BEFORE_STOPS = TONES[4:]  # a rime that ends in c, ch, p or t has only sắc and nặng
VOWELS = "aăâeêioôơuưy"
MARKED = "ăâêôơư"
INITIALS = frozenset(
    ["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()],
)
RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych yêm yên yêng yêt yêu ynh yt
""".split()
EITHER_PLACE = ("oa", "oe", "uy")  # hòa and hoà: the old and the new place of the tone
ABBREVIATION = re.compile(r"[BCDĐGHKLMNPQRSTVX]{2,7}")  # HĐND, QĐ; with Đ, or it would be plain ASCII
LONGEST_SYLLABLE = 7  # nghiêng


def _tone_places(rime: str) -> list[int]:
    """The vowels that may carry the tone, as positions in the rime."""
    vowels = [at for at, letter in enumerate(rime) if letter in VOWELS]
    marked = [at for at in vowels if rime[at] in MARKED]
    if marked:
        return marked[-1:]
    if rime in EITHER_PLACE:
        return vowels
    closed = vowels[-1] < len(rime) - 1
    return vowels[1:2] if len(vowels) == 3 or (len(vowels) == 2 and closed) else vowels[:1]


def _with_tones(rime: str):
    tones = TONES_BEFORE_STOPS if re.search("(c|ch|p|t)$", rime) else TONES
    for at in _tone_places(rime):
        for tone in tones:
            yield unicodedata.normalize("NFC", rime[: at + 1] + tone + rime[at + 1 :])


TONED_RIMES = frozenset(toned for rime in RIMES for toned in _with_tones(rime))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether the word (in NFC) could be Vietnamese, written in lower case, with a capital, or in capitals."""
    if ABBREVIATION.fullmatch(word):
        return True
    if len(word) > LONGEST_SYLLABLE or not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    lower = word.lower()
    return any(lower[:size] in INITIALS and lower[size:] in TONED_RIMES for size in range(4))
