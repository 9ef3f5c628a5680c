"""Each page lets the site's own scripts run, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derivcheck.site.content_security_policy import inline, policy, protect, with_policy

PAGE = '<html><head><meta charset="utf-8"><script>a = 1</script></head></html>'


def rules(page: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_the_hash_is_that_of_the_script_between_its_tags() -> None:
    # printf 'a = 1' | openssl dgst -sha256 -binary | base64
    assert inline(PAGE) == {"'sha256-tbwf/ZCRL7GL7259gJCRksemSSiWMgFW1n+68QTGVEo='"}


def test_data_and_scripts_in_files_need_no_hash() -> None:
    page = '<script type="application/json">{}</script><script src="a.js"></script>'
    assert inline(page) == set()


def test_a_policy_names_no_other_host() -> None:
    said = policy(["'sha256-a'"])
    scripts = "script-src 'self' 'sha256-a' 'wasm-unsafe-eval'; "
    assert said.startswith(f"default-src 'none'; {scripts}")
    assert "//" not in said
    assert "'unsafe-eval'" not in said


def test_the_policy_stands_before_the_first_script() -> None:
    page = with_policy(PAGE, "default-src 'none'")
    assert page.index("Content-Security-Policy") < page.index("<script>")


def test_a_page_that_is_built_once_more_has_one_policy() -> None:
    page = with_policy(PAGE, "default-src 'self'")
    assert with_policy(page, "default-src 'none'") == with_policy(
        PAGE, "default-src 'none'"
    )


def test_a_page_without_a_place_for_its_policy_is_named(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/index.html").write_text("<p>One.</p>", "utf-8")
    said = 'bare/index.html: no `<meta charset="utf-8">`, after which the policy stands'
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        protect(tmp_path)


def test_every_page_has_one_policy_with_the_hashes_of_all_pages(tmp_path: Path) -> None:
    other = PAGE.replace("a = 1", "b = 2")
    (tmp_path / "check-yours").mkdir()
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    (tmp_path / "check-yours/index.html").write_text(other, "utf-8")
    protect(tmp_path)
    home = rules((tmp_path / "index.html").read_text("utf-8"))
    yours = rules((tmp_path / "check-yours/index.html").read_text("utf-8"))
    assert len(re.findall("sha256-", home)) == 2
    assert yours == home


def test_the_built_site_is_protected_page_by_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        assert inline(page) <= set(rules(page).replace(";", " ").split()), path
