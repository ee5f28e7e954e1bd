#!/bin/sh
# ネットワークのない機械に pia を入れます: sh install.sh [入れるフォルダー]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target=${1:-"$here/pia"}

python=
for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
  [ -n "$name" ] || continue
  if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
    python=$name
    break
  fi
done
if [ -z "$python" ]; then
  echo 'Python 3.11 から 3.14 までのどれか（venv と pip を含むもの）が見付かりません。' >&2
  echo '入れてから、もう一度実行してください。別の場所にあるときは、PYTHON=場所 sh install.sh とします。' >&2
  exit 1
fi

echo "Python: $("$python" --version)"
(cd "$here" && "$python" check_sums.py)
"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check \
  --no-index --find-links "$here/wheels" --upgrade 'pia-hyokasho[all]'
"$target/bin/pia" --version
echo "入りました。次のように打って使います: $target/bin/pia --help"
echo "「pia」だけで使うには: export PATH=\"$target/bin:\$PATH\""
echo "説明は $here/docs/index.html をブラウザーで開いてください。"
