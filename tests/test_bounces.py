# License LGPL-3.0 or later: see LICENSE.
# ruff: noqa: D103 (a test's name is its promise)
"""Classifying bounces: hard, soft or our own fault; and mails that look like bounces but are not."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.inbound import classify

TOUCH = "<touch-0001@seq.example.com>"
RETURNED = f"From: anna@seq.example.com\nTo: pat@example.com\nMessage-ID: {TOUCH}\nSubject: A quicker close\n\nHi Pat\n"


def parse(text):
    return email.message_from_bytes(text.encode(), policy=email.policy.SMTP)


def report(*recipients, text="Your mail was not delivered.", headers="", subject="Undelivered Mail Returned to Sender"):
    """A delivery status notification (RFC 3464); `recipients` are the fields of each."""
    blocks = "\n".join(
        "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items()) for fields in recipients
    )
    return parse(
        f"From: MAILER-DAEMON@mx.example.net\nTo: anna@seq.example.com\nSubject: {subject}\n{headers}"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n{blocks}\n"
        f"--b\nContent-Type: message/rfc822\n\n{RETURNED}--b--\n"
    )


def refused(status, answer, action="failed", address="pat@example.com"):
    fields = {"Final_Recipient": f"rfc822; {address}", "Action": action, "Status": status}
    return {**fields, "Diagnostic_Code": f"smtp; {answer}"} if answer else fields


def prose(text, sender="MAILER-DAEMON@mx.example.net", subject="failure notice", headers=""):
    return parse(
        f"From: {sender}\nTo: anna@seq.example.com\nSubject: {subject}\n{headers}"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )


def verdict_of(status, answer):
    verdict = classify(report(refused(status, answer)))
    return verdict.kind, verdict.evidence_code


OURS = ("bounce_soft", "policy")
PASSES = ("bounce_soft", "delivery_status")
GONE = ("bounce_hard", "delivery_status")


# ------------------------------------------------------------------------------- server responses
@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("5.1.1", "550 5.7.1 Your IP is on the block list of this receiver"),
        ("5.1.1", "550 192.0.2.7 has sent too many messages this hour"),
        ("5.1.0", "550 5.1.0 <bounce@seq.example.com> sender denied"),
        ("5.1.0", "550 5.1.0 the domain of the sender does not resolve"),
        ("5.1.7", "550 5.1.7 no such domain"),
        ("5.1.8", "553 5.1.8 domain of sender address anna@seq.example.com does not exist"),
        ("5.0.0", "550 sender verify failed: user unknown"),
        ("5.0.0", "554 client host [192.0.2.7] rejected: cannot find your hostname"),
        ("5.0.0", "550 reverse DNS lookup failed for 192.0.2.7"),
        ("5.0.0", "550 SPF check failed for seq.example.com"),
        ("5.0.0", "550 rejected by the DMARC policy of seq.example.com"),
        ("5.7.26", "550 5.7.26 <pat@example.com>: Recipient address rejected: authentication checks failed"),
        ("5.0.0", "554 mx.example.com not accepting mail from you, see the postmaster's page"),
        ("5.0.0", "550 listed at a blocklist: http://www.spamhaus.org/query/ip/192.0.2.7"),
        ("5.2.0", "550 5.2.0 looks like spam"),
        ("5.2.1", "550 5.2.1 this user is receiving mail at a rate that prevents more of it"),
        ("5.0.0", "550 relaying denied"),
        ("5.0.0", "452 4.3.1 too many recipients"),
        ("5.3.4", "552 5.3.4 message size exceeds the limit of this server"),
        ("5.0.0", "552 message too large"),
        ("5.5.0", "550 the content was rejected by a filter"),
        ("5.6.0", "550 5.6.0 malformed"),
        ("5.7.1", "550 5.7.1 no thanks"),
        ("5.0.0", "host mx.example.com[192.0.2.5] said: 550 no such name (in reply to MAIL FROM command)"),
        ("5.0.0", "550 Absender unbekannt"),
        ("5.0.0", "550 отправитель отклонен"),
        ("5.0.0", "550 发件人地址被列入黑名单"),
    ],
)
def test_a_refusal_of_our_server_address_or_mail_is_not_the_recipients_fault(status, answer):
    assert verdict_of(status, answer) == OURS


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("5.1.1", "552 5.2.2 over quota"),
        ("5.0.0", "550 mailbox of pat@example.com is full"),
        ("5.1.1", "550 sorry, that user has no more disk space (#5.1.1)"),
        ("5.5.0", "554 the account exceeded its storage"),
        ("5.7.0", "x-unix; maildir over quota"),
        ("5.2.2", "552 5.2.2 out of storage space and inactive"),
        ("5.0.0", "550 Postfach ist voll"),
        ("5.4.312", "550 5.4.312 message expired, DNS query failed"),
        ("5.4.7", "delivery time expired"),
        ("5.4.4", "Name service error for name=example.com: malformed or unexpected name server reply"),
        ("5.0.0", "all hosts for example.com have been failing for a long time"),
        ("5.0.0", "connection refused"),
        ("5.0.0", "550 gave up after 20 attempts"),
        ("5.0.0", "554 <pat@example.com>: Recipient address rejected: internal error of the directory"),
        ("5.0.0", "550 <pat@example.com>: Recipient address rejected: greylisted, try again in 300 seconds"),
        ("5.4.6", "554 5.4.6 too many hops"),
        ("5.5.1", "503 5.5.1 bad sequence of commands"),
        ("5.0.0", "554 service currently unavailable"),
        ("4.1.1", "450 4.1.1 user unknown in the table that is being rebuilt"),
    ],
)
def test_full_mailboxes_and_temporary_problems_are_soft_whatever_the_code(status, answer):
    assert verdict_of(status, answer) == PASSES


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("5.0.0", "550 user unknown"),
        ("5.7.1", "550 5.7.1 no such user, see our policy at https://example.com/spam"),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. [mail.protection.example]"),
        ("5.0.0", "554 delivery error: dd This user doesn't have an example.com account (pat@example.com)"),
        ("5.2.1", "550 5.2.1 the mailbox is disabled"),
        ("5.0.0", "550 the account of pat@example.com has been suspended"),
        ("5.1.6", "551 5.1.6 moved"),
        ("5.1.0", "550 #5.1.0 Address rejected."),
        ("5.5.0", "550 Requested action not taken: mailbox unavailable"),
        ("5.7.27", "550 host does not accept mail: MX 0 ."),
        ("5.1.10", "556 5.1.10 recipient address has null MX"),
        ("5.4.4", "Host or domain name not found. Name service error for name=example.com type=A: Host not found"),
        ("5.1.2", "5.1.2 - Bad destination host 'DNS Hard Error looking up example.com (MX): NXDomain'"),
        ("5.5.0", "554 not delivered because the domain is not reachable. Please check it and try again"),
        ("5.1.1", "550 5.1.1"),
        ("5.0.0", "550 Empfänger existiert nicht"),
        ("5.0.0", "550 нет такого пользователя"),
    ],
)
def test_an_unknown_person_mailbox_or_domain_is_hard(status, answer):
    assert verdict_of(status, answer) == GONE


@pytest.mark.parametrize(
    ("answer", "right", "status"),
    [
        ("5.1.0 - Unknown address error 550-'5.2.2 <pat@example.com> mailbox full'", PASSES, "5.2.2"),
        ("5.1.0 - Unknown address error 550-'5.7.1 <pat@example.com> access denied'", OURS, "5.7.1"),
        ("5.1.0 - Unknown address error 550-'5.1.1 <pat@example.com> user unknown'", GONE, "5.1.1"),
    ],
)
def test_a_quoted_server_response_beats_the_guess_around_it(answer, right, status):
    verdict = classify(report(refused("5.1.0", answer)))
    assert ((verdict.kind, verdict.evidence_code), verdict.status) == (right, status)


def test_words_in_host_names_and_addresses_are_ignored():
    for answer in (
        "host spamfilter.example.com[192.0.2.5] said: 550 5.1.1 <quota.blocked@example.com>: no such user",
        "host mx.blocklist.example (192.0.2.5) said: 550 <pat@example.com> does not exist",
    ):
        assert verdict_of("5.1.1", answer) == GONE


WORDS = {
    OURS: ["blocked using a blocklist", "sender address rejected", "too many connections", "message rejected as spam"],
    PASSES: ["mailbox full", "over quota", "try again later", "connection timed out"],
    GONE: ["user unknown", "no such mailbox", "recipient does not exist"],
}


@given(
    st.sampled_from([(right, words) for right in WORDS for words in WORDS[right]]),
    st.sampled_from(["5.0.0", "5.5.0", "5.3.0", "5.1.0"]),
    st.sampled_from(["550", "551", "553", "554"]),
    st.sampled_from(
        ["{code} {words}", "{code} {status} {words}", "{code}-{words}", "{code} <pat@example.com>... {words}"]
    ),
    st.sampled_from(["{}", "host mx.example.com[192.0.2.5] said: {} (in reply to RCPT TO command)"]),
)
def test_the_text_of_a_response_beats_a_generic_code(said, status, code, form, frame):
    right, words = said
    assert verdict_of(status, frame.format(form.format(code=code, status=status, words=words))) == right


# ---------------------------------------------------------------------------------- several recipients
def test_a_person_is_hard_bounced_by_their_own_status_only():
    verdict = classify(
        report(
            refused("5.1.1", "550 user unknown", address="gone@example.com"),
            refused("5.2.2", "552 mailbox full", address="full@example.com"),
            refused("2.0.0", "250 ok", action="relayed", address="fine@example.com"),
        )
    )
    assert (verdict.kind, verdict.bounced_addresses) == ("bounce_hard", ("gone@example.com",))


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "deliverable"])
def test_a_success_report_is_not_a_bounce(action):
    assert classify(report(refused("2.1.5", "250 ok", action=action))).kind == "other"


def test_a_delay_is_soft_whatever_its_text_says():
    assert classify(report(refused("4.1.1", "450 user unknown", action="delayed"))).kind == "bounce_soft"
    assert classify(report(refused("5.1.1", "550 user unknown", action="delayed"))).kind == "bounce_soft"


def test_prose_is_read_recipient_by_recipient():
    verdict = classify(
        prose(
            "These addresses failed:\n\n"
            "full@example.com: 552 5.2.2 mailbox full\ngone@example.com: 550 5.1.1 no such user\n\n"
            f"--- Below this line is a copy of the message.\n\n{RETURNED}"
        )
    )
    assert (verdict.kind, verdict.bounced_addresses, verdict.status) == ("bounce_hard", ("gone@example.com",), "5.1.1")


def test_a_report_without_a_diagnosis_is_explained_by_its_text():
    verdict = classify(
        report(
            refused("5.0.0", "", address="full@example.com"),
            refused("5.0.0", "", address="gone@example.com"),
            text="full@example.com: 552 mailbox full\ngone@example.com: 550 no such user\n",
        )
    )
    assert (verdict.kind, verdict.bounced_addresses) == ("bounce_hard", ("gone@example.com",))


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("<pat@example.com>:\nRemote host said: 550 5.1.1 user unknown\nGiving up on 192.0.2.25.", "bounce_hard", None),
        ("<pat@example.com>:\nSorry, I couldn't find a mail exchanger or IP address. (#5.4.4)", "bounce_hard", None),
        ("<pat@example.com>:\nNo connection. (#4.4.1) It has been in the queue too long.", "bounce_soft", None),
        ("  pat@example.com\n    SMTP error from remote mail server after MAIL FROM:<anna@seq.example.com>:\n"
         "    host mx.example.com [192.0.2.5]: 551 forbidden by invalid RDNS record", "bounce_soft", "policy"),
        ("  pat@example.com\n    host mx.example.com [192.0.2.5]: 554 5.7.1 <pat@example.com>:\n"
         "    Recipient address rejected: user unknown", "bounce_hard", None),
        ("  pat@example.com\n    retry timeout exceeded", "bounce_soft", None),
        (">>> DATA\n<<< 553 5.7.1 SPF failure\n550 5.1.1 <pat@example.com>... User unknown", "bounce_soft", "policy"),
        ("<pat@example.com>:\nvdelivermail: account is locked email bounced", "bounce_hard", None),
        ("Invalid final delivery userid: pat@example.com", "bounce_hard", None),
        ("pat@example.com, ERROR CODE :421 - Host not reachable.", "bounce_soft", None),
    ],
)  # fmt: skip
def test_notifications_of_many_vendors_are_classified_by_the_remote_servers_response(text, kind, code):
    notice = f"Your mail could not be delivered.\n\n{text}\n\n------ This is a copy of your message. ------\n{RETURNED}"
    verdict = classify(prose(notice))
    assert (verdict.kind, verdict.bounced_addresses, TOUCH in verdict.references) == (kind, ("pat@example.com",), True)
    assert (verdict.evidence_code == "policy") == (code == "policy"), verdict


def test_a_warning_that_names_an_unknown_user_is_not_a_delay():
    verdict = classify(prose("pat@example.com - no such user here.", subject="Warning: mail not sent"))
    assert verdict.kind == "bounce_hard"


def test_a_returned_mail_with_an_empty_sender_is_a_bounce():
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["Subject"], message["Return-Path"] = "no-reply@example.com", "Mail", "<>"
    message.set_content("Your mail could not be delivered to <pat@example.com>, as their mailbox is full.")
    message.add_attachment(parse(RETURNED))
    assert classify(parse(message.as_string())).kind == "bounce_soft"


def test_a_report_without_its_mime_boundary_is_read_as_text():
    text = report(refused("5.1.1", "550 5.1.1 user unknown")).as_string().replace('; boundary="b"', "", 1)
    assert classify(parse(text)).kind == "bounce_hard"


# -------------------------------------------------------------------------------- people writing about bounces
PERSON = "Pat Example <pat@example.com>"
BOUNCE = "<jo@example.com>: host mx.example.com said: 550 5.1.1 user unknown\n"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("FW: Undeliverable: A quicker close", f"I got this from your server.\n\n{BOUNCE}"),
        ("Re: Undelivered Mail Returned to Sender", f"> {BOUNCE}\nThat was my old address."),
        ("Undeliverable: your offer", f"Hi Anna,\n\nwhat is this?\n\n{BOUNCE}"),
        ("Mail delivery failed", f"Could you check it? My mail could not be delivered.\n\n{BOUNCE}"),
        ("Mailbox full", "Sorry, my mailbox was full last week. Can you send it again?"),
    ],
)
def test_a_person_writing_about_a_bounce_is_classified_as_a_person(subject, text):
    assert classify(prose(text, sender=PERSON, subject=subject)).kind == "reply"


@pytest.mark.parametrize("text", ["Hi Anna, I got this. What is the right address?", "Please look at this.", "?"])
def test_a_person_may_attach_a_bounce_and_keep_its_subject(text):
    message = report(refused("5.1.1", "550 5.1.1 user unknown", address="jo@example.com"), text=text)
    message.replace_header("From", PERSON)
    message.replace_header("Subject", "Undeliverable: question about the price")
    message.set_type("multipart/mixed")
    assert classify(parse(message.as_string())).kind == "reply"
    forwarded = EmailMessage(policy=email.policy.SMTP)
    forwarded["From"], forwarded["Subject"] = PERSON, "Undeliverable"
    forwarded.set_content(text)
    forwarded.add_attachment(report(refused("5.1.1", "550 5.1.1 user unknown")))
    assert classify(parse(forwarded.as_string())).kind == "reply"
