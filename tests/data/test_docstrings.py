"""The examples in the docstrings of `barter_data` run."""

from __future__ import annotations

import doctest
import inspect

import pytest

import barter_data
from barter_data import summary


def documented() -> dict[str, str]:
    found = {}
    for name in barter_data.__all__:
        value = getattr(barter_data, name)
        if inspect.isclass(value):
            found[name] = value.__doc__ or ""
            found |= {
                f"{name}.{member}": inspect.getdoc(part) or ""
                for member, part in vars(value).items()
                if not member.startswith("__")
            }
    for module in (barter_data, summary):
        found[module.__name__] = module.__doc__ or ""
    return {name: text for name, text in found.items() if ">>>" in text}


@pytest.mark.parametrize("name", documented())
def test_the_example_runs(name: str) -> None:
    text = documented()[name]
    flags = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL | doctest.ELLIPSIS
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    result = doctest.DocTestRunner(optionflags=flags).run(test)
    assert result.failed == 0 and result.attempted > 0


def test_every_public_class_and_method_is_documented() -> None:
    undocumented = [
        f"{name}.{member}"
        for name in barter_data.__all__
        if inspect.isclass(value := getattr(barter_data, name))
        for member, part in {"": value, **vars(value)}.items()
        if not member.startswith("_") and not inspect.ismemberdescriptor(part) and not inspect.getdoc(part)
    ]
    assert undocumented == []
