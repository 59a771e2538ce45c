import subprocess
import sys

from knowledge.languages.likeness import FOREIGN, _identifier, likeness
from knowledge.languages.registry import LANGUAGES


def test_the_library_knows_our_languages_and_the_foreign_ones():
    assert (FOREIGN | LANGUAGES.keys()) <= set(_identifier().labels)
    assert not FOREIGN & LANGUAGES.keys()


def test_a_text_looks_like_the_language_it_is_in():
    german = likeness("Ich kann mich nicht anmelden")
    assert german.ours == "de"
    assert german.ours_ahead > 0 > german.foreign
    assert german.ours_ahead <= -german.foreign


def test_a_foreign_text_looks_more_like_another():
    assert likeness("Nie mogę się zalogować").foreign > 0


def test_abbreviations_and_capitals_say_no_language():
    assert likeness("no puedo entrar SSO API") == likeness("no puedo entrar")
    assert likeness("KEIN INTERNET SEIT GESTERN") == likeness("kein internet seit gestern")


def test_whoever_guesses_documents_only_reads_neither_the_library_nor_numpy():
    code = (
        "import sys; from knowledge.languages.guess import guess_document; guess_document('Wie geht das nicht mehr?');"
        "sys.exit('py3langid' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
