#!/usr/bin/env bash
# Builds the image that the attack tests run in, on the sandbox's image, which has to be there.
# Usage: make-probe-image.sh [IMAGE]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=${1:-moltmate-sandbox-probes:test}

build() { docker build -q -t "$image" -f "$here/Dockerfile" "$@" "$here/.."; }

# Where the bridge leads nowhere, the host's network is tried.
build || build --network host
