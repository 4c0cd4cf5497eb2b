# License LGPL-3.0 or later: see LICENSE.
# ruff: noqa: D103 (a test's name is its promise)
"""Classifying inbound mail: every raw mail of the corpus, and properties of any mail."""

import copy
import email
import email.policy
import json
import random
import subprocess
import sys
import time
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.inbound import KINDS, classify
from odoo.addons.sales_sequence.tools.mail_html import html_to_text
from odoo.addons.sales_sequence.tools.mail_quote import split_quote
from odoo.addons.sales_sequence.tools.mail_text import InboundMail, fold

CORPUS = Path(__file__).parent / "data" / "mail"
MAILS = sorted(CORPUS.glob("*/*.eml"))
TOUCH = "<touch-0001@seq.example.com>"


def read(path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)


def expected(path):
    return json.loads(path.with_suffix(".json").read_text())


def write(text, subject="Re: A quicker month-end close", sent="Mon, 03 Aug 2026 09:15:22 +0200", **headers):
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = headers.pop("sender", "Pat Example <pat@example.com>")
    message["To"] = "Anna Rep <anna@seq.example.com>"
    message["Subject"] = subject
    if sent:
        message["Date"] = sent
    message.set_content(text)  # this removes Content-… headers
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return email.message_from_bytes(message.as_bytes(), policy=email.policy.SMTP)


# ------------------------------------------------------------------------------------- the corpus
@pytest.mark.parametrize("path", MAILS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_mail_of_the_corpus_gets_its_verdict(path):
    verdict, right = classify(read(path)), expected(path)
    found = {
        "kind": verdict.kind,
        "return_date": verdict.return_date and verdict.return_date.isoformat(),
        "new_address": verdict.new_address,
        "wish": verdict.wish,
        "bounced_addresses": list(verdict.bounced_addresses),
        "status": verdict.status,
        "references_touch": TOUCH in verdict.references,
    }
    assert {name: found[name] for name in found if name in right} == {
        name: value for name, value in right.items() if name in found
    }, verdict.evidence
    assert verdict.evidence_code != "unreadable"


def test_the_corpus_covers_many_kinds_and_languages():
    groups = {path.parent.name for path in MAILS}
    assert len(MAILS) >= 360
    assert {expected(path)["kind"] for path in MAILS} == set(KINDS)
    assert groups >= {"human_reply", "human_tricky", "auto_reply", "acknowledgement", "address_changed", "complaint"}
    assert all(path.with_suffix(".json").exists() for path in MAILS)


HUMAN = [path for path in MAILS if expected(path)["kind"] == "reply"]


@pytest.mark.parametrize("path", HUMAN, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Auto-Response-Suppress", "All"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"),
        ("Precedence", "bulk"),
        ("Precedence", "list"),
        ("Auto-Submitted", "no"),
        ("X-Spam-Status", "No, score=-1.9"),
    ],
)
def test_a_header_found_in_personal_mail_never_makes_it_automatic(path, name, value):
    message = read(path)
    if name not in message:
        message[name] = value
    assert classify(message).kind == "reply"


@pytest.mark.parametrize("path", HUMAN, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "value", ["auto-replied", "auto-replied (vacation)", "Auto-Generated", "auto-notified; owner-email=x@example.com"]
)
def test_a_mail_that_declares_itself_automatic_is_never_a_reply(path, value):
    message = read(path)
    del message["Auto-Submitted"]
    message["Auto-Submitted"] = value
    verdict = classify(message)
    # An invitation's answer with a comment was written by a person, and "unsubscribe" was clicked by one,
    # whatever the mail program declares.
    assert verdict.kind != "reply" or verdict.evidence_code in {"calendar_comment", "unsubscribe_mail"}


# ------------------------------------------------------------------------------------- properties
@given(st.sampled_from(MAILS), st.randoms(use_true_random=False))
def test_a_damaged_mail_is_still_classified(path, random_source):
    data = bytearray(path.read_bytes())
    for __ in range(random_source.randint(1, 12)):
        damage(data, random_source)
    verdict = classify(email.message_from_bytes(bytes(data), policy=email.policy.SMTP))
    assert verdict.kind in KINDS
    # The safety net of classify() would hide errors in the rules.
    assert verdict.evidence_code != "unreadable"
    assert verdict.evidence_detail.isprintable()


def test_mails_without_a_sender_log_no_error():
    """The bounce library takes a sender for granted and would log its own error."""
    for path in MAILS:
        message = read(path)
        del message["From"]
        assert classify(message).evidence_code != "unreadable"


def damage(data, random_source):
    """Change ``data`` in place: a byte, a line, or a slice."""
    where = random_source.randrange(len(data) + 1)
    choice = random_source.randrange(6)
    if choice == 0:
        data[where : where + 1] = bytes([random_source.randrange(256)])
    elif choice == 1:
        del data[where : where + random_source.randint(1, 200)]
    elif choice == 2:
        data[where:where] = random_source.choice(FRAGMENTS)
    elif choice == 3:
        lines = bytes(data).split(b"\n")
        random_source.shuffle(lines) if random_source.random() < 0.1 else lines.insert(
            0, random_source.choice(FRAGMENTS)
        )
        data[:] = b"\n".join(lines)
    elif choice == 4:
        data[where:where] = data[: random_source.randint(1, 400)]
    else:
        data[:] = data[:where] or b"\n"


FRAGMENTS = [
    b'Content-Type: multipart/mixed; boundary=""\n',
    b"Content-Type: text/html; charset=no-such-charset\n",
    b"From: \n",
    b"Content-Type: message/delivery-status\n",
    b"Content-Type: message/rfc822\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Subject: =?utf-8?B?4pyF4?=\n",
    b"From: =?utf-8?q?=?= <<>>@,;:\n",
    b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n",
    b"\xff\xfe\x00",
    b"References: <<<<<>>>>\n",
    b"Auto-Submitted: ;;;\n",
    b"Content-Disposition: attachment; filename*=utf-8''%ff%\n",
    b"\n\n--=_x\n",
    b"Content-Type: multipart/report; report-type=feedback-report; boundary=x\n\n"
    b"--x\nContent-Type: message/feedback-report\n\n",
    b"Return-Path: <>\n",
    b"until 31/02/2026 ",
    b"METHOD:REPLY\n",
    b"Final-Recipient: ;;@\nAction: failed\nStatus: 5.\n",
    b"X-Failed-Recipients: ,,,\n",
    "Betreff: üöä\n".encode("latin-1"),
    b"<blockquote><div class=gmail_quote>",
    b"List-Unsubscribe: <>\n",
    b"Reply-To: =?x?\n",
]


@given(
    st.sampled_from(HUMAN), st.sampled_from(["X-Auto-Response-Suppress: All", "Precedence: bulk"]), st.integers(0, 30)
)
def test_headers_against_auto_replies_never_change_the_verdict_on_a_person(path, line, position):
    head, separator, body = path.read_bytes().partition(b"\n\n")
    lines = head.split(b"\n")
    # Anywhere among the headers, but not inside a folded one.
    places = [
        index for index in range(len(lines) + 1) if index == len(lines) or not lines[index].startswith((b" ", b"\t"))
    ]
    lines.insert(places[position % len(places)], line.encode())
    changed = classify(email.message_from_bytes(b"\n".join(lines) + separator + body, policy=email.policy.SMTP))
    assert changed == classify(read(path))


@given(
    st.text(max_size=400),
    st.text(max_size=80),
    st.dictionaries(
        st.sampled_from(["Auto-Submitted", "Return-Path", "Precedence", "X-Autoreply", "Content-Language", "X-Mailer"]),
        st.text(max_size=30),
        max_size=3,
    ),
)
def test_any_text_is_classified(text, subject, headers):
    message = EmailMessage(policy=email.policy.SMTP)
    try:
        for name, value in {"Subject": subject, **headers}.items():
            message[name] = " ".join(value.split())
        message.set_content(text)
    except (ValueError, UnicodeError):
        return
    assert classify(message).evidence_code != "unreadable"


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.integers(0, 366),
    st.sampled_from(
        [
            ("I am out of the office until {day} {month} {year}.", None),
            ("Ich bin bis zum {day}. {number}. {year} im Urlaub.", None),
            ("Je suis absent jusqu'au {day:02}/{number:02}/{year}.", None),
            ("{year}年{number}月{day}日まで休暇をいただいております。", None),
            ("I am on leave and will be back on {year}-{number:02}-{day:02}.", None),
            ("Нахожусь в отпуске до {day:02}.{number:02}.{year} включительно.", None),
        ]
    ),
)
def test_a_return_date_is_read_on_any_day(sent, ahead, form):
    back = sent + timedelta(days=ahead)
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    text = form[0].format(day=back.day, month=months[back.month - 1], number=back.month, year=back.year)
    verdict = classify(write(text, sent=sent.strftime("%a, %d %b %Y 09:00:00 +0100"), Auto_Submitted="auto-replied"))
    assert (verdict.kind, verdict.return_date) == ("auto_reply", back), text


@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.text(alphabet="0123456789./- ", max_size=12),
    st.sampled_from(
        ["back on {}", "until {}", "bis {}", "jusqu'au {}", "från {} till {}", "{}日まで", "from {} to {}"]
    ),
)
def test_a_return_date_is_neither_in_the_past_nor_over_a_year_away(sent, numbers, form):
    text = "I am out of the office " + form.replace("{}", numbers)
    verdict = classify(write(text, sent=sent.strftime("%a, %d %b %Y 09:00:00 +0000"), Auto_Submitted="auto-replied"))
    if verdict.return_date:
        assert sent <= verdict.return_date <= sent + timedelta(days=366)


# ------------------------------------------------------------------------------------ return dates
@pytest.mark.parametrize(
    ("text", "back"),
    [
        # Among several dates the first day back counts, else the last day away.
        ("I am away from 3 to 14 August, back on 17 August.", date(2026, 8, 17)),
        ("I'm away Aug 3 – Aug 21 (back Aug 24).", date(2026, 8, 24)),
        ("I will be out of the office between 1 and 9 August 2026 inclusive.", date(2026, 8, 9)),
        ("Ich bin bis einschl. 21.8. nicht erreichbar. Ab 24.8. bin ich zurück.", date(2026, 8, 24)),
        ("Ab Montag, den 17. August, bin ich wieder für Sie erreichbar.", date(2026, 8, 17)),
        ("Ich bin heute nicht im Haus. Morgen bin ich wieder erreichbar.", date(2026, 8, 4)),
        ("Je suis absent du 3 au 14 août.", date(2026, 8, 14)),
        ("Je serai de retour au bureau à partir du mardi 18 août.", date(2026, 8, 18)),
        ("Me encuentro de vacaciones del 03/08 al 21/08, ambos inclusive.", date(2026, 8, 21)),
        ("Estou de férias, com regresso previsto para 17/08/2026.", date(2026, 8, 17)),
        ("Op maandag 17 augustus ben ik terug.", date(2026, 8, 17)),
        ("W dniach 3.08-14.08 jestem nieobecny.", date(2026, 8, 14)),
        ("Jag är på semester v. 32-33, åter 17/8.", date(2026, 8, 17)),
        ("Olen lomalla 3.8.-16.8.2026.", date(2026, 8, 16)),
        ("Szabadságon vagyok 2026. augusztus 3-tól augusztus 14-ig.", date(2026, 8, 14)),
        ("В отпуске с 03.08.2026 по 16.08.2026.", date(2026, 8, 16)),
        ("8月10日（月）～8月14日（金）は夏季休業期間です。8月17日（月）より通常営業いたします。", date(2026, 8, 17)),
        ("我將於8月3日至14日請假，8月17日返回公司。", date(2026, 8, 17)),
        ("8월 3일부터 8월 14일까지 휴가입니다.", date(2026, 8, 14)),
        # Not return dates.
        ("I am out of the office until further notice.", None),
        ("I was away until 24 July 2026 and read my mail only now and then.", None),
        ("For help call 020 7946 0000 or room 17.08.", None),
    ],
)
def test_the_return_date_of_an_absence_is_found(text, back):
    assert classify(write(text, Auto_Submitted="auto-replied")).return_date == back


@pytest.mark.parametrize(
    ("back", "headers"),
    [
        (
            date(2026, 9, 8),
            {"sent": "Mon, 03 Aug 2026 09:15:22 +0200"},
        ),  # nobody east of Greenwich writes the month first
        (date(2026, 8, 9), {"sent": "Mon, 03 Aug 2026 09:15:22 -0500"}),
        (date(2026, 8, 9), {"sent": "Mon, 03 Aug 2026 09:15:22 +0000"}),
        (date(2026, 9, 8), {"sent": "Mon, 03 Aug 2026 09:15:22 +0000", "Content_Language": "en-GB"}),
        (date(2026, 9, 8), {"sent": "Mon, 03 Aug 2026 09:15:22 +0000", "sender": "pat@example.com.au"}),
    ],
)
def test_the_senders_region_decides_between_day_first_and_month_first(back, headers):
    assert (
        classify(
            write("I am out of the office until 08/09/2026.", Auto_Submitted="auto-replied", **headers)
        ).return_date
        == back
    )


def test_a_date_with_dots_is_never_read_month_first():
    verdict = classify(
        write("I am out until 08.09.2026.", sent="Mon, 03 Aug 2026 09:15:22 -0500", Auto_Submitted="auto-replied")
    )
    assert verdict.return_date == date(2026, 9, 8)


def test_a_raw_eight_bit_subject_is_read_in_the_charset_of_the_body():
    data = "From: pat@example.com\nSubject: 自动回复：更快的月结\nContent-Type: text/plain; charset=gb2312\n\n您好\n"
    message = email.message_from_bytes(data.encode("gb18030"), policy=email.policy.SMTP)
    assert classify(message).kind == "auto_reply"


def test_a_date_without_a_year_rolls_over_new_year_but_not_in_last_years_note():
    december = {"sent": "Mon, 21 Dec 2026 09:00:00 +0100", "Auto_Submitted": "auto-replied"}
    assert classify(write("I am on leave until 4 January.", **december)).return_date == date(2027, 1, 4)
    assert classify(write("I am on leave until 11 December.", **december)).return_date is None


def test_dates_in_a_mail_without_a_date_count_from_today():
    verdict = classify(write("I am out of the office until tomorrow.", sent=None, Auto_Submitted="auto-replied"))
    assert verdict.return_date and verdict.return_date >= datetime.now(timezone.utc).date()


# -------------------------------------------------------------------------- people without headers
@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "👍",
        "No.",
        "unsubscribe me please",
        "Who is this?",
        "Please contact my colleague Sam at sam@example.com, he is in charge.",
        "On vacation till the 17th. Ping me after?",
        "I'm traveling this week, could do Friday 2pm",
        "Sorry, I was out of the office until yesterday. Yes, we want to proceed.",
        "Thanks Anna. I am currently out of the country but Sam can join a call on Tuesday.",
        "Bin gerade im Urlaub, schicken Sie mir die Unterlagen bitte am 17.8. nochmal?",
        "Je suis en vacances, on se rappelle fin août ?",
        "I left the company in May, so I am the wrong person. Good luck! Pat",
        "Automatic replies from your system keep filling my inbox. Please stop.",
        "We have received your message. Our procurement will not consider new vendors this year.",
        "The ticket we opened with your support (#4711) is still open. "
        "Until it is closed we will not talk about more licences.",
        "Our office is closed on Fridays. Otherwise fine.",
        "いいえ、結構です。",
        "不需要，谢谢",
        "Нет, спасибо.",
        "",
    ],
)
def test_a_persons_answer_is_recognized_without_any_header(text):
    assert classify(write(text, In_Reply_To=TOUCH)).kind == "reply"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("auto_reply", "I am out of office and will reply to your message when I return on 17 August."),
        (
            "auto_reply",
            "Guten Tag, ich bin zurzeit außer Haus und kehre am 17.08. zurück. "
            "Ihre Mail wird in dieser Zeit nicht gelesen.",
        ),
        (
            "auto_reply",
            "Bonjour, je suis absent du bureau jusqu’au 14/08/2026. "
            "Pour toute urgence, merci de contacter le secrétariat.",
        ),
        (
            "auto_reply",
            "Hartelijk dank voor uw e-mail. Ik ben tot en met 14 augustus niet aanwezig. "
            "Uw bericht wordt niet doorgestuurd.",
        ),
        (
            "auto_reply",
            "Takk for e-posten. Jeg er på ferie og er tilbake 17. august. "
            "Ved hastesaker, ta kontakt med sentralbordet.",
        ),
        ("auto_reply", "お世話になっております。8月14日まで夏季休暇をいただいており、メールの返信ができません。"),
        (
            "acknowledgement",
            "Your request has been received and will be answered as soon as possible. Your reference number is 12345.",
        ),
        ("acknowledgement", "Merci de nous avoir contactés. Votre demande n° 4521 a bien été enregistrée."),
        (
            "address_changed",
            "Diese Mailadresse ist nicht mehr gültig. Bitte verwenden Sie künftig info@neu.example.net.",
        ),
    ],
)
def test_an_automatic_note_is_recognized_without_any_header(kind, text):
    assert classify(write(text, In_Reply_To=TOUCH)).kind == kind


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office",
        "Autoreply: A quicker close",
        "[Auto-Reply] A quicker close",
        "I am on vacation",
        "On leave until 20/08/2026",
        "Pat Example is on leave",
        "Abwesend: Schnellerer Abschluss",
        "Ich bin im Urlaub",
        "Absent du 3 au 14 août",
        "En vacaciones",
        "Estou de férias",
        "Fuori ufficio",
        "Afwezigheidsmelding",
        "Frånvarande",
        "Poza biurem",
        "Dovolená",
        "В отпуске до 14.08",
        "休暇中です",
        "不在通知：例田",
        "我正在休假",
        "부재 중 알림",
        "Automatisch antwoord: x",
        "Automatikus válasz: x",
        "Otomatik yanıt: x",
        "自动答复: x",
    ],
)
def test_the_subject_of_an_absence_note_is_enough(subject):
    assert classify(write("x", subject=subject)).kind == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Vacation policy question", "Hi, how do you handle vacation days in the tool?"),
        ("Urlaubsplanung mit Ledgerline", "Hallo, kann man damit auch Urlaub planen?"),
        ("Auto insurance quote", "Can you quote us for 40 cars?"),
        ("Automatic invoicing", "Does it do automatic invoicing?"),
        ("Re: Automatic reply: A quicker close", "Yes please."),
        ("Re: Out of office", "Welcome back! Shall we talk?"),
        ("Delivery problem with our order", "Hi, our last delivery failed to arrive. What happened?"),
        (
            "Failure notice for the demo environment",
            "The demo shows a failure notice when I log in. Screenshot attached.",
        ),
        ("Undeliverable?", "My mail came back with 550 5.1.1 user unknown. Is your address right?"),
        ("Read: your article", "Hi Anna, I read your article and liked it."),
        ("Request received", "We got it, thank you! Pat"),
        ("Spam complaint", "You keep spamming me. Stop."),
    ],
)
def test_a_person_may_use_the_same_words_in_a_subject(subject, text):
    assert classify(write(text, subject=subject)).kind == "reply"


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("auto_reply", "X-Autoreply", "yes"),
        ("auto_reply", "X-Autorespond", "Re: x"),
        ("auto_reply", "X-Auto-Reply", "1"),
        ("auto_reply", "X-AutoReply-From", "pat@example.com"),
        ("auto_reply", "X-Mail-Autoreply", "true"),
        ("auto_reply", "Precedence", "auto_reply"),
        ("auto_reply", "Precedence", "auto-reply"),
        ("auto_reply", "X-Precedence", "auto_reply"),
        ("auto_reply", "Preference", "auto_reply"),
        ("auto_reply", "X-Autogenerated", "Reply"),
        ("auto_reply", "X-POST-MessageClass", "9; Autoresponder"),
        ("auto_reply", "X-FC-MachineGenerated", "true"),
        ("auto_reply", "Delivered-To", "Autoresponder"),
        ("auto_reply", "X-Mailer", "vacation 1.2.7"),
        ("reply", "X-Autoreply", "no"),
        ("reply", "X-Autogenerated", "Forward"),
        ("reply", "X-MS-Exchange-Inbox-Rules-Loop", "pat@example.com"),
        ("reply", "Precedence", "junk"),
        ("reply", "Auto-Submitted", "No; a comment"),
        ("reply", "Return-Path", "<>"),
    ],
)
def test_vendor_headers_decide_unless_personal_mail_has_them_too(kind, name, value):
    message = write("I think Friday is fine.", In_Reply_To=TOUCH)
    message[name] = value
    assert classify(message).kind == kind


NOTE = "I am currently out of the office until 14 August."


@pytest.mark.parametrize(
    "text",
    [
        f"{NOTE}\n\nOn Mon, 3 Aug 2026 at 08:02, Anna Rep <anna@seq.example.com> wrote:\n> A quicker close\n",
        f"Hi Anna,\n\n{NOTE}",
        f"{NOTE} After that I would like to see it.",
        f"{NOTE} Ok?",
        f"{NOTE}\n\nSent from my iPhone",
        f"Noted.\n\nBest regards,\nPat\n\n{NOTE}",
    ],
    ids=["quote", "greeting by name", "wish", "question", "phone", "below the closing formula"],
)
def test_any_sign_of_a_person_outweighs_a_bare_note(text):
    assert classify(write(NOTE)).kind == "auto_reply"
    assert classify(write(text)).kind == "reply"


def test_a_note_below_a_persons_answer_is_quoted_text():
    note = (
        "I am currently out of the office with limited access to e-mail until 17 August. "
        "For urgent matters please contact Sam."
    )
    assert classify(write(note)).kind == "auto_reply"
    quoted = "\n".join(f"> {line}" for line in note.splitlines())
    assert (
        classify(write(f"I am back.\n\nOn Mon, 27 Jul 2026 at 08:02, Pat <pat@example.com> wrote:\n{quoted}\n")).kind
        == "reply"
    )
    assert (
        classify(write(f"I am back.\n\n-----Original Message-----\nFrom: Pat\nSent: Monday\nTo: Anna\n\n{note}\n")).kind
        == "reply"
    )


# --------------------------------------------------------------------------------------- bounces
@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        ("5.1.1", "550 5.1.1 user unknown", "bounce_hard"),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "bounce_hard"),
        ("5.0.0", "550 No such user here", "bounce_hard"),
        ("5.2.1", "550 5.2.1 The email account is disabled", "bounce_hard"),
        ("5.4.4", "Host or domain name not found", "bounce_hard"),
        ("5.7.1", "550 5.7.1 No such user", "bounce_hard"),
        ("5.2.2", "552 5.2.2 mailbox full", "bounce_soft"),
        ("5.0.0", "552 5.2.2 over quota", "bounce_soft"),
        ("4.2.2", "452 4.2.2 The account is over quota", "bounce_soft"),
        ("4.4.7", "550 4.4.7 message expired", "bounce_soft"),
        ("5.7.1", "550 5.7.1 blocked using a blocklist", "bounce_soft"),
        ("5.7.1", "550 5.7.1 request declined by the remote side", "bounce_soft"),
        ("5.0.0", "554 message rejected as spam", "bounce_soft"),
        ("5.3.4", "552 5.3.4 message too big", "bounce_soft"),
    ],
)
def test_hard_bounces_are_about_the_address_soft_ones_about_the_moment_or_our_mail(status, diagnostic, kind):
    report = (CORPUS / "bounce_hard" / "postfix_user_unknown.eml").read_text()
    start, end = (
        report.index("Status: 5.1.1"),
        report.index("\n\n--DSN-postfix_user_unknown\nContent-Type: message/rfc822"),
    )
    head, tail = report[:start], report[end:]
    notice = (
        head.index("<pat@example.com>: host"),
        head.index("\n\n--DSN-postfix_user_unknown\nContent-Type: message/delivery-status"),
    )
    head = head[: notice[0]] + f"<pat@example.com>: {diagnostic}\n" + head[notice[1] :]
    message = email.message_from_string(
        f"{head}Status: {status}\nDiagnostic-Code: smtp; {diagnostic}\n{tail}", policy=email.policy.SMTP
    )
    verdict = classify(message)
    assert (verdict.kind, verdict.bounced_addresses, TOUCH in verdict.references) == (
        kind,
        ("pat@example.com",),
        True,
    ), verdict


def test_the_action_of_a_whole_report_applies_to_its_recipients():
    report = (CORPUS / "bounce_soft" / "postfix_delayed.eml").read_text()
    for old, new in (
        ("Action: delayed\n", ""),
        ("Status: 4.4.1\n", "Status: 5.0.0\n"),
        (
            "X-Postfix; connect to mx.example.com[192.0.2.25]:25: Connection timed out",
            "X-Postfix; user unknown at the relay",
        ),
        ("Reporting-MTA: dns; mx.seq.example.com\n", "Reporting-MTA: dns; mx.seq.example.com\nAction: delayed\n"),
    ):
        assert old in report
        report = report.replace(old, new)
    verdict = classify(email.message_from_string(report, policy=email.policy.SMTP))
    assert (verdict.kind, verdict.bounced_addresses) == ("bounce_soft", ("pat@example.com",))


# ----------------------------------------------------------------------------------- cost and purity
def test_a_hostile_or_huge_mail_is_classified_quickly():
    bodies = [
        "On " + "a " * 20_000,
        "\n \n" * 20_000,
        "From: a\n" * 10_000,
        "> " * 40_000,
        "<div>" * 3_000,
        "until " * 8_000,
        "I am " + "very " * 8_000 + "out of the office",
        "1.1." * 10_000,
        "x@" * 10_000,
        "a." * 20_000 + "@b",
        "-" * 60_000,
        "8月" * 8_000,
        "bis " * 8_000 + "14.08.",
        "wrote " * 8_000 + ":",
        "a" * 2_000_000,
        "ich bin " + "und " * 5_000,
        "your request " * 4_000,
        "=?utf-8?q?" * 4_000,
        "ticket # " * 4_000,
        "back in the office on " * 2_000,
        ("wrote 2026 <a@b> " * 20 + "\n") * 1_500,
    ]
    for body in bodies:
        for headers in (
            {},
            {"Auto_Submitted": "auto-replied"},
            {"Return_Path": "<>", "sender": "MAILER-DAEMON@example.net"},
        ):
            message = write("x", **headers)
            message.set_payload(body)
            started = time.process_time()
            assert classify(message).kind in KINDS
            assert time.process_time() - started < 2, (body[:20], headers)
            if headers:
                continue
            html = copy.deepcopy(message)
            html.set_type("text/html")
            started = time.process_time()
            classify(html)
            assert time.process_time() - started < 2, ("html", body[:20], headers)
    nested = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
    deep = "".join(nested.format(level) for level in range(300))
    assert (
        classify(email.message_from_string(f"From: pat@example.com\n{deep}", policy=email.policy.SMTP)).kind == "reply"
    )


def test_a_personal_mail_costs_little():
    messages = [read(path) for path in random.Random(4).sample(HUMAN, 40)]
    for message in messages:
        classify(message)
    started = time.process_time()
    for message in messages:
        classify(message)
    assert (time.process_time() - started) / len(messages) < 0.02


def test_recognition_needs_no_odoo_and_loads_libraries_lazily():
    tools = Path(sys.modules[classify.__module__].__file__).parent
    program = f"""
import email, email.policy, importlib, sys, types
package = types.ModuleType("tools"); package.__path__ = [{str(tools)!r}]; sys.modules["tools"] = package
inbound = importlib.import_module("tools.inbound")
text = "From: a@example.com\\nSubject: Re: x\\n\\nYes, call me.\\n"
message = email.message_from_string(text, policy=email.policy.SMTP)
assert inbound.classify(message).kind == "reply"
loaded = [name for name in ("odoo", "dateparser", "flufl.bounce", "lxml") if name in sys.modules]
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", program], check=True)


# -------------------------------------------------------------------------------------- own text
@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Yes\n\nOn 3 Aug 2026, at 08:02, Anna <a@b.example> wrote:\n> Hi", "Yes"),
        ("Ja\n\nAm 03.08.26 um 08:02 schrieb Anna Rep:\n> Hallo", "Ja"),
        ("Ok\n\nEl lun, 3 ago 2026 a las 8:02, Anna\n(<a@b.example>) escribió:\n\n> Hola", "Ok"),
        ("是\n\n------------------ 原始邮件 ------------------\n发件人: Anna", "是"),
        ("> Question?\nAnswer.\n> Another?\nAnother answer.", "Answer.\nAnother answer."),
        ("Yes\n-- \nPat\nHead of Finance", "Yes"),
        ("Yes\n\n________________________________\nVon: Anna\nGesendet: Montag\nAn: Pat\nBetreff: x\n\nHallo", "Yes"),
        ("As you wrote in 2026: fine with us.", "As you wrote in 2026: fine with us."),
    ],
)
def test_the_authors_own_text_excludes_what_mail_programs_quote(text, own):
    assert split_quote(text)[0] == own


def test_html_keeps_lines_and_marks_quotes():
    text = html_to_text("<p>Hi<br>there</p><style>p{}</style><blockquote>old <b>words</b></blockquote><p>end</p>")
    assert [line for line in text.splitlines() if line] == ["Hi", "there", "> old words", "end"]


def test_folding_ignores_accents_and_typographic_quotes():
    assert fold("Außer Haus – Je n’ai ŁÓDŹ ИЙ が") == "ausser haus - je n'ai lodz ии が"


@pytest.mark.expected_log_errors("could not be classified")
def test_a_broken_message_object_still_counts_as_a_reply():
    assert classify(InboundMail).kind == "reply"
