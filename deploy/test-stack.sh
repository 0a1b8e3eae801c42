#!/usr/bin/env bash
# Builds the stack, starts it with docker-compose, and lives with it (StackIT); with --long, with more people and more workers that die, and then
# on three brokers (ThreeBrokersStack).
# Needs an engine, docker-compose and Chromium; images that can't be pulled are made (deploy/make-images.sh). Usage: deploy/test-stack.sh [--long]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
long=false
tests=StackIT
if [ "${1:-}" = --long ]; then
    long=true
    tests=StackIT,ThreeBrokersStack # in this order: the second takes the images of the first
fi

"$here/make-images.sh"
"$here/../moltmate" test -Dquick=false -pl gateway -am -Dmoltmate.stack.long="$long" -Dit.test="$tests" -Dtest=none -Dfailsafe.runOrder=alphabetical \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
