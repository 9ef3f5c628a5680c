"""What a part of a page was read as."""

from __future__ import annotations

import re

from derivcheck.checking.reading import own_error
from derivcheck.expressions import Label, shifted


def test_an_error_of_the_checker_names_its_file_with_the_folder() -> None:
    try:
        shifted(Label("y"), 1)
    except ValueError as error:
        told = own_error(error)
    said = "this is an error of derivcheck, not of the page: ValueError in "
    place = r"expressions/positions\.py, line \d+"
    assert re.fullmatch(re.escape(said) + place, told)


def test_an_error_raised_elsewhere_names_its_file_alone() -> None:
    try:
        raise LookupError
    except LookupError as error:
        told = own_error(error)
    assert told.startswith(
        "this is an error of derivcheck, not of the page: LookupError in "
        "test_reading.py, line "
    )
