#!/usr/bin/env bash
# Builds the stack, starts it with docker-compose, and lives with it (StackIT); with --long, with more people and more workers that die.
# Needs an engine, docker-compose and Chromium; images that can't be pulled are made (deploy/make-images.sh). Usage: deploy/test-stack.sh [--long]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
long=false
[ "${1:-}" != --long ] || long=true

"$here/make-images.sh"
"$here/../moltmate" test -Dquick=false -pl gateway -am -Dmoltmate.stack.long="$long" -Dit.test=StackIT -Dtest=none \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
