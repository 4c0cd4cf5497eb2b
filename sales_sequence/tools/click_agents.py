# License LGPL-3.0 or later: see LICENSE.
"""Requests for a web page that no person makes, told by their headers. Pure.

Where no source stands beside an entry of a table, `crawler-user-agents` (https://github.com/monperrus/crawler-user-agents)
or Matomo's `device-detector` (https://github.com/matomo-org/device-detector) lists it. Programs that pass themselves
off as a browser are not in the tables: these are told by when they come, see `clicks`.
"""

import re

# They open links to look for malware before, or instead of, the reader.
MAIL_SCANNERS = (
    "barracuda",
    "virustotal",
    "urlscan",
    "netcraft",
    "google-safety",  # https://developers.google.com/search/docs/crawling-indexing/google-special-case-crawlers
)
# Makers of such scanners: other programs that filter clicks look for these names, but no list shows how they sign, and
# most of them pass themselves off as a browser. No browser has these names.
MAKERS_OF_SCANNERS = (
    "mimecast",
    "proofpoint",
    "symantec",
    "messagelabs",
    "trendmicro",
    "forcepoint",
    "fortinet",
    "fortiguard",
    "ironport",
    "sophos",
    "cloudmark",
    "zscaler",
    "checkpoint",
)
# They fetch a page to show a picture and a title of it where somebody has pasted the link.
PREVIEWS = (
    "slackbot",  # https://api.slack.com/robots
    "slack-imgproxy",
    "facebookexternalhit",  # https://developers.facebook.com/docs/sharing/webmasters/web-crawlers
    "facebookcatalog",
    "meta-externalagent",
    "whatsapp",
    "telegrambot",
    "twitterbot",
    "linkedinbot",
    "discordbot",
    "skypeuripreview",  # Teams and Skype
    "microsoftpreview",
    "bingpreview",  # https://www.bing.com/webmasters/help/which-crawlers-does-bing-use-8c184ec0
    "pinterest/0",  # "[Pinterest/Android]" is its app, in which people open pages
    "viberurldownloader",
    "embedly",
    "iframely",
    "vkshare",
    "redditbot",
    "googleimageproxy",
    "yahoomailproxy",
    "google-read-aloud",
    "google-pagerenderer",
    # Office asks the server before it hands a link to the browser, which then asks again:
    # https://learn.microsoft.com/office/troubleshoot/office-suite-issues/click-hyperlink-to-sso-website
    "ms-office",
    "microsoft office",
)
# Programs and libraries, by how they sign unless somebody changes it.
PROGRAMS = (
    "curl/",
    "wget/",
    "python",
    "aiohttp",
    "httpx",
    "go-http-client",
    "java/",
    "okhttp",
    "apache-httpclient",
    "libwww-perl",
    "lwp::",  # https://metacpan.org/pod/LWP::UserAgent#agent
    "node-fetch",
    "axios",
    "undici",  # https://undici.nodejs.org
    "guzzle",
    "ruby",
    "winhttp",
    "powershell/",  # https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest
    "postmanruntime",
    "headlesschrome",
    "phantomjs",
    "electron-fetch",
    "lighthouse",
    "puppeteer",
    "playwright",
)
# What crawlers call themselves: https://www.rfc-editor.org/rfc/rfc9309 asks them to have a name, and these are usual.
_CRAWLER = re.compile(r"bot(?![a-z])|crawl|spider|slurp|scanner|scan/|prefetch|preview|fetcher|monitor")
# What a telephone is called, which may be anything: "Cubot", "M bot 51", "Ruby" and "Spider 8" are telephones.
_TELEPHONE = re.compile(r"(android [\d.]+;)(?: [a-z]{2}[-_][a-z]{2};)? [^;)]*")
# Programs name whoever runs them, so that a website can complain; browsers have no reason to.
_CONTACT = re.compile(r"https?://|\bwww\.|\+\S+@\S")
# The first word of every browser, or the name of a chat, and nothing else.
_BARE = re.compile(r"mozilla/[\d.]+|viber")
_KNOWN = re.compile("|".join(re.escape(name) for name in (*MAIL_SCANNERS, *MAKERS_OF_SCANNERS, *PREVIEWS, *PROGRAMS)))
# A browser says so when it loads a page that nobody has asked for yet: Sec-Purpose is the standard
# (https://fetch.spec.whatwg.org/#sec-purpose-header), the others are of earlier Chrome, Firefox and Safari.
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_PREFETCHED = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
# What a browser says of a page that it opens (https://www.w3.org/TR/fetch-metadata/). Pictures, frames and scripts of
# another page are no clicks.
_OPENED = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


def is_machine(verb, headers):
    """Whether a request for a page says of itself that no person makes it.

    :param str verb: the method, as it was sent
    :param headers: mapping of names to values, whatever the case of the names
    """
    agent = _TELEPHONE.sub(r"\1", (headers.get("User-Agent") or "").lower())
    return bool(
        verb != "GET"
        or not agent.strip()
        or _KNOWN.search(agent)
        or _CRAWLER.search(agent)
        or _CONTACT.search(agent)
        or _BARE.fullmatch(agent.strip())
        or any(_PREFETCHED.search(headers.get(name) or "") for name in PREFETCH_HEADERS)
        or any((headers.get(name) or value) != value for name, value in _OPENED.items())
    )
