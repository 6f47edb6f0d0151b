"""Everything that is built, checked and shown: `nox -s demo` and `nox -s tests`; `nox --list` names the parts.

All cargo calls, through maturin or not, share one target directory, profile, feature set and environment, so nothing compiles twice.
The environment is that which maturin gives its own cargo (docs/decisions/0003-one-build.md).
"""

from __future__ import annotations

import os
import platform
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import nox

if sys.version_info < (3, 11):
    sys.exit(
        f"barter needs CPython 3.11 or later, nox runs on {platform.python_version()}: install nox for a newer one"
    )

ROOT = Path(__file__).parent

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["tests"]
os.environ["UV_PYTHON_DOWNLOADS"] = "never"  # an interpreter is found or reported missing, never fetched
os.environ.pop("PYTHONPATH", None)  # the installed wheels are tested, not the sources beside them
# Recordings beside the repository, where the user names no other folder.
if (ROOT.parent / "shared" / "data").is_dir():
    os.environ.setdefault("BARTER_DATA_DIR", str(ROOT.parent / "shared" / "data"))

DIST = ROOT / "dist"
CONSTRAINTS = ROOT / "constraints.txt"
GROUPS = nox.project.load_toml(ROOT / "pyproject.toml")["dependency-groups"]
# Along the direction of dependency: each wheel needs only wheels before it.
BINDINGS = ("instrument", "integration", "macro", "data", "execution", "engine")
WHEELS = (*(f"barter_{name}" for name in BINDINGS), "barter")
# Crates with tests that need no interpreter. What binds to Python is tested from Python, through the wheels.
TESTED_CRATES = (
    "barter-columns", "barter-sim", "barter-driver", "barter-stats", "barter-interop", "barter-integration-py", "barter-macro-py",
    "barter-data-py",
)
# Other interpreters on which a result has to be the same to the bit.
OTHERS = tuple(
    version for version in ("3.11", "3.12", "3.13") if version != f"{sys.version_info[0]}.{sys.version_info[1]}"
)


def build_python() -> str:
    """Real path of the interpreter under nox: the one cargo's build scripts ask, whatever environment is active."""
    return str(Path(getattr(sys, "_base_executable", None) or sys.executable).resolve())


def cargo_environment() -> dict[str, str]:
    """What maturin sets for its cargo; the same for ours, so that both accept each other's artefacts."""
    environment = {
        "PYO3_PYTHON": build_python(),
        "PYTHON_SYS_EXECUTABLE": build_python(),
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        "PYO3_ENVIRONMENT_SIGNATURE": (
            f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}-{struct.calcsize('P') * 8}bit"
        ),
        "CARGO_INCREMENTAL": "0",
    }
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    written_by_maturin = sorted(
        (target / "maturin").glob(f"pyo3-config-*-{sys.version_info[0]}.{sys.version_info[1]}-abi3.txt")
    )
    if written_by_maturin:
        environment["PYO3_CONFIG_FILE"] = str(written_by_maturin[0].resolve())
    return environment


def built_wheels(session: nox.Session) -> list[str]:
    """The wheels in dist/, one of each name."""
    found = {wheel.name.split("-")[0]: str(wheel) for wheel in sorted(DIST.glob("*.whl"))}
    missing = [name for name in WHEELS if name not in found]
    if missing:
        session.error(f"dist/ has no wheel of {', '.join(missing)}: run `nox -s wheels` first")
    return [found[name] for name in WHEELS]


def find_python(version: str) -> str | None:
    """A CPython of that version: on the path, or among pyenv's. None if the machine has none."""
    candidates = [shutil.which(f"python{version}")]
    if shutil.which("pyenv"):
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False).stdout.strip()
        if root:
            candidates += [str(path) for path in sorted(Path(root).glob(f"versions/{version}.*/bin/python{version}"))]
    for candidate in filter(None, candidates):
        probe = [candidate, "-c", "import sys; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"]
        answer = subprocess.run(probe, capture_output=True, text=True, check=False)
        if answer.stdout.split() == ["cpython", version]:
            return candidate
    return None


def install(session: nox.Session, *requirements: str) -> None:
    session.install("--constraint", str(CONSTRAINTS), *requirements)


def install_wheels(session: nox.Session) -> None:
    """The built files themselves: no barter package is ever looked up in a registry."""
    again = [argument for name in WHEELS for argument in ("--reinstall-package", name.replace("_", "-"))]
    install(session, *again, *built_wheels(session))


@nox.session
def lint(session: nox.Session) -> None:
    """Format of the Rust code, and ruff over the Python code."""
    install(session, *GROUPS["lint"])
    session.run("ruff", "check", ".")
    session.run("cargo", "fmt", "--all", "--check", external=True)


def build_wheel(session: nox.Session, name: str) -> None:
    """One wheel into dist/, with the interpreter whose path does not change from environment to environment."""
    with session.chdir(ROOT / "packages" / f"barter-{name}"):
        maturin = ["maturin", "build", "--release", "--locked", "--interpreter", build_python(), "--out", str(DIST)]
        session.run(*maturin, env=cargo_environment())


@nox.session
def wheels(session: nox.Session) -> None:
    """Build the seven wheels into dist/."""
    install(session, *GROUPS["build"])
    DIST.mkdir(exist_ok=True)
    for old in DIST.glob("barter*"):
        old.unlink()
    # The smallest module first: it brings the dependencies, and maturin writes the configuration that the next call reads. Then all
    # modules at once, which uses every core; what is left for maturin is packing.
    build_wheel(session, "macro")
    crates = [argument for name in BINDINGS for argument in ("-p", f"barter-{name}-py")]
    session.run("cargo", "build", "--release", "--locked", *crates, external=True, env=cargo_environment())
    for name in BINDINGS:
        if name != "macro":
            build_wheel(session, name)
    pure = ["uv", "build", "--wheel", "--out-dir", str(DIST), str(ROOT / "packages" / "barter")]
    session.run(*pure, external=True)


@nox.session(requires=["wheels"])
def clippy(session: nox.Session) -> None:
    """Clippy over every crate and its tests; a warning is an error."""
    command = ["cargo", "clippy", "--release", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]
    session.run(*command, external=True, env=cargo_environment())


@nox.session(requires=["wheels"])
def rust(session: nox.Session) -> None:
    """Rust tests: those that need no interpreter."""
    crates = [argument for crate in TESTED_CRATES for argument in ("-p", crate)]
    # The engine's crate has no test target (its module links only inside an interpreter); it is named because cargo unites
    # features over the crates it is given, and so finds the dependencies as the wheels compiled them.
    command = ["cargo", "test", "--release", "--locked", *crates, "-p", "barter-engine-py", *session.posargs]
    session.run(*command, external=True, env=cargo_environment())


@nox.session(requires=["wheels"])
def typing(session: nox.Session) -> None:
    """mypy --strict, basedpyright, stubtest and completeness of the public types; tests/typing holds what must check and what must not."""
    install(session, *GROUPS["typing"])
    install_wheels(session)
    packages = [f"packages/{name.replace('_', '-')}/python/{name}" for name in WHEELS]
    session.run("mypy", *(session.posargs or [*packages, "tests/typing", "tools"]))
    if session.posargs:
        return
    session.run("basedpyright")
    allowlist = ROOT / "tests" / "typing" / "stubtest-allowlist.txt"
    compiled = [f"barter_{name}" for name in BINDINGS]
    # Elsewhere, so that both read what is installed and not the sources beside them.
    session.chdir(session.create_tmp())
    stubtest = ["--mypy-config-file", str(ROOT / "pyproject.toml"), "--allowlist", str(allowlist), "--concise"]
    session.run("python", "-m", "mypy.stubtest", *stubtest, *compiled)
    for name in compiled:
        session.run("basedpyright", "--verifytypes", name, "--ignoreexternal", silent=True)


@nox.session(requires=["wheels"])
def stubs(session: nox.Session) -> None:
    """The committed stubs are what the built modules say; `nox -s stubs -- --write` renews them."""
    install(session, *GROUPS["build"])
    install_wheels(session)
    made = ROOT / session.create_tmp()
    for name in BINDINGS:
        package, module = f"barter_{name}", f"_{name}"
        committed = ROOT / "packages" / f"barter-{name}" / "python" / package / f"{module}.pyi"
        with session.chdir(ROOT / "packages" / f"barter-{name}"):
            maturin = ["maturin", "generate-stubs", "--quiet", "--profile", "release", "--locked"]
            session.run(*maturin, "--interpreter", build_python(), "--out", str(made), env=cargo_environment())
        make = ["python", str(ROOT / "tools" / "stubs.py"), str(made / package / f"{module}.pyi"), package, module]
        if session.posargs == ["--write"]:
            text = session.run(*make, silent=True)
            committed.write_text(str(text), encoding="utf-8")
        else:
            session.run(*make, str(committed))


@nox.session(requires=["wheels"])
def isolated(session: nox.Session) -> None:
    """Each wheel alone, with what it declares, in an environment of its own."""
    install(session, *GROUPS["portable"])
    session.run("pytest", "tests/isolated", *session.posargs, env={"BARTER_DIST": str(DIST)})


@nox.session(requires=["wheels"], venv_backend="none")
@nox.parametrize("version", OTHERS, ids=OTHERS)
def portable(session: nox.Session, version: str) -> None:
    """Sameness of results on another CPython."""
    interpreter = find_python(version)
    if interpreter is None:
        session.skip(f"no CPython {version} on this machine")
    environment = ROOT / ".nox" / f"portable-on-{version}"
    python = str(environment / "bin" / "python")
    session.run("uv", "venv", "--quiet", "--clear", "--python", interpreter, str(environment), external=True)
    pip = ["uv", "pip", "install", "--quiet", "--python", python, "--constraint", str(CONSTRAINTS)]
    session.run(*pip, *GROUPS["portable"], *built_wheels(session), external=True)
    session.run(python, "-m", "pytest", "-m", "portable", "tests/portable", *session.posargs, external=True)


@nox.session(requires=["wheels"])
def unit(session: nox.Session) -> None:
    """Doctests and tests against the installed wheels. `nox -s unit -- tests/engine -k fees` runs a part."""
    install(session, *GROUPS["test"])
    install_wheels(session)
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    session.run("pytest", "--doctest-modules", "--pyargs", *WHEELS)
    session.run("pytest", "tests", "--ignore=tests/isolated", "--durations=15")


@nox.session(requires=["wheels"])
def docs(session: nox.Session) -> None:
    """The docs site into docs/_build; a warning is an error, and nothing is fetched. Its pages run in tests/docs."""
    install(session, *GROUPS["docs"])
    install_wheels(session)
    build = ["--fail-on-warning", "--keep-going", "--fresh-env", "--quiet", "--builder", "html"]
    session.run("python", "-m", "sphinx", *build, *session.posargs, "docs", "docs/_build/html")


@nox.session(requires=["wheels"])
def demo(session: nox.Session) -> None:
    """Backtest the README's strategy: assumptions, statistics, report, fingerprint, speed."""
    install_wheels(session)
    session.run("barter", "demo", *session.posargs)


@nox.session(requires=["wheels"])
def bench(session: nox.Session) -> None:
    """Ratios against upstream's loop, hftbacktest and nautilus_trader (benches/README.md); no part of the gate."""
    install(session, "numpy")
    install_wheels(session)
    session.run("python", "benches/run.py", *session.posargs, env=cargo_environment())


@nox.session(
    venv_backend="none",
    requires=[
        *("lint", "wheels", "clippy", "rust", "stubs", "typing", "isolated"),
        *(f"portable({version})" for version in OTHERS),
        *("unit", "docs"),
    ],
)
def tests(session: nox.Session) -> None:
    """The whole gate: every session it requires has passed when this one runs."""
    session.log("the whole gate has passed")
