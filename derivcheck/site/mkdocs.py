r"""A MkDocs plugin: what spans the pages of the site.

In: the pages that MkDocs found. Out: one table of all labels, so that `\eqref` reaches
other pages; KaTeX's style sheet and fonts as files of the site; the notebook's text
rendered like every other page; names for the buttons that the theme leaves unnamed; a
warning for what is not as its page expects, or the end of the build. How one page is
rendered is the business of `markdown`.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.config.config_options import ExtraScriptValue, Type
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url

from ..documents import EquationLabel, labels, markdown_of, read_page
from ..reports import Finding, Totals, renewal, together, totals_html
from .assets import PAGE, add_assets, wheels
from .cache import sources
from .content_security_policy import protect
from .katex import KatexMissing, find_package
from .live_panels import script_apart
from .page_in_progress import PageError
from .panels_apart import panels_apart
from .subsetting import available, subset_fonts
from .typeface import typeface

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

LOG = get_plugin_logger("derivcheck")
EXTENSION = "derivcheck.markdown"
STYLES = "assets/katex/katex.css"
MARKS = {
    name: f"assets/derivcheck/{name}"
    for name in ("badges.css", "badges.js", "changes.js", "live.js")
}
TYPEFACE = "assets/typeface"
REPORTS = "assets/derivcheck/reports"
SCRIPTS = "assets/derivcheck/live"
CHARSET = '<meta charset="utf-8">'
HEADING = re.compile(r"(<h1\b[^>]*>)")
USUAL_CACHE = ".cache/mkdocs-jupyter"  # where mkdocs-jupyter keeps runs, unless told
NOTEBOOK_PACKAGES = ("numpy", "matplotlib", "ipykernel", "mkdocs-jupyter")

# What axe finds without a name, or with the same name twice, in Material 9.8.
NAMES = {
    'role="dialog"': 'role="dialog" aria-label="Search"',
    'class="md-path" aria-label="Navigation"': 'class="md-path" aria-label="Place"',
    'role="progressbar"': 'role="progressbar" aria-label="Loading"',
}


class WithLine(logging.Filter):
    """Adds the line to what MkDocs says of a link, which names the page alone."""

    LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains .*?link '(?P<link>[^']+)'")

    def __init__(self, docs: str) -> None:
        super().__init__()
        self.docs = Path(docs)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, those about links with the place in front."""
        found = self.LINK.match(record.getMessage())
        path = self.docs / found["page"] if found else None
        if found and path and path.is_file():
            at = path.read_text("utf-8").find(f"({found['link']}")
            if at >= 0:
                line = path.read_text("utf-8").count("\n", 0, at) + 1
                name = Path(os.path.relpath(path)).as_posix()
                record.msg, record.args = f"{name}:{line}: {record.getMessage()}", ()
        return True


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """What an author may ask for.

    `policy`: whether each page may load and run what the site holds and nothing else;
    `typeface`: the package in `node_modules` with the typeface of the words.
    """

    policy = Type(bool, default=False)
    typeface = Type(str, default="")


class DerivcheckPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # the same
    """The hooks, in the order in which MkDocs calls them."""

    _served = False

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the style sheet; let no run of the notebook outlive the code it ran."""
        if EXTENSION not in config.markdown_extensions:
            raise PluginError(
                f"the plugin derivcheck has nothing to do: add {EXTENSION} to"
                " markdown_extensions"
            )
        self._given: Mapping[str, Any] = config.mdx_configs.get(EXTENSION) or {}
        self._typeset = self._given.get("typeset", True)
        face = [f"{TYPEFACE}/typeface.css"] if self.config.typeface else []
        katex = [STYLES] if self._typeset else []
        config.extra_css[:0] = [*face, *katex, MARKS["badges.css"]]
        config.extra_javascript.append(ExtraScriptValue(MARKS["badges.js"]))
        links = logging.getLogger("mkdocs.structure.pages")
        for old in [f for f in links.filters if isinstance(f, WithLine)]:
            links.removeFilter(old)  # of the build before, when serving
        links.addFilter(WithLine(config.docs_dir))
        notebooks = config.plugins.get("mkdocs-jupyter")
        if notebooks is not None and notebooks.config["cache_dir"] == USUAL_CACHE:
            cache = Path(config.config_file_path).parent / ".cache/notebooks"
            fresh = cache / _state()
            notebooks.config["cache_dir"] = str(fresh)
            for stale in cache.iterdir() if cache.exists() else ():
                if stale.is_dir() and stale != fresh:
                    shutil.rmtree(stale)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add KaTeX's files, and read the labels of all pages."""
        try:
            if self._typeset:
                _add_katex(files, config)
            if self.config.typeface:
                _add_typeface(files, config, self.config.typeface)
        except KatexMissing as missing:
            raise PluginError(str(missing)) from None
        add_assets(files, config)
        for name, uri in MARKS.items():
            path = str(Path(__file__).with_name(name))
            files.append(File.generated(config, uri, abs_src_path=path))
        self._totals: dict[str, Totals] = {}
        self._stale: list[str] = []
        self._findings: list[Finding] = []
        chapters = _chapters(config.nav or [])
        self._labels = _all_labels(files, chapters) if self._typeset else {}
        self._numbers = _page_numbers(self._labels)
        has_numpy = any(wheel.name.startswith("numpy-") for wheel in wheels())
        self._numpy = has_numpy and files.get_file_from_path(PAGE) is not None
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Any:
        """Number the pages whose equations have numbers, as these are."""
        for page in nav.pages:
            number = self._numbers.get(_path(page.file))
            if number is not None and page.title is not None:
                page.title = f"{number} {page.title}"
        return nav

    @event_priority(-100)  # after mkdocs-jupyter has put its own rendering here
    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let an error of the page end the build without a traceback."""
        render = page.render

        def rendered(config: MkDocsConfig, files: Files) -> None:
            try:
                render(config, files)
                if _is_notebook(page.file):
                    _render_text(page, config, files)
            except (PageError, KatexMissing, ValueError) as error:
                raise PluginError(f"\n{error}") from None

        page.render = rendered  # type: ignore[method-assign]  # as mkdocs-jupyter does
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Tell the extension which page it is about to render."""
        settings: dict[str, Any]
        settings = {"page": _path(page.file), "labels": self._labels}
        cache = str(Path(config.config_file_path).parent / ".cache/marks")
        settings |= {"totals": self._totals, "stale": self._stale, "cache": cache}
        settings |= {"findings": self._findings, "fail": False}  # all pages come first
        config.mdx_configs[EXTENSION] = {**self._given, **settings}
        return markdown

    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Put the number before the title, and the panels of marks where they wait."""
        number = self._numbers.get(_path(page.file))
        if number is not None:
            said = f'<span class="derivcheck-page" data-search-exclude>{number}</span> '
            html = HEADING.sub(rf"\g<1>{said}", html, count=1)
        name = page.file.src_uri.removesuffix(".md").replace("/", "-")
        address = f"{REPORTS}/{name}-tried.html"
        katex = [STYLES] if self._typeset else []
        linked = [("stylesheet", sheet) for sheet in [*katex, MARKS["badges.css"]]]
        if icon := config.theme.get("favicon"):
            linked.append(("icon", icon))
        links = "\n".join(
            f'<link rel="{kind}" href="{get_relative_url(file, address)}">'
            for kind, file in linked
        )
        link = get_relative_url(address, page.url)
        title = str(page.title)
        back = get_relative_url(page.url or "./", address)
        html, reports = panels_apart(html, link, title=title, links=links, back=back)
        _write(config, address, reports)
        return _with_script(html, name, page.url, config)

    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> Any:
        """Put the totals of the whole site at the foot of the home page."""
        if page.is_homepage and self._totals:
            said = f"On all pages: {totals_html(together(self._totals.values()))}"
            page.content = f'{page.content}<p class="derivcheck-totals">{said}</p>'
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Name what the theme leaves unnamed; say whether NumPy runs in the browser."""
        for old, new in NAMES.items() if config.theme.name == "material" else ():
            output = output.replace(old, new)
        if self._numpy:
            said = f'{CHARSET}<meta name="derivcheck-numpy">'
            output = output.replace(CHARSET, said, 1)
        return output

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether pages are served with a script that reloads them."""
        self._served = command == "serve"

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Tell what is wrong and stale; let pages run the site's own scripts alone."""
        level = logging.INFO if self._served else logging.WARNING  # strict: an end
        for one in self._findings:
            LOG.log(level, "%s %s: %s", one.place, one.kind, one.message)
        if self._findings and self._given.get("fail") and not self._served:
            raise PluginError(_failure(self._findings))
        if self._stale:
            LOG.log(level, renewal(self._given["measured"], self._stale))
        if self.config.typeface and not self._served and available():
            kept = Path(config.config_file_path).parent / ".cache/fonts"
            _subset_all(Path(config.site_dir), kept)
        if self.config.policy and not self._served:
            try:
                protect(Path(config.site_dir))
            except ValueError as error:
                raise PluginError(str(error)) from None


def _with_script(html: str, name: str, url: str, config: MkDocsConfig) -> str:
    """A page whose script is a file of the site, named by what it holds."""
    _, script = script_apart(html, "")
    digest = hashlib.sha256(script.encode()).hexdigest()[:8]
    address = f"{SCRIPTS}/{name}-{digest}.js"
    _write(config, address, script)
    return script_apart(html, get_relative_url(address, url))[0]


def _write(config: MkDocsConfig, address: str, text: str) -> None:
    """Write a file of the built site, where there is something to write."""
    path = Path(config.site_dir) / address
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _add_katex(files: Files, config: MkDocsConfig) -> None:
    """KaTeX's style sheet and fonts as files of the site."""
    package = find_package() / "dist"
    css = (package / "katex.min.css").read_text("utf-8")
    files.append(File.generated(config, STYLES, content=_woff2_only(css)))
    for font in sorted((package / "fonts").glob("*.woff2")):
        uri = f"assets/katex/fonts/{font.name}"
        files.append(File.generated(config, uri, abs_src_path=str(font)))


def _subset_all(site: Path, kept: Path) -> None:
    """Add faces with the characters of the site to its style sheets with fonts."""
    characters: set[str] = set()
    for page in site.rglob("*.html"):
        characters.update(page.read_text("utf-8"))
    for sheet in (STYLES, f"{TYPEFACE}/typeface.css"):
        if (site / sheet).exists():
            subset_fonts(site / sheet, characters, kept)


def _failure(findings: Sequence[Finding]) -> str:
    """Why a build ends, after each finding has been told."""
    first, more = findings[0], len(findings) - 1
    others = f", and {more} more" if more else ""
    return f"unexpected verdict: {first.place} {first.kind}{others}"


def _add_typeface(files: Files, config: MkDocsConfig, package: str) -> None:
    """Add the fonts of a package in `node_modules` as files of the site."""
    folder = find_package().parent / package
    try:
        for name, content in typeface(folder):
            uri = f"{TYPEFACE}/{name}"
            if isinstance(content, str):
                files.append(File.generated(config, uri, content=content))
            else:
                files.append(File.generated(config, uri, abs_src_path=str(content)))
    except FileNotFoundError as missing:
        said = (
            f"{missing.filename} is not there: run `python .ci/setup.py`, or `npm ci`"
        )
        raise PluginError(said) from None


def _render_text(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Render the text cells of a notebook as MkDocs renders every other page."""
    try:
        from .notebook import page_of
    except ModuleNotFoundError as missing:
        raise PluginError(
            f"{_path(page.file)}: a notebook needs the package {missing.name}: install"
            ' "checked-backprop[notebook]" from its repository'
        ) from None
    run = page.content or ""
    page.markdown = markdown_of(page.file.content_string)
    type(page).render(page, config, files)
    page.content = page_of(run, page.content or "")


def _is_notebook(file: File) -> bool:
    return file.src_uri.endswith(".py") and file.is_documentation_page()


def _chapters(nav: list[Any]) -> dict[str, int]:
    """The number of each page of the reading order; the home page has 0."""
    entries = [next(iter(e.values())) if isinstance(e, dict) else e for e in nav]
    paths: list[str] = []
    for entry in entries:
        paths += _chapters(entry) if isinstance(entry, list) else [entry]
    return {path: number for number, path in enumerate(paths)}


def _page_numbers(table: Mapping[str, EquationLabel]) -> dict[str, int]:
    """The number of each page that has an equation with a number, by its path."""
    return {
        label.page: int(label.number.partition(".")[0])
        for label in table.values()
        if "." in label.number and not label.number.startswith("0.")
    }


def _all_labels(
    files: Files, chapters: Mapping[str, int]
) -> Mapping[str, EquationLabel]:
    """The labels of every page; each stands once on the whole site."""
    table: dict[str, EquationLabel] = {}
    errors: list[str] = []
    for file in files:
        if (
            not file.is_documentation_page()
            or file.inclusion is InclusionLevel.EXCLUDED
        ):
            continue
        text = file.content_string.replace("\r\n", "\n")
        page = read_page(markdown_of(text) if _is_notebook(file) else text)
        for name, label in labels(page, _path(file), chapters.get(file.src_uri)):
            if name in table:
                first = table[name].place
                errors.append(f"{label.place}: the label `{name}` is also at {first}")
            table.setdefault(name, label)
    if errors:
        raise PluginError("\n" + "\n".join(errors))
    return table


def _path(file: File) -> str:
    """The path of a page as the messages show it."""
    return Path(os.path.relpath(str(file.abs_src_path))).as_posix()


def _woff2_only(css: str) -> str:
    """KaTeX's style sheet with the one font format that every browser reads."""
    return re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)', "", css)


def _state() -> str:
    """What a run of the notebook depends on beside the notebook, as one number."""
    digest = hashlib.sha256(sys.version.encode())
    for name in NOTEBOOK_PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            digest.update(metadata.version(name).encode())
    digest.update(sources(Path(__file__).parents[1]))
    return digest.hexdigest()[:16]
