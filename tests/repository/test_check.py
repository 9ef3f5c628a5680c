"""What `make check` runs, and what it says at its end."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[2] / ".ci/check.py"


@pytest.fixture
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_fails_is_named_after_what_all_have_said(
    check: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    zen, nothing = ("this",), ("json.tool", "no-such-file")
    monkeypatch.setattr(check, "COMMANDS", (nothing, zen))
    with pytest.raises(SystemExit, match=r"^failed: json\.tool no-such-file$"):
        check.main()
    first, _, second = capsys.readouterr().out.partition("$ this\n")
    assert first.startswith("$ json.tool no-such-file\n")
    assert "The Zen of Python" in second


def test_where_nothing_fails_the_exit_status_is_zero(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "COMMANDS", (("this",),))
    check.main()
