# License LGPL-3.0 or later: see LICENSE.
"""Separating what the author of a mail wrote from what the mail program quoted. Pure.

The cut is made by structure (quote marks, attribution lines, header blocks, dividers) rather than
by a library: those that support several languages take seconds for a hostile body of a few
kilobytes, and support neither Russian nor Portuguese nor Outlook's header blocks.
"""

import re

_FROM_LABELS = (
    "from|von|de|da|van|fra|från|od|lähettäjä|feladó|kimden|gönderen|от|от кого|від|差出人|送信者|发件人|寄件者|寄件人"
    "|보낸 사람|보낸사람|expéditeur|remitente|mittente|avsändare|afsender|afzender|nadawca"
    "|odesílatel|отправитель|expeditor|de la"
)
_OTHER_LABELS = (
    "sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|date|à|objet|enviado|enviado el|fecha|para|asunto"
    "|inviato|data|a|oggetto|enviada em|enviado em|assunto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne"
    "|lähetetty|vastaanottaja|aihe|wysłano|do|temat|odesláno|komu|předmět|predmet|elküldve|címzett|tárgy"
    "|gönderildi|tarih|kime|konu|отправлено|дата|кому|тема|送信日時|宛先|件名|日時|发送时间|收件人|主题|日期|寄件日期|收件者|主旨"
    "|보낸 날짜|날짜|받는 사람|제목|trimis|către|subiect|надіслано|reply-to|message-id"
)
_WROTE = (
    "wrote|writes|schrieb|geschrieben|a écrit|écrit|escribió|ha scritto|scrive|escreveu|schreef|geschreven|napisał"
    "|napisała|pisze|skrev|följande|følgende|kirjoitti|napsal|napísal|írta|yazdı|yazmış|написал|написала|пишет"
    "|пише|написав|a scris|έγραψε|写道|寫道|のメール|書きました|wrote on"
    "|작성|작성하였습니다|viết|đã viết|kirjutas|rašė|rakstīja"
)
_DIVIDER_WORDS = (
    "original|ursprüngliche|message d'origine|message transf|mensaje|messaggio|mensagem|oorspronkelijk|doorgestuurd"
    "|opprinnelig|oprindelig|forwarded|weitergeleitet|reenviado|inoltrato|encaminhada|vidarebefordrat|videresendt"
    "|původní|wiadomość|přeposlaná|eredeti|továbbított|alkuperäinen|пересылаемое|исходное|оригинал|переслан"
    "|元のメッセージ|転送|原始邮件|原始郵件|转发|轉寄|원본|전달된|iletilen|özgün|reply message|antwort nachricht"
)
_FROM_LINE = re.compile(rf"^[*\s]*(?:{_FROM_LABELS})\s*[*\s]*[:：]", re.IGNORECASE)
_LABEL_LINE = re.compile(rf"^[*\s]*(?:{_OTHER_LABELS})\s*[*\s]*[:：]", re.IGNORECASE)
_DIVIDER = re.compile(rf"^\s*[-_=]{{2,}}\s*[^-]{{0,40}}(?:{_DIVIDER_WORDS})[^-]{{0,40}}[-_=]{{2,}}\s*$", re.IGNORECASE)
_FORWARD_INTRO = re.compile(
    r"^\s*(?:begin forwarded message|anfang der weitergeleiteten|début du message (?:réexpédié|transféré)"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem)",
    re.IGNORECASE,
)
_ATTRIBUTION_VERB = re.compile(
    rf"(?:{_WROTE})(?![^\W_])[^!?]{{0,200}}[:：]\s*$|(?:のメール|작성)\s*[:：]?\s*$", re.IGNORECASE
)
_HAS_WHEN_OR_WHO = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}|<[^>]{3,200}>|\d{1,2}[./-]\d{1,2}|[年月日]")
_UNDERSCORES = re.compile(r"^\s*_{10,}\s*$")
_SIGNATURE_DELIMITER = re.compile(r"^(?:-- ?|--\xa0|__)$")
_QUOTE_MARK = re.compile(r"^\s{0,3}(?:[>＞|]|&gt;)")


def split_quote(text):
    """Separate the author's own text from quoted text.

    Quoted lines are dropped and reading continues below them (inline and bottom posting); a header
    block, a divider or an attribution without quote marks ends the author's text. A signature
    after its standard delimiter (RFC 3676, 4.3) is dropped too.

    :param str text: a mail's text
    :return: own text, whether anything was quoted
    :rtype: tuple[str, bool]
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:2_000]
    own, has_quote, in_signature, index = [], False, False, 0
    while index < len(lines):
        line = lines[index]
        if _QUOTE_MARK.match(line):
            has_quote, in_signature = True, False
        elif _starts_quoted_rest(lines, index):
            return "\n".join(own).strip(), True
        elif length := _attribution_length(lines, index):
            has_quote = True
            index += length
            following = next((later for later in lines[index : index + 4] if later.strip()), "")
            if not _QUOTE_MARK.match(following):
                break
            continue
        elif _SIGNATURE_DELIMITER.match(line) and own:
            in_signature = True
        elif not in_signature:
            own.append(line)
        index += 1
    return "\n".join(own).strip(), has_quote


def _starts_quoted_rest(lines, index):
    line = lines[index]
    if len(line) > 400:
        return False
    if _DIVIDER.match(line) or _FORWARD_INTRO.match(line):
        return True
    following = [later for later in lines[index + 1 : index + 8] if later.strip()][:4]
    if _UNDERSCORES.match(line):
        return bool(following) and bool(_FROM_LINE.match(following[0]))
    return bool(_FROM_LINE.match(line)) and sum(bool(_LABEL_LINE.match(later)) for later in following) >= 2


def _attribution_length(lines, index):
    """Return how many lines from ``index`` form an attribution ("On … wrote:"), or 0."""
    if not lines[index].strip() or len(lines[index]) > 300:
        return 0
    joined = ""
    for length in (1, 2, 3):
        if index + length > len(lines) or not lines[index + length - 1].strip():
            return 0
        joined = f"{joined} {lines[index + length - 1].strip()}".strip()
        if len(joined) > 400:
            return 0
        if not _HAS_WHEN_OR_WHO.search(joined):
            continue
        if _ATTRIBUTION_VERB.search(joined):
            return length
        following = next((later for later in lines[index + length : index + length + 3] if later.strip()), "")
        if joined.endswith((":", "：")) and _QUOTE_MARK.match(following):
            return length
    return 0
