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

site="$into/site"
node tests/pages/look.mjs "$into/pictures" "$into"/pages/*.html "$site"/*.html "$site"/checking/*.html "$site"/api/*.html \
  "$site"/exercises/index.html "$site"/exercises/chapter*/index.html "$site"/exercises/chapter10/*.html
