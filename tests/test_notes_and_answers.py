# License LGPL-3.0 or later: see LICENSE.
# ruff: noqa: D103 (a test's name is its promise)
"""Short texts without telling headers or quotes. An automatic note only says that someone is away, or that a message
was received or held; a person who answers says more than that."""

import pytest

from odoo.addons.sales_sequence.tools.inbound import classify

from .test_recognition import TOUCH, write

ATTACHED = "The completed questionnaire is attached. Return it to vendors@corp.example before 21 August."


def kind_of(text, **headers):
    return classify(write(text, In_Reply_To=TOUCH, **headers)).kind


# ---------------------------------------------------------------------------------------------- notes
@pytest.mark.parametrize(
    "text",
    [
        "We are on vacation until Thursday.",
        "Je suis absente jusqu'à mercredi.",
        "Ich bin bis Donnerstag nicht im Büro.",
        "I am on a business trip with limited connectivity.",
        "Estoy de baja, responderé cuando vuelva.",
    ],
)
def test_a_text_about_nothing_but_an_absence_is_automatic_however_short(text):
    assert kind_of(text) == "auto_reply"


@pytest.mark.parametrize(
    "text",
    [
        "We are on vacation until Thursday. Friday at 3 suits us.",
        "Je suis absente jusqu'à mercredi, reparlons-en jeudi.",
        "Ich bin bis Donnerstag nicht im Büro, klingt aber wirklich spannend. Was kostet das?",
        "Estoy fuera hasta el jueves, mándame los precios.",
        "Sounds good.\n\nPat\n\nPlease note: our office is closed from 10 to 21 August.",
    ],
)
def test_an_absence_with_anything_else_to_say_is_an_answer(text):
    assert kind_of(text) == "reply"


@pytest.mark.parametrize(
    "text",
    [
        "No inbox for me this week! I'll get to your message once I'm down from the glacier on the 21st.",
        "I'm hopefully asleep under a palm tree. Expect to hear from me after 21 August.",
        "Unplugged with the kids. I'm reading mails again on 21 August.",
        "Our staff returns on 24 August, rested and tanned.",
        "Heute ist mein freier Tag. Ich antworte morgen.",
        "Am Freitag habe ich meinen freien Tag und lese nichts.",
        "Je n'aurai pas accès à mes mails cette semaine, mais dès mon retour !",
        "Hasta el jueves no tendré acceso al correo.",
    ],
)
def test_a_text_about_when_mails_are_read_is_at_least_unsure(text):
    assert kind_of(text) in {"unsure", "auto_reply"}


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for your email on Wednesday, and for the slides.",
        "Bitte fragen Sie meine Kollegin Frau Abel (abel@corp.example), sie macht das.",
        "Daar gaat Piet over, piet@corp.example",
        "Je transmets à ma collègue, elle est en congés jusqu'au 21 août.",
        "Ne parliamo a settembre, risentiamoci dopo le ferie.",
        ATTACHED,
    ],
)
def test_referring_to_a_colleague_or_a_later_date_is_an_answer(text):
    assert kind_of(text) == "reply"


def test_a_text_in_an_unknown_language_looks_automatic_only_with_a_date():
    known_to_nobody = "Nkwa okwu tawoze{}. Biko zoro otu ndi ozo ka ha nwere ike inye gi: sam@corp.example"
    assert kind_of(known_to_nobody.format(" 14.08.2026")) == "unsure"
    assert kind_of(known_to_nobody.format("")) == "reply"


# ----------------------------------------------------------------------------------------- receipts
@pytest.mark.parametrize(
    "text",
    [
        "Your enquiry has been received. Answers take 2-4 working days.",
        "Wir haben Ihre Anfrage erhalten. Eine Antwort kann 3 bis 5 Werktage dauern.",
        "Nous avons bien reçu votre demande. Le délai de réponse est de 48 h.",
        "Hemos recibido su consulta. El plazo habitual es de 3 días.",
        "Abbiamo ricevuto la vostra richiesta, pratica n. 40021.",
        "Vi har tagit emot ditt ärende. Svarstiden är 2 dagar.",
        "Мы получили ваше обращение. Ответ займёт 24 часа.",
    ],
)
def test_a_receipt_with_a_response_time_is_automatic(text):
    assert kind_of(text) == "acknowledgement"


@pytest.mark.parametrize(
    "text",
    [
        "We received your message. We don't buy software in the second half of the year.",
        "We have received your offer and will bring it up with the board.",
        "Our close takes 5 working days, and we'd like 2.",
        "Wir haben Ihre Nachricht erhalten. Aus unserer Sicht passt es nicht.",
    ],
)
def test_a_confirmation_of_receipt_that_says_more_is_an_answer(text):
    assert kind_of(text) == "reply"


@pytest.mark.parametrize(
    "text",
    [
        "You have reached the invoices mailbox. Bills are paid on the 15th of the month.",
        "This reply was created automatically. Our help pages: https://help.corp.example",
        "This notification was sent by our ordering system. Delivery is on its way.",
    ],
)
def test_a_mail_that_calls_itself_automatic_is_not_an_answer(text):
    assert kind_of(text) in {"acknowledgement", "auto_reply", "other"}


def test_saying_whom_you_have_reached_may_be_an_answer():
    assert kind_of("You have reached the wrong department, but I know who decides.") == "reply"
    assert kind_of("You've reached the right team. We'd like to see it.") == "reply"


# ---------------------------------------------------------------------------------------- challenges
@pytest.mark.parametrize(
    "text",
    [
        "Mail from unknown senders is quarantined. Press here to release yours: https://gate.example/7",
        "Your message will be delivered after you pass this captcha: https://gate.example/8",
        "Messages from people outside my contacts are filtered. To reach my inbox, confirm: https://gate.example/9",
        "Ваше сообщение задержано защитой от спама. Перейдите по ссылке: https://gate.example/10",
    ],
)
def test_a_challenge_is_recognized_by_the_held_mail_and_the_link(text):
    assert kind_of(text) == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Click here for our supplier conditions: https://corp.example/suppliers",
        "I had to solve the captcha on your site twice: https://seq.example.com/demo",
        "Please use the form on this page to send it: https://corp.example/tenders",
    ],
)
def test_a_link_alone_is_not_a_challenge(text):
    assert kind_of(text) == "reply"


# ------------------------------------------------------------------------------------------- wishes
@pytest.mark.parametrize(
    "text",
    ["Please stop.", "Kindly stop now!", "Discontinue these mails.", "Please discontinue sending your newsletters."],
)
def test_a_bare_request_to_stop_is_an_unsubscribe_wish(text):
    assert classify(write(text, In_Reply_To=TOUCH)).wish == "opt_out"


@pytest.mark.parametrize(
    "text",
    [
        "Ne me contactez plus par téléphone, un mail suffit.",
        "Don't contact me by phone again, mail is better.",
        "Please stop emailing my boss, I decide on this.",
        "We discontinue our newsletter in May. What do you offer instead?",
    ],
)
def test_a_request_about_phone_calls_or_other_people_is_not_an_unsubscribe_wish(text):
    verdict = classify(write(text, In_Reply_To=TOUCH))
    assert (verdict.kind, verdict.wish) == ("reply", None)


def test_the_address_of_a_former_colleague_is_not_a_former_address():
    text = "I am no longer employed at Corp. My former colleague Jo will help you: jo@corp.example"
    verdict = classify(write(text, subject="Automatic reply: x", Auto_Submitted="auto-replied"))
    assert (verdict.kind, verdict.new_address) == ("address_changed", "jo@corp.example")
