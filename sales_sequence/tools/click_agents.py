# License LGPL-3.0 or later: see LICENSE.
"""Requests for a web page that no person makes, told by their headers. Pure.

Each table says where its entries come from. Programs that pass themselves off as a browser are not in them: these are
told by when they come, see `clicks`.
"""

import re

# They open links to look for malware before, or instead of, the reader.
MAIL_SCANNERS = (
    "barracuda",  # Barracuda Sentinel and Email Security Gateway say so in their User-Agent
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
    "virustotal",
    "urlscan",
    "netcraft",
    "google-safety",  # https://developers.google.com/search/docs/crawling-indexing/google-special-case-crawlers
    "google-safe-browsing",
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
    "pinterest",
    "viber",
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
    "lwp::",
    "node-fetch",
    "axios",
    "undici",
    "guzzle",
    "ruby",
    "winhttp",
    "powershell",
    "postmanruntime",
    "headlesschrome",
    "phantomjs",
    "electron-fetch",
    "lighthouse",
    "puppeteer",
    "playwright",
)
# What crawlers call themselves: https://www.rfc-editor.org/rfc/rfc9309 asks them to have a name, and these are usual.
# "Cubot" makes phones.
_CRAWLER = re.compile(r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|scanner|scan/|prefetch|preview|fetcher|monitor")
_KNOWN = re.compile("|".join(re.escape(name) for name in (*MAIL_SCANNERS, *PREVIEWS, *PROGRAMS)))
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
    agent = (headers.get("User-Agent") or "").lower()
    return bool(
        verb != "GET"
        or not agent.strip()
        or _KNOWN.search(agent)
        or _CRAWLER.search(agent)
        or any(_PREFETCHED.search(headers.get(name) or "") for name in PREFETCH_HEADERS)
        or any((headers.get(name) or value) != value for name, value in _OPENED.items())
    )
