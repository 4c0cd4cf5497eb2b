"""What to call somebody: tools/names.py."""

import re
import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.names import MAX_FIRST_NAME, company_name, first_name

GIVEN = ("Anna", "Zoë", "Jean-Pierre", "Siân", "Łukasz", "Μαρία", "Анна", "محمد", "משה", "नरेन्द्र", "Ægir")
FAMILY = ("Müller", "O'Neil", "McDonald", "van der Berg", "de la Cruz", "Silva", "Папа", "علي")
TITLES = ("Dr.", "Prof. Dr.", "Mr.", "Mrs", "Herr", "Frau Dr.", "M.", "Mme", "Sra.", "Dott.ssa", "Dipl.-Ing.", "dhr.")
UNSEEN = ("\u200b", "\u200e", "\u202b", "\ufeff", "\u00ad", "🌸", "👩‍💼", "☎️", "\x07")


class TestNames:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Anna Müller", "Anna"),
            ("Anna", "Anna"),
            ("ANNA MÜLLER", "Anna"),
            ("anna müller", "Anna"),
            ("aNNA mÜLLER", "Anna"),
            ("JEAN-PIERRE DUPONT", "Jean-Pierre"),
            ("İBRAHİM YILMAZ", "İbrahim"),
            ("Anna\nMüller", "Anna"),
            ("  Anna \t Müller ", "Anna"),
            ("Müller, Anna", "Anna"),
            ("MÜLLER, Dr. ANNA", "Anna"),
            ("de la Cruz, María José", "María"),
            ("Anna Müller, PhD", "Anna"),
            ("Anna Müller MBA", "Anna"),
            ("Frau Prof. Dr. Anna-Maria Weber", "Anna-Maria"),
            ("Anna Weber <anna@example.com>", "Anna"),
            ("Anna Weber (Sales)", "Anna"),
            ('"Anna Weber"', "Anna"),
            ("Anna Weber – Acme", "Anna"),
            ("Anna Weber | Head of Sales", "Anna"),
            ("Anna 🌸 Weber", "Anna"),
            ("Ludwig van Beethoven", "Ludwig"),
            ("Kate O’Brien", "Kate"),
            ("Anna McDonald", "Anna"),
            ("Anna WEBER", "Anna"),
            ("John F. Kennedy", "John"),
            ("José Ortega y Gasset", "José"),
            ("می‌خواهم رضا", "می‌خواهم"),
            ("\u202bמשה כהן\u202c", "משה"),
            # Doubtful: nobody knows which word is the first name, or whether there is one.
            ("Dr. Weber", ""),
            ("Herr Müller", ""),
            ("M. Dupont", ""),
            ("Dr.", ""),
            ("van der Berg", ""),
            ("DE LA CRUZ", ""),
            ("O'Brien", ""),
            ("McDonald", ""),
            ("MCDONALD", ""),
            ("WEBER Anna", ""),
            ("García Márquez, Gabriel", ""),
            ("Anna & Peter Müller", ""),
            ("Ana y Pedro García", ""),
            ("Mr. and Mrs. Smith", ""),
            ("J. Smith", ""),
            ("J.P. Morgan", ""),
            ("Chr. Weber", ""),
            ("(Anna) Weber", ""),
            ("Acme – Anna Weber", ""),
            ("王小明", ""),
            ("田中 太郎", ""),
            ("김민수", ""),
            ("Attn Anna Weber", ""),
            ("Hallo Anna", ""),
            ("Sehr geehrte Frau Weber", ""),
            # No name of a person at all.
            ("Familie Müller", ""),
            ("The Boss", ""),
            ("Website visitor", ""),
            ("Bäckerei Schmidt", ""),
            ("anna@example.com", ""),
            ("www.example.com", ""),
            ("https://example.com", ""),
            ("Acme GmbH", ""),
            ("Müller & Söhne", ""),
            ("Team Einkauf", ""),
            ("Info", ""),
            ("n/a", ""),
            ("Unknown", ""),
            ("-", ""),
            ("–", ""),
            ("xxx", ""),
            ("Anna123", ""),
            ("🌸", ""),
            ("", ""),
            (None, ""),
            (False, ""),
        ],
    )
    def test_only_what_surely_is_a_first_name_is_one(self, name, expected):
        assert first_name(name) == expected

    def test_a_company_entered_as_the_person_has_no_first_name(self):
        assert first_name("Halden Foods", company="HALDEN  Foods.") == ""
        assert first_name("Halden Foods", company="Acme") == "Halden"

    def test_the_address_tells_a_family_name_from_a_first_name(self):
        assert first_name("Müller", email="anna.mueller@example.com") == ""
        assert first_name("Anna", email="anna.mueller@example.com") == "Anna"
        assert first_name("Anna", email="anna@example.com") == "Anna"
        for local in ("anna.mueller", "annamueller", "a.mueller", "amueller"):
            assert first_name("Müller Anna", email=f"{local}@example.com") == ""
            assert first_name("Anna Müller", email=f"{local}@example.com") == "Anna"

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Acme", "Acme"),
            ("ACME", "ACME"),
            (" – Acme\n Foods ", "Acme Foods"),
            ("Halden Foods GmbH & Co. KG", "Halden Foods GmbH & Co. KG"),
            ("Sonae S.A.", "Sonae S.A."),
            ("Yahoo!", "Yahoo!"),
            ("3M", "3M"),
            ("株式会社日立", "株式会社日立"),
            ("Acme\u200b", "Acme"),
            ("-", ""),
            ("n/a", ""),
            ("info@example.com", ""),
            ("https://example.com", ""),
            (None, ""),
        ],
    )
    def test_the_company_is_named_without_what_people_enter_around_it(self, name, expected):
        assert company_name(name) == expected

    def test_a_person_entered_as_the_company_is_none(self):
        assert company_name("Anna Müller", person="ANNA MÜLLER") == ""

    @given(
        st.sampled_from(GIVEN),
        st.sampled_from(FAMILY),
        st.sampled_from(("", *TITLES)),
        st.sampled_from(("{0} {1}", "{1}, {0}", "{0}\n{1}", "  {0}   {1}  ", "{0} {1}, PhD", "{0} {1} – Acme")),
        st.sampled_from((str, str.upper, str.lower)),
        st.lists(st.tuples(st.sampled_from(UNSEEN), st.integers(0, 60)), max_size=3),
    )
    @example("Anna", "de la Cruz", "Sra.", "{1}, {0}", str.upper, [])
    def test_however_a_name_is_entered_its_first_name_is_found(self, given_name, family, title, form, case, unseen):
        if form == "{1}, {0}" and title:
            name = f"{family}, {title} {given_name}"
        else:
            name = " ".join((title, form.format(given_name, family)))
        name = case(name)
        for symbol, place in unseen:
            # Between letters the joiners of some scripts are spelling.
            if symbol != "👩‍💼":
                name = name[:place] + symbol + name[place:]
            else:
                name += f" {symbol}"
        found = first_name(name)
        # A control character separates words: half a name may be found, or none.
        if not any(symbol == "\x07" for symbol, _place in unseen):
            assert unicodedata.normalize("NFC", found).casefold() == given_name.casefold()
            assert found == given_name

    @given(st.text(max_size=60) | st.text(string.ascii_letters + " .,-'@&/\n", max_size=40))
    @example("\ud800")
    @example("- - -")
    @example("( ( (")
    def test_whatever_is_entered_what_is_found_can_stand_in_a_greeting(self, text):
        found = first_name(text)
        assert len(found) <= MAX_FIRST_NAME
        assert found == found.strip()
        assert not set(found) & set("@<>()[]{}.,;:!?\n\t0123456789 ")
        assert not found or sum(map(str.isalpha, found)) > 1
        assert not re.fullmatch("[A-Z]{2,}", found)
        # What was found is a first name itself, or doubtful without the rest.
        assert first_name(found) in (found, "")
        company = company_name(text)
        assert company == " ".join(company.split())
        assert not company or any(map(str.isalnum, company))
        assert company_name(company) == company
