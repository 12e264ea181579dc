"""Strings that would run, load or disguise something where text is pasted into HTML or Markdown."""

ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\"></svg>",
    '"><iframe srcdoc="<script>parent.document.title=\'owned\'</script>"></iframe>',
    "[click](javascript:document.title='owned')",
    "![x](http://evil.example/pixel.png)",
    "<a href=\"javascript:document.title='owned'\">here</a>",
    "</textarea><style>body{display:none}</style>",
    "`<img src=x onerror=\"document.title='owned'\">` and ``` <b>bold</b>",
    "<details open ontoggle=\"document.title='owned'\">",
    "${document.title='owned'} {{constructor.constructor('return 1')()}}",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=\"document.title='owned'\">",
)
