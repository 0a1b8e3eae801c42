#!/usr/bin/env bash
# How long the gateway takes to be ready, the CPU time until then, and what memory it holds when idle; with everything, and with one thing left out.
# usage: benchmarks/start.sh [RUNS]    (needs a build: ./moltmate version makes one)
# Prints a Markdown table: median of RUNS starts after a first one, which makes the state directory.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
runs=${1:-5}
idle_seconds=${IDLE_SECONDS:-5}
app=$here/gateway/target/quarkus-app/quarkus-run.jar
options=$here/gateway/src/main/jvm/moltmate.options
[ -f "$app" ] || { echo "Build first: ./moltmate version" >&2; exit 1; }
java=$("$here/moltmate" jdk)/bin/java
work=$(mktemp -d)
port=${PORT:-23100}
running=
trap '[ -z "$running" ] || kill -9 "$running" 2>/dev/null; rm -rf "$work"' EXIT

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

gateway() { # STATE ARGUMENT...; takes the place of the shell that it runs in
    local state=$1
    shift
    exec env -i PATH="$PATH" HOME="$work" MOLTMATE_STATE_DIR="$state" ${arenas:+MALLOC_ARENA_MAX=$arenas} \
        "$java" "${flags[@]}" -jar "$app" gateway --port "$port" "${extra[@]}" "$@"
}

# One start: milliseconds until it is ready, kilobytes that it holds after a pause.
start_once() { # STATE
    local begin log=$work/log
    : >"$log"
    begin=$(date +%s%N)
    gateway "$1" >"$log" 2>&1 &
    running=$!
    until grep -q 'is ready' "$log"; do
        kill -0 "$running" 2>/dev/null || { cat "$log" >&2; exit 1; }
        sleep 0.02
    done
    echo "$((($(date +%s%N) - begin) / 1000000))" >>"$work/ready"
    awk '{ print $14 + $15 }' "/proc/$running/stat" >>"$work/cpu"
    sleep "$idle_seconds"
    awk '/VmRSS/ { print $2 }' "/proc/$running/status" >>"$work/rss"
    kill -"${signal:-TERM}" "$running"
    { wait "$running" || true; } 2>/dev/null # bash tells of each kill
    running=
}

measure() { # NAME
    local state=$work/state
    rm -rf "$state" "$work/ready" "$work/cpu" "$work/rss"
    mkdir -p "$state"
    printf '{agents: {main: {model: "demo/demo"}}, sandbox: {mode: "off"}}\n' >"$state/moltmate.json"
    if [ "$cached" = yes ]; then
        rm -f "$work/cache"
        local plain=("${flags[@]}")
        flags+=("-XX:AOTCacheOutput=$work/cache")
        (gateway "$state" --training) >"$work/training.log" 2>&1 || true
        flags=("${plain[@]}" "-XX:AOTCache=$work/cache")
    fi
    start_once "$state"
    rm -f "$work/ready" "$work/cpu" "$work/rss"
    for _ in $(seq "$runs"); do start_once "$state"; done
    printf '| %-42s | %6.2f s | %6.2f s | %4d MB |\n' "$1" \
        "$(median <"$work/ready" | awk '{ print $1 / 1000 }')" \
        "$(median <"$work/cpu" | awk -v ticks="$(getconf CLK_TCK)" '{ print $1 / ticks }')" \
        "$(($(median <"$work/rss") / 1024))"
}

everything() { flags=("@$options") extra=() arenas=2 cached=yes signal=TERM; }
without() { # PATTERN: the options without the lines that match it
    grep -v -e "$1" "$options" >"$work/options"
    flags=("@$work/options")
}

printf '| %-42s | %8s | %8s | %7s |\n|---|---|---|---|\n' "" "ready" "CPU" "idle"
everything;                                                            measure "as it is"
everything; signal=KILL;                                               measure "as it is, after kill -9"
everything; cached=no;                                                 measure "without the AOT cache"
everything; flags+=(-Dmoltmate.start.one-after-the-other=true);        measure "broker first, then services"
everything; without '-XX:+UseCompactObjectHeaders';                    measure "without compact object headers"
everything; without '-XX:+UseSerialGC'; flags+=(-XX:+UseG1GC);         measure "G1 instead of the serial collector"
everything; without '-Xm[sx]\|-XX:+UseSerialGC'; flags+=(-XX:+UseG1GC); measure "G1 and the JVM's own heap size"
everything; arenas=;                                                   measure "without MALLOC_ARENA_MAX"
