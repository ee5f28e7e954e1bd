"""Make one zip that installs pia where no network is: `python distribution/bundle.py [FILE]`.

For each platform and version of Python the whole set of packages is resolved as that machine would
resolve it, fetched as wheels into one folder, and resolved once more from that folder alone. What
has no wheel for a machine is named, in the output and in the bundle.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docs_site
from licences import collect

ROOT = Path(__file__).parents[1]
HERE = ROOT / "distribution"
PACKAGE = "pia-hyokasho"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
GLIBC = (5, 12, 17, 24, 26, 27, 28)
# What uv calls a machine → the tags of its wheels, as pip calls them.
PLATFORMS = {
    "x86_64-pc-windows-msvc": ("win_amd64",),
    "x86_64-manylinux_2_28": (
        *(f"manylinux_2_{minor}_x86_64" for minor in GLIBC),
        *(f"manylinux{name}_x86_64" for name in ("1", "2010", "2014")),
    ),
}
NAMES = {"x86_64-pc-windows-msvc": "Windows", "x86_64-manylinux_2_28": "Linux"}
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
CMD = ("install.bat", "pia.bat")  # read by cmd.exe: its own line ends and code page
FILES = ("install.sh", "check_sums.py", "はじめに読む.txt")
EXAMPLE = ROOT / "examples" / "neyagawa"


@dataclass(frozen=True)
class Machine:
    """One platform with one version of Python, and what it needs."""

    platform: str
    python: str
    packages: list[str] = field(default_factory=list)  # name==version
    missing: list[str] = field(default_factory=list)
    is_whole: bool = False

    @property
    def name(self) -> str:
        return f"{NAMES[self.platform]} Python {self.python}"


def main() -> None:
    """Write the bundle to the file that is named, or to `build/`."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / f"{PACKAGE}.zip"
    machines = bundle(target, PLATFORMS, PYTHONS)
    print(f"{target}: {target.stat().st_size:,} バイト")
    sys.exit(0 if all(machine.is_whole for machine in machines) else 1)


def bundle(target: Path, platforms: Iterable[str], pythons: Iterable[str]) -> list[Machine]:
    """Write the bundle for some machines, and return what each of them needs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / PACKAGE
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        own = built(ROOT, wheels)
        machines = [gathered(p, v, own, wheels) for p in platforms for v in pythons]
        furnish(folder, machines)
        target.parent.mkdir(parents=True, exist_ok=True)
        pack(folder, target)
    return machines


def gathered(platform: str, python: str, own: Path, wheels: Path) -> Machine:
    """Fetch what one machine needs, and see whether the folder is enough for it."""
    packages = resolved(f"{PACKAGE}[all] @ {own.as_uri()}", platform, python)
    missing = []
    if not fetched(packages, platform, python, wheels):
        missing = [
            each
            for each in packages
            if not fetched([each], platform, python, wheels) and not built_pure(each, wheels)
        ]
    alone = ("--no-index", "--find-links", str(wheels), "--only-binary", ":all:")
    whole = compiled(f"{PACKAGE}[all]", platform, python, *alone).returncode == 0
    found = Machine(platform, python, packages, missing, whole)
    state = "そろいました" if whole else f"足りません: {'、'.join(missing)}"
    print(f"{found.name}: {len(packages) - len(missing)} 件。{state}", flush=True)
    return found


def resolved(requirement: str, platform: str, python: str) -> list[str]:
    """Return the packages of a machine, `name==version`: of wheels alone if that is possible."""
    tried = compiled(requirement, platform, python, "--only-binary", ":all:")
    if tried.returncode:
        tried = compiled(requirement, platform, python)
    if tried.returncode:
        sys.exit(tried.stderr)
    return [line for line in tried.stdout.splitlines() if "==" in line and " @ " not in line]


def compiled(
    requirement: str, platform: str, python: str, *options: str
) -> "subprocess.CompletedProcess[str]":
    """Resolve a requirement as a machine would, its markers evaluated for that machine."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header"]
    command += ["--no-annotate", "--python-platform", platform, "--python-version", python]
    return subprocess.run(
        [*command, *options, "-"], input=requirement, capture_output=True, encoding="utf-8"
    )


def fetched(packages: list[str], platform: str, python: str, wheels: Path) -> bool:
    """Fetch the wheels of packages for a machine, if each has one."""
    tags = [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
    only = ["--no-deps", "--only-binary=:all:", "--python-version", python, *tags]
    got = subprocess.run(
        [*PIP, "download", *only, "--dest", wheels, *packages], capture_output=True
    )
    return got.returncode == 0


def built_pure(package: str, wheels: Path) -> bool:
    """Build the wheel of a package that has none, if it is of Python alone."""
    with tempfile.TemporaryDirectory() as name:
        command = [*PIP, "wheel", "--no-deps", "--wheel-dir", name, package]
        subprocess.run(command, capture_output=True)
        pure = list(Path(name).glob("*-none-any.whl"))
        for wheel in pure:
            shutil.copy(wheel, wheels)
    return bool(pure)


def built(source: Path, wheels: Path) -> Path:
    """Build the wheel of the checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (wheel,) = wheels.glob("*.whl")
    return wheel


def furnish(folder: Path, machines: list[Machine]) -> None:
    """Put beside the wheels what installs them, what explains them and their licences."""
    for name in CMD:
        text = (HERE / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode("cp932"))
    for name in FILES:
        shutil.copyfile(HERE / name, folder / name)
    if docs_site.build(folder / "docs"):
        sys.exit("文書を作れません")
    shutil.copytree(EXAMPLE, folder / "例")
    write(folder / "内訳.md", contents(machines))
    write(folder / "ライセンス.md", collect(folder / "wheels", folder / "licences"))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {_name(p, folder)}" for p in files)
    write(folder / "SHA256SUMS", "\n".join(sums) + "\n")


def contents(machines: list[Machine]) -> str:
    """Return the page that says what is there for each machine, and what is not."""
    return "\n".join(["# 一式の内訳", "", *_rows(machines), "", *_packages(machines), ""])


def _rows(machines: list[Machine]) -> Iterator[str]:
    yield "| 機械 | ソフト | そろっているか | wheel のないもの |\n|---|---|---|---|"
    for machine in machines:
        whole = "はい" if machine.is_whole else "いいえ"
        missing = "、".join(machine.missing) or "なし"
        yield f"| {machine.name} | {len(machine.packages)} | {whole} | {missing} |"


def _packages(machines: list[Machine]) -> Iterator[str]:
    """Yield each package with the machines that it is for."""
    yield "| ソフト | 機械 |\n|---|---|"
    for package in sorted({each for machine in machines for each in machine.packages}):
        users = [machine.name for machine in machines if package in machine.packages]
        yield f"| {package} | {'すべて' if len(users) == len(machines) else '、'.join(users)} |"


def pack(folder: Path, target: Path) -> None:
    """Pack a folder; the same files give the same bytes."""
    with ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = ZipInfo(f"{folder.name}/{_name(path, folder)}")
            entry.external_attr = (0o755 if path.suffix == ".sh" else 0o644) << 16
            entry.compress_type = ZIP_STORED if path.suffix == ".whl" else ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
