#!/usr/bin/env bash
# Sees to it that the broker's image apache/kafka:4.1.1 is there: asks the engine, then its registry, and builds a stand-in with the same
# interface from Maven Central's jars when neither has it (deploy/kafka). Settings: KAFKA_IMAGE, KAFKA_IMAGE_PULL=0 (do not ask the registry).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=${KAFKA_IMAGE:-apache/kafka:4.1.1}

say() { printf '%s\n' "make-kafka-image: $*" >&2; }
build() { docker build -t "$image" "$@" "$here/kafka"; }

if docker image inspect "$image" >/dev/null 2>&1; then
    say "$image is there."
    exit 0
fi
if [ "${KAFKA_IMAGE_PULL:-1}" = 1 ] && timeout 300 docker pull -q "$image" >/dev/null 2>&1; then
    say "pulled $image."
    exit 0
fi
"$here/make-build-image.sh"
say "making $image of Maven Central's jars."
build || build --network host
say "made $image."
