"""Run by the installers in the folder of the bundle: are its files whole?"""

import hashlib
import sys
from pathlib import Path

lines = Path("SHA256SUMS").read_text(encoding="utf-8").splitlines()
wrong = [
    name
    for digest, name in (line.split("  ", 1) for line in lines)
    if not Path(name).is_file() or hashlib.sha256(Path(name).read_bytes()).hexdigest() != digest
]
if wrong:
    print("壊れているか、足りないファイルがあります。一式を写し直してください。")
    print("\n".join(wrong[:10]))
    sys.exit(1)
