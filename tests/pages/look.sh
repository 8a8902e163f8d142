#!/usr/bin/env bash
# Builds the site and one page of each other kind, and looks at them: tests/pages/look.sh FOLDER
set -euo pipefail
into=$(realpath -m "${1:?usage: look.sh FOLDER}")
cd "$(dirname "$0")/../.."
export PATH="$PWD/.venv/bin:$PATH"
mkdir -p "$into/pages"

sphinx-build -W --quiet docs "$into/site"
(cd tests/pages && npm install --no-package-lock --silent --no-audit --no-fund)
mdl-grade chapter10/dense_backward grader/mdl_grade/cli/demo --html "$into/pages/wrong.html" >"$into/wrong.txt" || true
mdl-grade explain chapter03/beta_pdf --html "$into/pages/explanation.html"

python benchmarks/generated_class.py "$into/class" --count 60 >"$into/class.txt"
mdl-grade batch chapter10/dense_backward chapter10/sigmoid_prime "$into/class" --out "$into/results" 2>>"$into/class.txt"
mdl-grade results "$into/results" --html "$into/instructors" --feedback "$into/feedback" 2>>"$into/class.txt"

site="$into/site"
node tests/pages/look.mjs "$into/pictures" "$into"/pages/*.html "$into"/instructors/index.html \
  $(ls "$into"/instructors/learners/*.html | head -3) $(ls "$into"/feedback/*/feedback.html | head -3) "$site"/*.html "$site"/checking/*.html "$site"/api/*.html \
  "$site"/exercises/index.html "$site"/exercises/*/index.html "$site"/exercises/chapter10/*.html
