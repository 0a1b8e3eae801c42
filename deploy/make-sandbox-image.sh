#!/usr/bin/env bash
# Builds the image that commands run in, on debian:bookworm-slim, which is made here when it can't be pulled.
# Usage: deploy/make-sandbox-image.sh [IMAGE]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=${1:-moltmate-sandbox:bookworm-slim}

# The context is small (.dockerignore); where the bridge leads nowhere, the host's network is tried.
build() { docker build -t "$image" -f "$here/../Dockerfile.sandbox" "$@" "$here/.."; }

"$here/make-base-image.sh" || echo "make-sandbox-image: going on without it; the build may still find a base image." >&2
build || build --network host
