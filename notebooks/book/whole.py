"""Mends the links of the page that holds the whole book: from Sphinx's page on stdin to stdout.

Sphinx writes a link to a place of another page as #document-PAGE#PLACE, which is no place at all, and every chapter has
an "exercises". Here a name that several pages have gets its page's name before it, and a link leads to the place itself,
or, where this page leaves out what it leads to, to that page of the site.
"""

import collections
import re
import sys

ID = re.compile(r'\bid="([^"]+)"')
PAGE = re.compile(r'(?=<span id="document-[^"]+">)')  # each page begins so


def main():
    text = sys.stdin.read()
    places = collections.Counter(ID.findall(text))
    name = lambda page, place: f"{page}-{place}" if places[place] > 1 else place

    def lead(link, here):
        page, _, place = link.rpartition("#document-")[2].partition("#") if link.startswith("#document-") else (here, "", link[1:])
        if page != here and f"document-{page}" not in places:
            return f"{page}.html" + (f"#{place}" if place else "")
        return "#" + (name(page, place) if place else f"document-{page}")

    for part in PAGE.split(text):
        here = (re.match(r'<span id="document-([^"]+)">', part) or ["", ""])[1]
        part = ID.sub(lambda m: f'id="{name(here, m[1])}"', part)
        sys.stdout.write(re.sub(r'\bhref="(#[^"]+)"', lambda m: f'href="{lead(m[1], here)}"', part))


if __name__ == "__main__":
    main()
