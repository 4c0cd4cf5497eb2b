# ruff: noqa: D103
# (a test's name is its promise)
"""What an answer seems to say: precision first, in every language that recognition knows."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools import answer_phrases
from odoo.addons.sales_sequence.tools.answer_suggestion import find_time, suggest
from odoo.addons.sales_sequence.tools.answer_text import opening, own_words, without
from odoo.addons.sales_sequence.tools.mail_html import html_to_text
from odoo.addons.sales_sequence.tools.wish_phrases import OPT_OUT, OWN_FOOTERS

ADDON = Path(__file__).resolve().parent.parent / "sales_sequence"
# A Thursday.
TODAY = date(2026, 11, 26)

# (language, text, label, what else it must have found)
MEANT = [
    ("en", "Hi,\n\nThursday at 10 would suit me. Send an invitation.\n\nBest,\nAna", "interested", "2026-12-03"),
    ("en", "Yes, tell me more.", "interested", None),
    ("en", "Yes, let us talk on Friday.", "interested", "2026-11-27"),
    ("en", "How about Tuesday at 3pm?", "interested", "2026-12-01"),
    ("en", "Call me tomorrow after 3.", "interested", "2026-11-27"),
    ("en", "We'd love to hear more.", "interested", None),
    ("en", "Could you send me your pricing?", "interested", None),
    ("en", "Ask me again after the fair in February. I am not uninterested.", "not_now", "2027-02-01"),
    ("en", "Not right now. Please contact me again in March.", "not_now", "2027-03-01"),
    ("en", "Not now, try me again in May.", "not_now", "2027-05-01"),
    ("en", "We have no budget this year, let's talk again next year.", "not_now", "2027-01-01"),
    ("en", "Please get back to me in three months.", "not_now", "2027-02-26"),
    ("en", "Timing isn't right. Try again in Q2.", "not_now", "2027-04-01"),
    ("en", "We are swamped at the moment, please check in again in 2 weeks.", "not_now", "2026-12-10"),
    ("en", "We're not interested at the moment, but try again in February.", "not_now", "2027-02-01"),
    ("en", "Sounds interesting, but not now. Contact me in March.", "not_now", "2027-03-01"),
    ("en", "Can you reach out to us in January?", "not_now", "2027-01-01"),
    ("en", "Now is not a good time.", "not_now", None),
    ("en", "Planning is with my colleague Petr Svoboda, petr.svoboda@x.example.org.", "wrong_person", "Petr Svoboda"),
    ("en", "I'm not the right person for this.", "wrong_person", None),
    ("en", "I am not the right person, not interested. Write to jo.doe@x.example.org", "wrong_person", "jo"),
    ("en", "Not interested, thanks.", "not_interested", None),
    ("en", "Hi Nora,\nno thanks.\nBest,\nTom", "not_interested", None),
    ("en", "We have just signed with somebody else.", "not_interested", None),
    ("en", "Thanks, but we'll pass.", "not_interested", None),
    ("en", "Please take me off your list.", "unsubscribe", None),
    ("de", "Das klingt interessant, schicken Sie mir bitte mehr Informationen.", "interested", None),
    ("de", "Mittwoch um 10 Uhr würde mir gut passen.", "interested", "2026-12-02"),
    ("de", "Ja gerne, wann können wir sprechen?", "interested", None),
    ("de", "Gern im Januar, bis dahin stecken wir mitten im Jahresabschluss.", "not_now", "2027-01-01"),
    ("de", "Melden Sie sich bitte im Januar wieder.", "not_now", "2027-01-01"),
    ("de", "Dafür ist mein Kollege Jonas Weber zuständig.", "wrong_person", "Jonas Weber"),
    ("de", "Bitte wenden Sie sich an meine Kollegin Anna Schmidt (anna@x.example.org).", "wrong_person", "anna@x"),
    ("de", "Wir haben leider kein Interesse.", "not_interested", None),
    ("de", "Nein danke.", "not_interested", None),
    ("de", "Bitte nehmen Sie mich aus Ihrem Verteiler.", "unsubscribe", None),
    ("fr", "Nous sommes intéressés. Pouvez-vous m'envoyer un devis ?", "interested", None),
    ("fr", "Pas pour le moment, recontactez-moi en mars.", "not_now", "2027-03-01"),
    ("fr", "Je ne suis pas la bonne personne, voyez ma collègue Julie Martin.", "wrong_person", "Julie Martin"),
    ("fr", "Mon collègue s'en occupe : marie.dubois@x.example.org", "wrong_person", "Marie Dubois"),
    ("fr", "Nous ne sommes pas intéressés.", "not_interested", None),
    ("fr", "Merci de me désinscrire.", "unsubscribe", None),
    ("es", "Sí, me interesa. ¿Podría enviarme información?", "interested", None),
    ("es", "Ahora no, contácteme en enero.", "not_now", "2027-01-01"),
    ("es", "No soy la persona adecuada, hable con mi compañero Luis Pérez.", "wrong_person", "Luis Pérez"),
    ("es", "No nos interesa, gracias.", "not_interested", None),
    ("it", "Siamo molto interessati.", "interested", None),
    ("it", "Al momento no, mi ricontatti a febbraio.", "not_now", "2027-02-01"),
    ("it", "Non sono la persona giusta.", "wrong_person", None),
    ("it", "Non siamo interessati.", "not_interested", None),
    ("pt", "Estamos interessados, pode enviar uma proposta?", "interested", None),
    ("pt", "De momento não, contacte-me em março.", "not_now", "2027-03-01"),
    ("pt", "Não sou a pessoa certa.", "wrong_person", None),
    ("pt", "Não estamos interessados, obrigado.", "not_interested", None),
    ("nl", "Klinkt interessant, kunt u mij een offerte sturen?", "interested", None),
    ("nl", "Nu even niet, neem in januari weer contact op.", "not_now", "2027-01-01"),
    ("nl", "Ik ben niet de juiste persoon.", "wrong_person", None),
    ("nl", "Wij hebben geen interesse.", "not_interested", None),
    ("sv", "Det låter intressant, berätta mer.", "interested", None),
    ("sv", "Inte just nu, återkom i mars.", "not_now", "2027-03-01"),
    ("sv", "Vi är tyvärr inte intresserade.", "not_interested", None),
    ("da", "Det lyder spændende, fortæl mere.", "interested", None),
    ("da", "Vi er desværre ikke interesserede.", "not_interested", None),
    ("no", "Vi er veldig interessert.", "interested", None),
    ("no", "Nei takk.", "not_interested", None),
    ("fi", "Kuulostaa mielenkiintoiselta, kerro lisää.", "interested", None),
    ("fi", "Emme ole kiinnostuneita.", "not_interested", None),
    ("pl", "Jesteśmy zainteresowani, proszę o ofertę.", "interested", None),
    ("pl", "Obecnie nie, proszę się odezwać w lutym.", "not_now", "2027-02-01"),
    ("pl", "Nie jestem właściwą osobą.", "wrong_person", None),
    ("pl", "Nie jesteśmy zainteresowani.", "not_interested", None),
    ("cs", "Máme zájem, pošlete nám více informací.", "interested", None),
    ("cs", "Teď ne, ozvěte se v lednu.", "not_now", "2027-01-01"),
    ("cs", "Nemáme zájem.", "not_interested", None),
    ("sk", "Nemáme záujem.", "not_interested", None),
    ("hu", "Nem érdekel minket.", "not_interested", None),
    ("ro", "Suntem interesați.", "interested", None),
    ("ro", "Nu suntem interesați.", "not_interested", None),
    ("hr", "Zanima me, pošaljite mi ponudu.", "interested", None),
    ("hr", "Nismo zainteresirani.", "not_interested", None),
    ("tr", "İlgilenmiyoruz.", "not_interested", None),
    ("ru", "Нам интересно, пришлите подробнее.", "interested", None),
    ("ru", "Сейчас не до этого, напишите в марте.", "not_now", "2027-03-01"),
    ("ru", "Нам это не интересно.", "not_interested", None),
    ("uk", "Нам це не цікаво.", "not_interested", None),
    ("el", "Δεν μας ενδιαφέρει.", "not_interested", None),
    ("ja", "興味があります。資料を送ってください。", "interested", None),
    ("ja", "興味がありません。", "not_interested", None),
    ("zh", "我们很感兴趣。", "interested", None),
    ("zh", "我们不感兴趣。", "not_interested", None),
    ("ko", "관심이 없습니다.", "not_interested", None),
    ("he", "לא מעוניין, תודה", "not_interested", None),
    ("ar", "غير مهتمين", "not_interested", None),
    ("vi", "Chúng tôi không quan tâm.", "not_interested", None),
    ("id", "Kami tidak tertarik.", "not_interested", None),
    ("th", "ไม่สนใจครับ", "not_interested", None),
    ("hi", "हमें रुचि नहीं है", "not_interested", None),
]

# What is denied, supposed, asked, said of somebody else, or simply not sure.
NOT_SURE = [
    ("en", "I'm not uninterested, but it depends."),
    ("en", "Not uninterested at all."),
    ("en", "If we are not interested I will let you know."),
    ("en", "I never said we are not interested."),
    ("en", "I wouldn't say we're not interested."),
    ("en", "Why do you think we are not interested?"),
    ("en", "Are you still not interested in our newsletter?"),
    ("en", "Our customers are not interested in paper invoices."),
    ("en", "My boss said you think we are not interested."),
    ("en", "We wouldn't be interested."),
    ("en", "I am hardly interested"),
    ("en", "We would not be interested if it costs more."),
    ("en", "We are interested in being removed from this thread."),
    ("en", "We're not interested at the moment."),
    ("en", "We don't need this by Friday, do we?"),
    ("en", "We are interested. We are not interested."),
    ("en", "I'm on leave until Monday. In urgent cases please contact my colleague Bob Miller."),
    ("en", "Am I the right person?"),
    ("en", "Thanks for your message."),
    ("en", "Who are you?"),
    ("en", "Interesting rates"),
    ("en", "OK"),
    ("en", ""),
    ("en", "?"),
    ("en", "I have limited access to email until next month."),
    ("de", "Ich bin nicht abgeneigt."),
    ("de", "Es ist nicht so, dass wir kein Interesse haben."),
    ("de", "Falls wir kein Interesse haben, melde ich mich."),
    ("de", "Wir sind nicht interessiert, falls der Preis steigt."),
    ("de", "Warum glauben Sie, dass wir kein Interesse haben?"),
    ("de", "Danke für Ihre Mail."),
    ("fr", "Je ne suis pas désintéressé."),
    ("fr", "Si nous ne sommes pas intéressés, je vous le dirai."),
    ("es", "No es que no nos interese."),
    ("es", "Si no nos interesa, se lo diré."),
    ("it", "Non è che non ci interessa."),
    ("it", "Se non siamo interessati glielo dico."),
    ("pt", "Se não estamos interessados, aviso."),
    ("nl", "Niet dat we geen interesse hebben."),
    ("nl", "Als wij geen interesse hebben, hoort u het."),
    ("sv", "Om vi inte är intresserade hör vi av oss."),
    ("pl", "Jeśli nie jesteśmy zainteresowani, napiszę."),
    ("cs", "Pokud nemáme zájem, napíšu."),
    ("ru", "Если нам это не интересно, я напишу."),
]

QUOTED = (
    "We are not interested. Please take me off your list.",
    "I'm not the right person, contact my colleague Petr Svoboda, petr@x.example.org.",
    "Not now, contact me in March.",
    "Yes, we are very interested, how about Tuesday?",
    "Kein Interesse. Abmelden.",
    "Merci de me désinscrire. Je ne suis pas intéressé.",
)
ATTRIBUTIONS = (
    "On Mon, 12 Jan 2026 at 10:00, Rita Rep <rita@x.example.org> wrote:",
    "Am 12.01.2026 um 10:00 schrieb Rita Rep <rita@x.example.org>:",
    "Le 12/01/2026 à 10:00, Rita Rep a écrit :",
)


@pytest.mark.parametrize(("language", "text", "label", "more"), MEANT)
def test_what_is_meant_is_suggested(language, text, label, more):
    found = suggest(text, language, TODAY)
    assert found, text
    assert found["label"] == label
    if more:
        assert more in f"{found['date']} {found['name']} {found['email']}"
    if found["quote"]:
        assert found["quote"] in " ".join(text.split())


@pytest.mark.parametrize(("text", "label"), [(text, label) for _language, text, label, _more in MEANT])
def test_the_language_need_not_be_known(text, label):
    assert suggest(text, None, TODAY)["label"] == label


@pytest.mark.parametrize(("language", "text"), NOT_SURE)
def test_nothing_is_suggested_where_it_is_not_sure(language, text):
    assert suggest(text, language, TODAY) is None


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("Thursday at 10 would suit me.", 10, 0),
        ("Tuesday at 3pm?", 15, 0),
        ("How about 3 on Friday, at 3?", 15, 0),
        ("Mittwoch um 14:30 Uhr", 14, 30),
        ("Mittwoch, 9 Uhr", 9, 0),
        ("jeudi à 9h30", 9, 30),
        ("el jueves a las 16", 16, 0),
        ("12 p.m. on Friday", 12, 0),
        ("Thursday", None, None),
        ("at 99", None, None),
        ("at 10% off", None, None),
        ("3 people at 2026-01-15", None, None),
        ("", None, None),
    ],
)
def test_a_time_of_day_is_read(text, hour, minute):
    found = find_time(text)
    assert (found and (found.hour, found.minute)) == (None if hour is None else (hour, minute))


@settings(max_examples=60, deadline=None)
@given(
    answer=st.sampled_from([(language, text) for language, text, *_ in MEANT] + NOT_SURE),
    quoted=st.lists(st.sampled_from(QUOTED), min_size=1, max_size=3),
    attribution=st.sampled_from(ATTRIBUTIONS),
    is_html=st.booleans(),
)
def test_a_quoted_mail_never_changes_what_is_suggested(answer, quoted, attribution, is_html):
    language, text = answer
    quote = "\n".join(f"> {line}" for line in quoted)
    assert suggest(f"{text}\n\n{attribution}\n{quote}", language, TODAY) == suggest(text, language, TODAY)
    if is_html:
        paragraphs = "".join(f"<p>{line}</p>" for line in quoted)
        body = f"<p>Sounds good.</p><div>{attribution}</div><blockquote data-o-mail-quote='1'>{paragraphs}</blockquote>"
        assert own_words(body) == "Sounds good."


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from([None, *answer_phrases.STATEMENTS, "xx"]))
def test_whatever_somebody_writes_nothing_fails(text, language):
    found = suggest(text, language, TODAY)
    assert found is None or set(found) == {"label", "confidence", "date", "quote", "name", "email"}


def test_every_language_of_recognition_has_statements():
    assert set(OPT_OUT) <= set(answer_phrases.STATEMENTS)
    for language, statements in answer_phrases.STATEMENTS.items():
        assert {"interested", "not_interested", "wrong_person"} <= set(statements), language


def shipped_footers():
    found = ["Prefer not to receive these emails? Unsubscribe"]
    for path in sorted((ADDON / "i18n").glob("*.po")):
        pattern = r'msgid "Prefer not to receive these emails.*?\nmsgstr (.*?)\n\n'
        entry = re.search(pattern, path.read_text(), re.DOTALL)
        found.append(re.sub(r"%\(\w+\)s", "", "".join(re.findall(r'"(.*?)"', entry.group(1)))))
    return found


@pytest.mark.parametrize("footer", shipped_footers())
@pytest.mark.parametrize("text", ["{}", "{}\n\nThanks for your message.", "Danke.\n{}", "FYI\n\n{}"])
def test_our_own_footer_is_nobodys_wish_wherever_it_stands(footer, text):
    assert suggest(text.format(footer), "en", TODAY) is None
    assert suggest(text.format(footer.replace(" ", "\n", 3).replace("\n", " ", 2)), "en", TODAY) is None


def test_every_language_that_is_shipped_has_its_footer():
    assert len(OWN_FOOTERS) == len(shipped_footers())


def library_emails():
    for path in sorted((ADDON / "data/library").glob("*.xml")):
        for number, body in enumerate(re.findall(r'name="body_html"[^>]*>(.*?)</field>', path.read_text(), re.DOTALL)):
            plain = re.sub(r"<!\[CDATA\[|\]\]>", "", body)
            if text := html_to_text(plain):
                yield pytest.param(plain, text, id=f"{path.stem} {number}")


@pytest.mark.parametrize(("body", "text"), library_emails())
def test_what_we_wrote_ourselves_says_nothing_about_the_person(body, text):
    """Also at the top, without any mark: some mail programs quote like that."""
    assert suggest(without(text, [body]), "en", TODAY) is None
    left = without(f"{text}\n\nWe have no interest.", [body])
    assert suggest(left, "en", TODAY)["label"] == "not_interested"


def test_a_postscript_of_ours_is_dropped_in_any_language():
    body = "<p>Hallo!</p><p>P.S. Kein Interesse? Ein kurzes „Nein danke“ genügt. Wir haben kein Interesse an Spam.</p>"
    text = "P.S. Kein Interesse? Ein kurzes „Nein danke“ genügt. Wir haben kein Interesse an Spam.\n\nPasst gut."
    assert without(text, [body]) == "Passt gut."
    assert suggest(without(text, [body]), "fr", TODAY) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hi Rita,\n\nThursday would suit me.\nReally.\n\nBest,\nAda", "Thursday would suit me. Really."),
        ("Thursday would suit me.", "Thursday would suit me."),
        ("Yes, please", "Yes, please"),
        ("Thursday\nworks for me", "Thursday works for me"),
        ("Hallo Rita\npasst gut", "passt gut"),
        ("Hello,\n", "Hello,"),
        ("", ""),
        ("x" * 500, "x" * 240 + "…"),
    ],
)
def test_a_list_shows_the_sentence_and_neither_greeting_nor_signature(text, shown):
    assert opening(text) == shown


def test_broken_html_is_read_all_the_same():
    for body in ("<p>Sounds <b>good", "<<<", "plain", "<p></p>", "", "\x00<p>Hi</p>"):
        assert isinstance(own_words(body), str)
