"""Every wheel resolves to one set of features per dependency, so that nothing compiles twice (docs/decisions/0003-one-build.md)."""

from __future__ import annotations

import subprocess

from architecture.tree import BINDING_CRATES, ROOT


def resolved(crate: str) -> dict[str, frozenset[str]]:
    """Features of each package that is compiled for a crate; a package may be compiled for the host and for the target."""
    command = ["cargo", "tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}|{f}"]
    ran = subprocess.run([*command, "--package", crate], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, set[str]] = {}
    for line in ran.stdout.splitlines():
        package, _, features = line.removesuffix(" (*)").partition("|")
        if package:
            found.setdefault(package, set()).add(features)
    return {package: frozenset(features) for package, features in found.items()}


def test_all_wheels_share_one_set_of_features() -> None:
    found: dict[str, dict[frozenset[str], list[str]]] = {}
    for crate in BINDING_CRATES:
        for package, features in resolved(crate).items():
            found.setdefault(package, {}).setdefault(features, []).append(crate)
    split = {package: variants for package, variants in found.items() if len(variants) > 1}
    assert split == {}, (
        "fix these features for all in the root Cargo.toml (or give barter-interop the dependency that sets them)"
    )
