"""The light guess at a text's language."""

from __future__ import annotations

import pytest

from tallybook.read.language import language_of

TEXTS = {
    "en": "Three passengers were wounded when a parcel exploded at the station, the mayor said on Monday.",
    "es": "Tres pasajeros resultaron heridos cuando un paquete explotó en la estación, según dijo el alcalde de allí.",
    "fr": "Trois passagers ont été blessés dans l'explosion d'un colis à la gare, a dit le maire de la ville.",
    "de": "Drei Fahrgäste wurden verletzt, als ein Paket auf dem Bahnhof der Stadt explodierte, sagte die Polizei.",
    "pt": "Três passageiros ficaram feridos na explosão de um pacote na estação, disse o prefeito da cidade.",
    "ru": "Трое пассажиров ранены при взрыве на станции, сообщил мэр города, его слова не подтверждены.",
    "uk": "Троє пасажирів поранені внаслідок вибуху на станції, повідомив мер міста.",
    "ar": "أصيب ثلاثة ركاب في انفجار طرد في المحطة بحسب ما قال رئيس البلدية",
    "fa": "سه مسافر در پی انفجار بسته‌ای در ایستگاه زخمی شدند و پلیس چیزی نگفت",
    "ps": "درې کسان په چاودنه کې ټپيان شوي دي، ښاروال وویل",
    "zh": "市长说，车站的爆炸造成三名乘客受伤",
    "ja": "駅で小包が爆発し、三人の乗客がけがをした",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items(), ids=TEXTS)
def test_a_sentence_is_enough(code: str, text: str) -> None:
    assert language_of(text) == code


def test_capitals_make_no_difference() -> None:
    assert language_of(TEXTS["en"].upper()) == "en"


@pytest.mark.parametrize("text", ["", "Northtown", "12 34 56", "Zzz qqq"], ids=["empty", "name", "numbers", "noise"])
def test_no_evidence_gives_no_guess(text: str) -> None:
    assert language_of(text) == "und"
    assert language_of(text, declared="sw") == "sw"


def test_a_long_text_is_believed_against_a_declaration() -> None:
    assert language_of(TEXTS["es"] * 8, declared="en") == "es"
    assert language_of(TEXTS["es"][:40], declared="en") == "en"
