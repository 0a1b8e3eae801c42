#!/usr/bin/env bash
# Prints how large each image of the stack is, and how long its program takes until its health answers (without a Kafka, as in the training
# of its AOT cache), with the cache and without, medians of 5 runs. The images must be there: docker compose build.
# Usage: deploy/measure-images.sh [IMAGES], by default moltmate
set -euo pipefail

images=${1:-moltmate}
services=(channel-ingress router-service persona-service agent-service sandbox-service)

megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.0f", bytes / 1e6 }'; }
in_image() { docker run --rm --network none --entrypoint bash "$1" -c "$2"; }

# Seconds, in a container that is there already, so that the engine's own time is not in them.
seconds() { # IMAGE AOT-MODE
    in_image "$1" 'TIMEFORMAT=%R
        for _ in 1 2 3 4 5; do
            export MOLTMATE_STATE_DIR=/tmp MOLTMATE_HTTP_HOST=127.0.0.1
            time java @/opt/moltmate/java.options -Xmx256m -XX:AOTCache=/app/moltmate.aot -XX:AOTMode='"$2"' -jar /app/quarkus-run.jar --training >/dev/null 2>/tmp/log
        done 2>&1' | sort -n | sed -n 3p
}

printf '%-18s %8s %10s %10s %10s %12s %12s\n' image MB 'Java MB' 'jars MB' 'cache MB' 'start s' 'no cache s'
for service in "${services[@]}"; do
    image=$images-$service
    read -r java jars cache < <(in_image "$image" 'echo $(du -sb /opt/java | cut -f1) $(du -sb --exclude moltmate.aot /app | cut -f1) $(stat -c %s /app/moltmate.aot 2>/dev/null || echo 0)')
    printf '%-18s %8s %10s %10s %10s %12s %12s\n' "$service" "$(megabytes "$(docker image inspect --format '{{.Size}}' "$image")")" \
        "$(megabytes "$java")" "$(megabytes "$jars")" "$(megabytes "$cache")" "$(seconds "$image" auto)" "$(seconds "$image" off)"
done
printf '%-18s %8s\n' cli "$(megabytes "$(docker image inspect --format '{{.Size}}' "$images-cli")")"
