#!/usr/bin/env bash
# Sees to it that all images are there that the stack is built from and that it does not build itself: pulled where a registry answers,
# made here where none does. What can be pulled needs none of this; docker compose does it by itself.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

"$here/make-base-image.sh"
"$here/make-build-image.sh"
"$here/make-kafka-image.sh"
docker image inspect moltmate-sandbox:bookworm-slim >/dev/null 2>&1 || "$here/make-sandbox-image.sh"
