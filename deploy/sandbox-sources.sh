#!/bin/sh
# Prints a fingerprint of all that the sandbox's image is made of here. The build leaves it in the image, so that ./moltmate can tell
# whether an image is the one that the sources would make. Usage: deploy/sandbox-sources.sh [DIRECTORY]
set -eu

cd "${1:-$(dirname "$0")/..}"
find Dockerfile.sandbox deploy/sandbox-sources.sh sandbox-service/src/main/c sandbox-service/src/test/c -type f ! -path '*/build/*' ! -path '*/probes/*' \
    | LC_ALL=C sort | xargs cksum | cksum
