"""What the site shows and what is read and run are the same, page by page."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path
from typing import Any

import markdown
import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig

from derivcheck.documents.markdown import read_page
from derivcheck.documents.notebooks import markdown_of
from derivcheck.documents.page import CodeBlock, Page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *DOCS.glob("notebooks/*.py")])
ARITHMATEX = re.compile(
    r'<(?P<tag>div|span) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>', re.S
)


@pytest.fixture(scope="module")
def config() -> MkDocsConfig:
    """The settings of the site; which extensions render it is written there alone."""
    return load_config(str(ROOT / "mkdocs.yml"), plugins=["search"])


def source(path: Path) -> str:
    text = path.read_text("utf-8")
    return markdown_of(text) if path.suffix == ".py" else text


def rendered(text: str, config: MkDocsConfig, **settings: dict[str, Any]) -> str:
    """The page as the extensions of the site render it, without this package's own.

    Comments on lines of their own are empty lines by then; that extension sees to it.
    """
    names = [name for name in config.markdown_extensions if "derivcheck" not in name]
    configs = {**config.mdx_configs, **settings}
    configs = {name: options for name, options in configs.items() if name in names}
    bare = re.sub(r"^([ \t]*)<!--.*?-->[ \t]*$", r"\1", text, flags=re.M | re.S)
    return markdown.markdown(bare, extensions=names, extension_configs=configs)


def words(tex: str) -> str:
    return " ".join(tex.split())


def mathematics(page: Page) -> Counter[tuple[str, bool]]:
    return Counter((words(piece.tex), piece.display) for piece in page.mathematics)


def python_blocks(page: Page) -> Counter[str]:
    return Counter(
        piece.code.strip()
        for piece in page.pieces
        if isinstance(piece, CodeBlock) and piece.is_python
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_mathematics_that_is_shown_is_the_mathematics_that_is_read(
    path: Path, config: MkDocsConfig
) -> None:
    text = source(path)
    shown = Counter(
        (words(html.unescape(found["tex"])), found["tag"] == "div")
        for found in ARITHMATEX.finditer(rendered(text, config))
    )
    assert shown == mathematics(read_page(text))


def shown_python(text: str, config: MkDocsConfig) -> Counter[str]:
    """The blocks that superfences shows as Python, whatever else their header says."""
    seen: list[str] = []

    def note(source: str, *_: object, **__: object) -> str:
        seen.append(source.strip())
        return "<pre></pre>"

    def accept(
        language: str, inputs: dict[str, Any], options: dict[str, Any], *_: object
    ) -> bool:
        options.update(inputs)
        return True

    fences = [
        {"name": name, "class": name, "format": note, "validator": accept}
        for name in ("python", "py", "Python", "python3", "py3", "pycon", "ipython")
    ]
    rendered(text, config, **{"pymdownx.superfences": {"custom_fences": fences}})
    return Counter(seen)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_python_that_is_shown_is_the_python_that_is_run(
    path: Path, config: MkDocsConfig
) -> None:
    text = source(path)
    assert shown_python(text, config) == python_blocks(read_page(text))


FORMS = """\
Each block has a number.

```python title="a"
1
```

``` { .python .annotate }
2
```

```{.python .must-fail}
3
```

``` py
4
```

~~~python3
5
~~~

!!! note "In an admonition"

    ```python
    6
    ```

    === "In a tab"

        ```python hl_lines="1"
        7
        ```

- In a list

    ```python
    8
    ```

??? question "In a fold"

    ``` python linenums="1"
    9

    9
    ```

````text
```python
not shown as Python
```
````
"""


def test_both_see_every_form_of_fence(config: MkDocsConfig) -> None:
    shown = shown_python(FORMS, config)
    assert sorted(block[0] for block in shown) == list("123456789")
    assert shown == python_blocks(read_page(FORMS))
