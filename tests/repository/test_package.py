"""The package is small until it is asked for more."""

from __future__ import annotations

import subprocess
import sys

import pytest


def test_importing_the_package_does_not_import_numpy() -> None:
    code = (
        "import sys, derivcheck; assert 'numpy' not in sys.modules; "
        "derivcheck.check_gradient; assert 'numpy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_package_has_no_other_names() -> None:
    import derivcheck

    assert {"check_gradient", "check_jacobian"} <= set(dir(derivcheck))
    with pytest.raises(AttributeError) as caught:
        derivcheck.check_all  # noqa: B018  # looking it up is the test
    assert str(caught.value) == "module 'derivcheck' has no attribute 'check_all'"
