"""How Sphinx makes the book of the pages that notebooks/book/pages has written."""

import pathlib

from docutils import nodes

here = pathlib.Path(__file__).parent

project = "ganbook"
author = ""
copyright = ""
language = "en"  # another one: sphinx-build -D language=zh_CN, with its catalogues in locale/
locale_dirs = [str(here / "locale")]
gettext_compact = False  # a catalogue for each page

extensions = ["myst_parser"]
root_doc = "index"
templates_path = [str(here / "templates")]

# Markdown as the notebooks have it. Only what stands between $ and $ is a formula.
myst_enable_extensions = ["dollarmath"]
myst_dmath_double_inline = True
myst_links_external_new_tab = False
smartquotes = False

# A formula stays as its TeX here; formulas.cjs typesets it in the finished page.
html_math_renderer = "tex"

html_theme = "sphinx_book_theme"
html_title = "ganbook"
html_short_title = "ganbook"
html_favicon = "static/icon.svg"
html_static_path = ["static"]
html_css_files = ["lib/katex/katex.min.css", "book.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_context = {"scripts": ["theme.js", "pictures.js", "exercises.js"]}
html_theme_options = {
    "navbar_persistent": [],
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
    "show_toc_level": 1,
    "navigation_with_keys": False,
    "footer_content_items": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "search_bar_text": "Search the book",
    "toc_title": "On this page",
}


if tags.has("whole"):  # noqa: F821, given by Sphinx: one page, for print
    html_sidebars = {"**": []}
    html_context["scripts"] = ["theme.js"]
    html_theme_options["secondary_sidebar_items"] = []


def tex(tag):
    def visit(writer, node):
        writer.body.append(f'<{tag} class="math" data-tex>{writer.encode(node.astext())}</{tag}>')
        raise nodes.SkipNode

    return visit, None


def setup(app):
    app.add_html_math_renderer("tex", inline_renderers=tex("span"), block_renderers=tex("div"))
    # What is written beside the pages: pictures, and the programs that draw them and compute.
    beside = pathlib.Path(app.srcdir) / "_static"
    app.config.html_static_path.append(str(beside))
    if (beside / "live" / "live.js").exists():
        app.config.html_context["scripts"].append("parts.js")
