"""The mail programs and mail servers of the people who answer.

Answers are built only from the message that arrived, as a mail program would.
"""

import email.policy
import email.utils
from datetime import timedelta, timezone
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from people import DOMAIN

# Answers that no person wrote.
MACHINES = ("out_of_office", "vacation", "bounced", "mailbox_full")


# ----------------------------------------------------------------------------------------------------------------------
# People's answers. Each takes the letter, the person, the text and the moment (naive UTC), and returns bytes.
# ----------------------------------------------------------------------------------------------------------------------


def gmail(letter, person, text, moment):
    """Plain text and HTML, with the quote below a line with date and sender."""
    message = _answer(letter, person, moment)
    quoted = f"On {letter.message['Date']}, {letter.message['From']} wrote:"
    message.set_content(f"{text}\n\n{quoted}\n\n{_quote(letter)}\n")
    message.add_alternative(
        f'<div dir="ltr">{_html(text)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{quoted}'
        f'<br></div><blockquote class="gmail_quote">{_html(_text_of(letter))}</blockquote></div>',
        subtype="html",
    )
    return message.as_bytes()


def outlook(letter, person, text, moment):
    """HTML with a header block above the quote; answers with RE: in capitals, and suppresses automatic replies."""
    message = _answer(letter, person, moment, "RE")
    message["Thread-Topic"] = letter.message["Subject"]
    # People's own mail has it, too: it does not mean that this mail is automatic.
    message["X-Auto-Response-Suppress"] = "DR, OOF, AutoReply"
    header = f"From: {letter.message['From']}\nSent: {letter.message['Date']}\nSubject: {letter.message['Subject']}"
    message.set_content(
        f"<div>{_html(text)}</div><hr><div><b>{_html(header)}</b></div><div>{_html(_text_of(letter))}</div>",
        subtype="html",
    )
    return message.as_bytes()


def apple_mail(letter, person, text, moment):
    """A few words from a phone, with its signature."""
    message = _answer(letter, person, moment)
    message["X-Mailer"] = "iPhone Mail (21G93)"
    quoted = f"> On {letter.message['Date']}, {letter.message['From']} wrote:\n>\n{_quote(letter)}"
    message.set_content(f"{text}\n\nSent from my iPhone\n\n{quoted}\n")
    return message.as_bytes()


def thunderbird(letter, person, text, moment):
    """Plain text in Latin-1, in its user's language, with the subject prefix AW:."""
    message = _answer(letter, person, moment, "AW")
    message["User-Agent"] = "Mozilla Thunderbird"
    content = f"{text}\n\nAm {letter.message['Date']} schrieb:\n{_quote(letter)}\n"
    message.set_content(content.encode("iso-8859-15", "replace").decode("iso-8859-15"), charset="iso-8859-15")
    return message.as_bytes()


def colleague(letter, person, text, moment):
    """Someone else at the company answers the message that was forwarded to them."""
    domain = _domain(letter)
    message = _answer(letter, person, moment)
    message.replace_header("From", f"Chloé Gagnon <chloe.gagnon@{domain}>")
    message["Cc"] = letter.message["To"]
    message.set_content(f"{text}\n\n{_quote(letter)}\n")
    return message.as_bytes()


def new_mail(letter, person, text, moment):
    """Not an answer but a new message: it refers to nothing and goes to the general address."""
    message = _from(person, letter, moment)
    message["To"] = f"info@{DOMAIN}"
    message["Subject"] = "Call on Monday"
    message.set_content(text)
    return message.as_bytes()


# ----------------------------------------------------------------------------------------------------------------------
# Automatic answers
# ----------------------------------------------------------------------------------------------------------------------


def out_of_office(letter, person, text, moment):
    """Exchange's automatic reply."""
    message = _from(person, letter, moment)
    message["To"] = letter.message["Reply-To"] or letter.message["From"]
    message["Subject"] = f"Automatic reply: {letter.message['Subject']}"
    message["In-Reply-To"] = message["References"] = letter.message["Message-ID"].strip()
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(f"Thank you for your message. I am out of office and will be back on {text}.\n\n{person.name}")
    return message.as_bytes()


def vacation(letter, person, text, moment):
    """A mail server's vacation program: it answers the envelope sender (RFC 3834), our bounce address."""
    message = _from(person, letter, moment)
    message["To"] = letter.sender
    message["Subject"] = f"Out of office: {letter.message['Subject']}"
    message["In-Reply-To"] = message["References"] = letter.message["Message-ID"].strip()
    message["Auto-Submitted"] = "auto-replied"
    message["Precedence"] = "bulk"
    message.set_content(f"I am on vacation and will return on {text}.\n\n{person.name}")
    return message.as_bytes()


def bounced(letter, _person, _text, moment):
    """The address does not exist: a delivery status notification (RFC 3464)."""
    return _delivery_status(letter, moment, "failed", "5.1.1", "550 5.1.1 User unknown")


def mailbox_full(letter, _person, _text, moment):
    """Delayed, to be retried: a delivery status notification with a temporary code."""
    return _delivery_status(letter, moment, "delayed", "4.2.2", "452 4.2.2 Mailbox full")


def _delivery_status(letter, moment, action, status, diagnostic):
    domain = _domain(letter)
    address = letter.recipients[0]
    report = MIMEMultipart("report", report_type="delivery-status", policy=email.policy.SMTP)
    report["From"] = f"Mail Delivery System <MAILER-DAEMON@mx.{domain}>"
    report["To"] = letter.sender
    report["Subject"] = "Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail"
    report["Message-ID"] = email.utils.make_msgid(domain=f"mx.{domain}")
    report["Date"] = _date(moment)
    report["Auto-Submitted"] = "auto-replied"
    text = f"Your message to {address} could not be delivered: {diagnostic}\n"
    report.attach(MIMEText(text, policy=email.policy.SMTP))
    per_message, per_recipient = Message(), Message()
    per_message["Reporting-MTA"] = f"dns; mx.{domain}"
    per_recipient["Final-Recipient"] = f"rfc822; {address}"
    per_recipient["Action"] = action
    per_recipient["Status"] = status
    per_recipient["Diagnostic-Code"] = f"smtp; {diagnostic}"
    delivery_status = Message(policy=email.policy.SMTP)
    delivery_status["Content-Type"] = "message/delivery-status"
    delivery_status.set_payload([per_message, per_recipient])
    report.attach(delivery_status)
    report.attach(MIMEMessage(letter.message, policy=email.policy.SMTP))
    return report.as_bytes()


# ----------------------------------------------------------------------------------------------------------------------
# Parts
# ----------------------------------------------------------------------------------------------------------------------


def _from(person, letter, moment):
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = email.utils.formataddr((person.name, letter.recipients[0]))
    message["Date"] = _date(moment)
    message["Message-ID"] = email.utils.make_msgid(domain=_domain(letter))
    return message


def _answer(letter, person, moment, prefix="Re"):
    """An answer to the reply address of the message, with the fields that RFC 5322, 3.6.4 requires."""
    message = _from(person, letter, moment)
    message["To"] = letter.message["Reply-To"] or letter.message["From"]
    subject = letter.message["Subject"]
    message["Subject"] = subject if subject.lower().startswith("re:") else f"{prefix}: {subject}"
    original = letter.message["Message-ID"].strip()
    message["In-Reply-To"] = original
    message["References"] = f"{letter.message['References'] or ''} {original}".strip()
    return message


def _domain(letter):
    return letter.recipients[0].rpartition("@")[2]


def _date(moment):
    # Clocks of mail servers differ by seconds; fake ones need not.
    return email.utils.format_datetime((moment + timedelta(seconds=7)).replace(tzinfo=timezone.utc))


def _text_of(letter):
    return letter.message.get_body(("plain",)).get_content()


def _quote(letter):
    return "\n".join(f"> {line}" for line in _text_of(letter).splitlines())


def _html(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
