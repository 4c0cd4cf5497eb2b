# License LGPL-3.0 or later: see LICENSE.
# ruff: noqa: D103 (a test's name is its promise)
"""Human, machine or unsure: what decides, in any language, and what does not."""

import copy
import email
import email.policy
import logging
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.inbound import KINDS, classify
from odoo.addons.sales_sequence.tools.mail_text import InboundMail
from odoo.addons.sales_sequence.tools.person import greets_by_name

from .test_recognition import HUMAN, MAILS, TOUCH, expected, read, write

QUOTE = "\n\nOn Mon, 3 Aug 2026 at 08:02, Anna Rep <anna@seq.example.com> wrote:\n> A quicker month-end close?\n"
NOTE = "I am currently out of the office until 14 August."


def with_parts(text, html=None, method=None, attached=None, **headers):
    """Return an answer with an HTML version, an event inline (``method``) or an event ``attached``."""
    message = EmailMessage(policy=email.policy.SMTP)
    for name, value in {
        "From": "Pat Example <pat@example.com>",
        "To": "Anna Rep <anna@seq.example.com>",
        "Subject": headers.pop("subject", "Re: A quicker month-end close"),
        "Date": "Mon, 03 Aug 2026 09:15:22 +0200",
        "In-Reply-To": TOUCH,
        **headers,
    }.items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if method:
        message.add_alternative(event(method), subtype="calendar")
        message.get_payload()[-1].set_param("method", method)
    if attached:
        message.add_attachment(event(attached), subtype="calendar", filename="event.ics")
    return email.message_from_bytes(message.as_bytes(), policy=email.policy.SMTP)


def event(method):
    return (
        f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:u1\nDTSTART:20260811T090000Z\nSUMMARY:Ledgerline intro\n"
        "LOCATION:Video call\nDESCRIPTION:Agenda: how you close the month\\nBring last year's figures\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )


# ------------------------------------------------------------------------------------------ subjects
PREFIXES = [
    "Automatic reply",
    "Automatische Antwort",
    "Réponse automatique",
    "Respuesta automática",
    "Risposta automatica",
    "Resposta automática",
    "Automatisch antwoord",
    "Automatisk svar",
    "Autosvar",
    "Automaattinen vastaus",
    "Odpowiedź automatyczna",
    "Automatická odpověď",
    "Automatická odpoveď",
    "Automatikus válasz",
    "Răspuns automat",
    "Автоматичен отговор",
    "Αυτόματη απάντηση",
    "Otomatik yanıt",
    "Автоматический ответ",
    "Автоматична відповідь",
    "Automatski odgovor",
    "Аутоматски одговор",
    "Samodejni odgovor",
    "Automaatvastus",
    "Automātiska atbilde",
    "Automatinis atsakymas",
    "מענה אוטומטי",
    "رد تلقائي",
    "پاسخ خودکار",
    "स्वचालित उत्तर",
    "ตอบกลับอัตโนมัติ",
    "Trả lời tự động",
    "Balasan otomatis",
    "Balasan automatik",
    "自動応答",
    "자동 회신",
    "自动答复",
    "自動回覆",
    "Resposta automàtica",
    "Erantzun automatikoa",
    "Sjálfvirkt svar",
    "Автоматты жауап",
    "Përgjigje automatike",
    "Outomatiese antwoord",
    "Out of Office",
    "Abwesenheitsnotiz",
    "Absence du bureau",
    "Fuera de la oficina",
    "Fuori sede",
    "Ausência Temporária",
    "Niet aanwezig",
    "Fraværsmeddelelse",
    "Ej på plats",
    "Poissa toimistolta",
    "Poza biurem",
    "Mimo kancelář",
    "Házon kívül",
    "În afara biroului",
    "Εκτός γραφείου",
    "Нет на работе",
    "Ofis Dışında",
    "Поза офісом",
    "Извън офиса",
    "Izvan ureda",
    "Zunaj pisarne",
    "Kontorist väljas",
    "Prombūtnē",
    "Ne darbo vietoje",
    "מחוץ למשרד",
    "خارج المكتب",
    "خارج از دفتر",
    "Vắng mặt",
    "Di luar kantor",
    "不在",
    "부재 중",
    "Bulegotik kanpo",
]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_prefix_of_our_subject_identifies_an_automatic_reply_in_any_language(prefix):
    assert classify(write("...", subject=f"{prefix}: A quicker month-end close")).kind == "auto_reply"
    assert classify(write("Welcome back! Friday?", subject=f"Re: {prefix}: A quicker close")).kind == "reply"


@pytest.mark.parametrize(
    "subject",
    [
        "AUTO: leasing for 25 cars",
        "Autoresponder in Ledgerline",
        "Automatic reply setup",
        "Automatische Antwort gewünscht",
        "Abwesenheitsnotiz einrichten",
        "Réponse automatique dans votre outil",
        "Respuesta automática del programa",
        "Out of office calendar",
        "Vacation tracking",
        "Urlaubsplanung",
    ],
)
def test_machine_words_in_a_persons_subject_do_not_hide_the_answer(subject):
    assert classify(write("Hi Anna,\n\ncould you send me a quote?\n\nPat", subject=subject)).kind == "reply"


def test_a_software_subject_above_a_personal_letter_is_unsure():
    text = "Hi Anna,\n\nwe would like to see it. Can you call me on Friday?\n\nPat"
    verdict = classify(write(text, subject="Automatic reply: A quicker close"))
    assert (verdict.kind, verdict.leaning) == ("unsure", "reply")


# ------------------------------------------------------------------------------------------ calendars
TYPED = [
    "See you then!",
    "Sorry, that day is bad. What about Tuesday?",
    "No thanks, we chose another vendor.",
    "Leider nein, wir haben kein Interesse mehr.",
    "Je viens avec notre directrice financière.",
    "Не могу, давайте во вторник.",
    "承知しました。資料もお願いします。",
    "Accepted with pleasure, please bring the price list.",
]


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "CANCEL"])
def test_a_comment_typed_into_a_calendar_response_is_an_answer(text, method):
    assert classify(with_parts(text, method=method)).kind == "reply"


@pytest.mark.parametrize("text", [*TYPED, "ok", "👍"])
@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "CANCEL", "REPLY", "ADD"])
def test_an_attached_event_never_hides_a_persons_answer(text, method):
    assert classify(with_parts(text + QUOTE, attached=method)).kind == "reply"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Accepted",
        "Zugesagt",
        "Pat Example has accepted this invitation.",
        "pat@example.com hat diese Einladung angenommen.\n\nWann: Di. 11. Aug. 2026 11:00 – 11:30\nWo: Video call",
        "Pat Example a accepté cette invitation.",
        "Pat Example ha aceptado esta invitación.",
        "Pat Example принял приглашение.",
        "Pat Example さんがこの招待を承諾しました。",
        # A language without known phrases: calendars name the person who responds.
        "Pat Example lükkas selle kutse tagasi",
        "Ledgerline intro\nTue Aug 11, 2026 11:00am - 11:30am\nWhere: Video call\nWho:\n* Anna Rep - organizer",
        "Agenda: how you close the month\nBring last year's figures",
        "Yes, I will attend.\n\n-----Original Appointment-----\nFrom: Anna Rep\nSubject: Intro\n\nCould you?",
        "When: Tuesday, 11 August 2026\n\n*~*~*~*~*~*~*~*~*~*\n\nCould you bring last year's figures?",
    ],
)
@pytest.mark.parametrize("method", ["REPLY", "COUNTER"])
def test_a_calendars_automatic_response_is_not_an_answer(text, method):
    assert classify(with_parts(text, method=method, subject="Accepted: Ledgerline intro")).kind == "other"


# ---------------------------------------------------------------------------------------------- gates
@pytest.mark.parametrize(
    "text",
    [
        "I protect my inbox from junk. To have your message delivered, please click here: https://gate.example/1",
        "Your message is being held because you are not on the approved senders list. Reply to release it.",
        "Hello Anna,\n\nplease solve the captcha at https://gate.example/2 so that your email can be delivered.",
        "Votre message est en attente. Cliquez sur le lien, prouvez que vous n'êtes pas un robot : https://g.example/3",
        "Ihre Nachricht wurde noch nicht zugestellt. Bitte klicken Sie auf den Link: https://g.example/4",
        "Su mensaje está retenido. Haga clic en el enlace para confirmar que es humano: https://g.example/5",
        "Sua mensagem está retida. Clique no link abaixo para liberar: https://g.example/6",
        "Ваше письмо ещё не доставлено. Перейдите по ссылке и подтвердите, что вы человек: https://g.example/7",
    ],
)
def test_a_spam_filters_challenge_is_not_an_answer(text):
    assert classify(write(text, In_Reply_To=TOUCH)).kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Please confirm that you are a real person and not a bot, then I will answer.",
        "Prove that this is not automated and I'll take the call.",
        "Please verify your address in our supplier portal https://suppliers.example/new so that we can order.",
        "Your mail was held in our quarantine until today, hence my late answer. We're interested.",
        "Bitte bestätigen Sie mir, dass Sie kein Roboter sind, dann antworte ich.",
        "I have whitelisted your address. Please send the attachment again.",
    ],
)
def test_a_person_who_asks_for_proof_of_a_human_is_not_a_challenge(text):
    assert classify(write(text, In_Reply_To=TOUCH)).kind == "reply"


# ------------------------------------------------------------------------------------------ helpdesks
HELPDESKS = [
    {"X-Zendesk-From-Account-Id": "a"},
    {"X-JIRA-FingerPrint": "a"},
    {"X-Freshdesk-Id": "1"},
    {"X-Intercom-Bin": "1"},
    {"X-Mailer": "Zoho Desk"},
]


@pytest.mark.parametrize("headers", HELPDESKS, ids=lambda headers: next(iter(headers)))
@pytest.mark.parametrize(
    "text",
    [
        "Kim Agent commented:\n\nWe would like a demo on Thursday, can you send an invitation?",
        "##- Please type your reply above this line -##\n\nKim Agent (Corp)\nAug 3, 2026, 09:15\n\nNo, thank you.",
        "Hallo Frau Rep,\n\nbitte schicken Sie uns ein Angebot.\n\nKim",
    ],
)
def test_an_agents_answer_from_a_helpdesk_is_never_missed(headers, text):
    assert classify(with_parts(text, **headers)).kind == "reply"
    marked = classify(with_parts(text, **headers, **{"Auto-Submitted": "auto-generated"}))
    assert (marked.kind, marked.leaning) == ("unsure", "reply")


@pytest.mark.parametrize("headers", HELPDESKS, ids=lambda headers: next(iter(headers)))
def test_a_helpdesks_automatic_mail_is_an_acknowledgement(headers):
    text = "##- Please type your reply above this line -##\n\nHi Anna,\n\nyour request (4711) has been received."
    for mark in ({}, {"Auto-Submitted": "auto-generated"}):
        assert classify(with_parts(text, **headers, **mark)).kind == "acknowledgement"


# ------------------------------------------------------------------------------ notes without a header
@pytest.mark.parametrize(
    "text",
    [
        "I'm off the grid and won't be checking email until the 24th. If it can't wait, ping my teammate Jo.",
        "OOO until 8/14 - for urgent matters contact jo@corp.example",
        "Next week I'm at a conference and will be slow to respond.",
        "I am on parental leave until March 2027. Please write to hr@corp.example.",
        "Vielen Dank für Ihre Nachricht. Ich bin ab dem 24. August wieder für Sie da.",
        "Wir machen Betriebsferien vom 3. bis 21. August.",
        "Je suis en congé maternité jusqu'en février 2027.",
        "Gracias por su correo. Me reincorporo el 24 de agosto.",
        "Jeg har barselsorlov indtil 1. maj 2027. Skriv venligst til salg@firma.example.",
        "Είμαι σε άδεια μέχρι τις 21 Αυγούστου. Για κάτι επείγον καλέστε στο γραφείο.",
        "Na godišnjem odmoru sam do 21. kolovoza. Za hitne slučajeve nazovite ured.",
        "В отпуск съм до 21 август. За спешни въпроси пишете на колегата ми.",
        "אני בחופשה עד 21 באוגוסט. לעניינים דחופים פנו לדנה.",
        "أنا في إجازة حتى 21 أغسطس. للأمور العاجلة يرجى الاتصال بالمكتب.",
        "Tôi nghỉ phép đến hết ngày 21/8. Nếu cần gấp xin liên hệ chị Lan.",
        "Saya sedang cuti sampai 21 Agustus. Untuk hal mendesak silakan hubungi rekan saya.",
        "ดิฉันอยู่ระหว่างลาพักร้อนถึงวันที่ 21 สิงหาคม กรณีเร่งด่วนโปรดติดต่อสำนักงาน",
    ],
)
def test_a_note_in_plain_words_or_a_rare_language_is_recognized_without_headers(text):
    assert classify(write(text, In_Reply_To=TOUCH)).kind == "auto_reply"
    # General evidence comes first: machines rarely quote, mail programs of people do.
    assert classify(write(text + QUOTE, In_Reply_To=TOUCH)).kind in {"unsure", "reply"}


@pytest.mark.parametrize(
    "text",
    [
        "Nkwa okwu tawoze 14.08.2026. Biko zoro otu ndi ozo ka ha nwere ike inye gi: sam@corp.example",
        "Ninapukuru ñawi 2026-08-14. Kachariy willay +51 1 555 0100 runakuna yanapanaykipaq kanqa.",
    ],
)
def test_a_note_in_an_unknown_language_is_unsure_by_its_structure(text):
    verdict = classify(write(text, In_Reply_To=TOUCH))
    assert (verdict.kind, verdict.evidence_code, verdict.leaning) == ("unsure", "built_like_a_note", "auto_reply")
    for personal in (text + QUOTE, text + " ?", "Hi Anna,\n\n" + text, text + "\n\nSent from my iPhone"):
        assert classify(write(personal, In_Reply_To=TOUCH)).kind == "reply"
    assert classify(write(text, In_Reply_To=TOUCH, X_Mailer="Apple Mail (2.3654)")).kind == "reply"


@pytest.mark.parametrize(
    "text",
    [
        "on leave, write again 18 Aug",
        "Im Urlaub bis 17.8., rufen Sie mich dann an",
        "De vacaciones hasta el 17, escríbame después",
        "Jsem na dovolené do 17.8., ozvěte se potom",
        "Jag har semester till 17/8. Hör av dig efter det.",
        "Я в отпуске до 17 августа, напишите мне потом",
        "Είμαι σε άδεια, αλλά μπορούμε να μιλήσουμε τη Δευτέρα.",
        "Saya sedang cuti tapi silakan telepon saya hari Senin.",
        "ผมลาพักร้อนอยู่ แต่โทรหาผมวันจันทร์ได้ครับ",
    ],
)
def test_an_absence_note_with_a_personal_message_is_an_answer(text):
    assert classify(write(text, In_Reply_To=TOUCH)).kind == "reply"


@pytest.mark.parametrize(
    "text",
    [
        "I will be on leave from 10 to 21 August.\n*****\n\nDear Anna,\n\nyes, we would like an offer.\n\nPat",
        "Our offices are closed 10-21 August.\n\nHi Anna, fine, go ahead.",
        "Fermeture annuelle du 3 au 21 août.\n\nBonjour Anna,\n\nd'accord pour la démo.\n\nJean",
        "Achtung: Betriebsurlaub vom 10.8. bis 21.8.\n------\nSehr geehrte Frau Rep,\n\nbitte senden Sie es.",
    ],
)
def test_a_notice_above_a_personal_letter_does_not_hide_the_letter(text):
    assert classify(write(text, In_Reply_To=TOUCH)).kind == "reply"


def test_a_greeting_is_personal_only_with_a_name():
    assert greets_by_name("Hi Anna,\nfine.")
    assert greets_by_name("Closed on Friday\n\nAnna - no, thank you.", {"anna"})
    assert not greets_by_name("Annapurna is high.", {"anna"})
    assert greets_by_name("Notice\n\nDear Ms Rep\n\nfine")
    assert not greets_by_name("Dear customer,\nthank you.")
    assert not greets_by_name("Liebe Geschäftspartner,\nwir sind im Urlaub.")
    assert not greets_by_name("We say\nhello Anna and go on with the sentence")


# ---------------------------------------------------------------------------------------------- doubt
def test_an_unsure_verdict_says_which_way_it_leans():
    # Mostly a note, with a personal message.
    text = f"{NOTE} For urgent matters please contact Sam. But your offer sounds good."
    verdict = classify(write(text, In_Reply_To=TOUCH))
    assert verdict.kind == "unsure" and verdict.leaning in {"reply", "auto_reply"}
    # Hardly a note, with nothing personal.
    verdict = classify(write("I'm on the beach till Monday.", In_Reply_To=TOUCH))
    assert (verdict.kind, verdict.leaning) == ("unsure", "auto_reply")


def test_only_unsure_verdicts_lean_either_way():
    for path in MAILS:
        verdict = classify(read(path))
        assert (verdict.leaning is not None) == (verdict.kind == "unsure"), path


def test_personal_text_in_a_mail_marked_as_automatic_is_unsure():
    text = "Hi Anna,\n\nsorry for the silence. Could you send me the price list?\n\nPat" + QUOTE
    assert classify(write(text, Auto_Submitted="auto-generated")).kind == "unsure"
    assert classify(write(text, Auto_Submitted="auto-replied")).kind == "auto_reply"
    assert classify(write(f"Hi Anna,\n\n{NOTE}" + QUOTE, Auto_Submitted="auto-generated")).kind == "auto_reply"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Please do not reply to this address any more, use pat.new@corp.example instead.", {"unsure", "reply"}),
        ("Please do not reply to this message.", {"auto_reply"}),
        ("Bitte nicht mehr an diese Adresse schreiben, sondern an pat@neu.example.", {"reply", "address_changed"}),
    ],
)
def test_do_not_reply_is_weighed_by_the_contact_named_instead(text, kinds):
    assert classify(write(text, In_Reply_To=TOUCH)).kind in kinds


# --------------------------------------------------------------------------------------------- timing
SENT = datetime(2026, 8, 3, 7, 15, 0, tzinfo=timezone.utc)  # the mails of write() are 22 seconds later


@pytest.mark.parametrize(
    "sent_at", [SENT, SENT.replace(tzinfo=None), SENT.astimezone(timezone(timedelta(hours=9)))], ids=str
)
def test_an_answer_within_a_minute_without_any_sign_of_a_person_is_unsure(sent_at):
    verdict = classify(write("Received with thanks.", In_Reply_To=TOUCH), sent_at=sent_at)
    assert (verdict.kind, verdict.evidence_code, verdict.leaning) == ("unsure", "prompt", "reply")


@pytest.mark.parametrize("seconds", [-3600, -30, 0, 61, 86_400])
def test_an_answer_at_any_other_time_is_not_unsure(seconds):
    message = write("Received with thanks.", In_Reply_To=TOUCH)
    written = InboundMail(message).date
    assert classify(message, sent_at=written - timedelta(seconds=seconds)).kind == "reply"


@pytest.mark.parametrize(
    "message",
    [
        write("Yes." + QUOTE, In_Reply_To=TOUCH, X_Mailer="iPhone Mail (20G75)"),
        write("Hi Anna,\n\ncan you call me?\n", In_Reply_To=TOUCH),
        write("What does it cost?" + QUOTE, In_Reply_To=TOUCH),
    ],
    ids=["client", "greeting", "question"],
)
def test_a_quick_answer_with_signs_of_a_person_is_a_reply(message):
    assert classify(message, sent_at=SENT).kind == "reply"


@given(st.sampled_from(MAILS), st.integers(-600, 600))
def test_timing_alone_only_turns_a_reply_into_unsure(path, seconds):
    message = read(path)
    written = InboundMail(message).date
    if not written:
        return
    written = written if written.tzinfo else written.replace(tzinfo=timezone.utc)
    before, after = classify(message), classify(message, sent_at=written - timedelta(seconds=seconds))
    assert after.kind == before.kind or (before.kind, after.kind) == ("reply", "unsure")


# --------------------------------------------------------------------------------------- what was read
STUBS = ["Your mail program does not show HTML.", "Diese Mail enthält HTML.", "[image: logo]", "Example Corp", "."]


@pytest.mark.parametrize("stub", STUBS)
def test_a_text_only_in_the_html_part_is_read_despite_a_plain_text_stub(stub):
    note = f"<html><style>p{{}}</style><body><p>{NOTE}</p><p>In urgent cases contact Jo.</p></body></html>"
    assert classify(with_parts(stub, html=note)).kind == "auto_reply"
    answer = f"<p>Hi Anna, yes, please send it.</p><blockquote>{NOTE} In urgent cases contact Jo.</blockquote>"
    assert classify(with_parts(stub, html=answer)).kind == "reply"


def test_the_plain_text_part_of_an_ordinary_mail_is_read():
    mail = InboundMail(with_parts("Friday is fine.\n\nPat", html="<p>Friday is fine.</p><p>Pat</p>"))
    assert mail.text.split() == ["Friday", "is", "fine.", "Pat"]


NOTES = [NOTE, f"{NOTE} In urgent cases contact Sam.", "Please do not reply to this message.", "Unsubscribe here"]


@given(st.sampled_from(["Yes.", "ok", "No, thank you.", "Friday?", "👍", "Пришлите", NOTE]), st.sampled_from(NOTES))
def test_a_verdict_does_not_depend_on_what_is_quoted(text, quoted):
    def below(words):
        return write(f"{text}\n\nOn Mon, 3 Aug 2026 at 08:02, Anna <anna@seq.example.com> wrote:\n> {words}\n")

    assert classify(below(quoted)).kind == classify(below("Would you like a quicker close?")).kind


# ------------------------------------------------------------------------------------ hostile headers
HEADERS = [
    "From",
    "Sender",
    "To",
    "Cc",
    "Reply-To",
    "Date",
    "Subject",
    "References",
    "In-Reply-To",
    "Received",
    "Return-Path",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "Auto-Submitted",
    "Precedence",
    "X-Mailer",
    "User-Agent",
    "Message-ID",
    "List-Unsubscribe",
    "List-Post",
    "X-Autoreply",
    "X-Zendesk-Id",
    "Delivered-To",
    "Content-Language",
]
HOSTILE = st.one_of(
    st.integers(1, 600).map(lambda count: "(" * count),
    st.integers(1, 300).map(lambda count: "<" * count + "a@b" + ">" * (count // 2)),
    st.text(alphabet="()<>@,;:\\\".[]=?_*'%utf-8qbQB \t", max_size=200),
    st.text(max_size=60),
    st.sampled_from(['"', "=?utf-8?b?////?=", "=?x?q?=FF?=", "a@[", "Mon, 99 Foo -1 99:99 +9999", '; x="', "\x00"]),
)


@given(st.sampled_from(HUMAN), st.dictionaries(st.sampled_from(HEADERS), HOSTILE, min_size=1, max_size=4))
def test_an_unreadable_header_counts_as_absent_and_never_loses_the_answer(path, headers):
    data = path.read_bytes()
    for name, value in headers.items():
        line = f"{name}: {value}".replace("\r", " ").replace("\n", " ")
        data = line.encode("utf-8", "surrogatepass") + b"\n" + data
    try:
        message = email.message_from_bytes(data, policy=email.policy.SMTP)
    except RecursionError:  # raised by Python's parser itself, before the message is read
        return
    verdict = classify(message)
    assert verdict.kind in KINDS
    assert verdict.evidence_code != "unreadable"


@pytest.mark.parametrize("name", ["From", "To", "Cc", "Reply-To", "Sender"])
def test_nested_comments_in_an_address_log_nothing(name, caplog):
    for path in HUMAN[:3]:
        message = copy.deepcopy(read(path))
        del message[name]
        data = f"{name}: {'(' * 2_000}\n".encode() + message.as_bytes()
        with caplog.at_level(logging.WARNING):
            assert classify(email.message_from_bytes(data, policy=email.policy.SMTP)).kind == expected(path)["kind"]
    assert not caplog.records
