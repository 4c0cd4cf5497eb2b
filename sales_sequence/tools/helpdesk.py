# License LGPL-3.0 or later: see LICENSE.
"""Telling an agent's answer sent through a helpdesk from the helpdesk's automatic mails. Pure.

Helpdesks mark both alike (their own headers, often ``Auto-Submitted: auto-generated``), and put a "reply above this
line" on both: only the words tell them apart.
"""

import re

_HEADERS = (
    "x-zendesk",
    "x-freshdesk",
    "x-fd-",
    "x-otrs",
    "x-znuny",
    "rt-ticket",
    "x-rt-",
    "x-jira",
    "x-atlassian",
    "x-sfdc",
    "x-servicenow",
    "x-helpscout",
    "x-intercom",
    "x-gorgias",
    "x-front-",
    "x-kayako",
    "x-osticket",
    "x-glpi",
    "x-redmine",
    "x-spiceworks",
    "x-desk-",
    "x-zammad",
    "x-uservoice",
    "x-hubspot-ticket",
    "x-helpspot",
    "x-deskpro",
    "x-trac-",
    "x-bugzilla",
    "x-freescout",
    "x-chatwoot",
    "x-groove-",
    "x-reamaze",
    "x-missive",
    "x-teamwork",
    "x-zoho-desk",
)
_MAILER = re.compile(
    r"zendesk|freshdesk|freshservice|otrs|znuny|jira|servicenow|help ?scout|intercom|gorgias"
    r"|kayako|osticket|glpi|zammad|deskpro|request tracker|zoho desk|hubspot|salesforce"
    r"|happyfox|teamwork desk|liveagent|kustomer|spiceworks|hesk|freescout|chatwoot|groove|reamaze|missive",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(
    r"@(?:[\w.-]+\.)?(?:zendesk|freshdesk|intercom-mail|intercom|helpscout|gorgias|frontapp|kayako|hubspot|salesforce"
    r"|atlassian|happyfox|liveagent|deskpro)\.(?:com|net|io|dev)>?$",
    re.IGNORECASE,
)
# "Jo Agent commented:", or "Jo Agent (Corp)" above a date: the agent's words follow.
_AGENT = re.compile(
    r"^[^\n:]{2,60} (?:commented|replied|responded|wrote|added a comment|has replied|a répondu|hat geantwortet"
    r"|hat kommentiert|respondió|ha risposto|respondeu|reageerde|odpowiedział\w?|kommenterade|ответил\w?)[^\n:]{0,40}:"
    r"|^[^\n@]{2,60}\([^)\n]{2,60}\)\s*\n+[^\n]{0,20}\d{1,4}[^\n]{0,30}\d{1,2}[:.]\d{2}",
    re.IGNORECASE | re.MULTILINE,
)


def helpdesk_of(mail):
    """Return the header that shows that ``mail`` comes from a helpdesk, or an empty string.

    :param mail_text.InboundMail mail: any inbound mail
    :rtype: str
    """
    for name in mail.header_names:
        if name.startswith(_HEADERS):
            return f"{name}: {mail.header(name)[:60]}"
    for name in ("x-mailer", "x-powered-by", "managed-by", "x-generated-by", "x-mailer-info"):
        if _MAILER.search(mail.header(name)):
            return f"{name}: {mail.header(name)[:60]}"
    if _MESSAGE_ID.search(mail.header("message-id").strip()):
        return f"message-id: {mail.header('message-id')[:60]}"
    return ""


def names_an_agent(mail):
    """Whether the text names the person whose words it passes on."""
    return bool(_AGENT.search(mail.own_text[:2_000]))
