#!/usr/bin/env bash
# Sees to it that the image debian:bookworm-slim is there: asks the engine, then its registry, and makes it with debootstrap
# when neither has it. Needs root for the last one. Settings: BASE_IMAGE, DEBIAN_MIRROR, BASE_IMAGE_PULL=0 (do not ask the registry).
set -euo pipefail

suite=bookworm
image=${BASE_IMAGE:-debian:bookworm-slim}

say() { printf '%s\n' "make-base-image: $*" >&2; }

# The mirror that this machine's own apt uses for the suite, if any: it is the one known to answer from here.
mirror_of_apt() {
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null \
        | awk -v suite="$suite" '$1 == suite { sub(/\/$/, "", $2); print $2; exit }'
}

# What a container never reads: manuals, translations, package lists.
slim_down() {
    local root=$1
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/cache/apt/*.bin "$root"/var/lib/apt/lists/*
    rm -rf "$root"/usr/share/man/* "$root"/usr/share/info/* "$root"/usr/share/locale/* "$root"/usr/share/lintian/*
    find "$root/usr/share/doc" -mindepth 1 -type f ! -name copyright -delete
    find "$root/var/log" -type f -delete
    : >"$root/etc/resolv.conf" # debootstrap takes these two over from the machine it runs on
    : >"$root/etc/hostname"
    printf 'path-exclude /usr/share/man/*\npath-exclude /usr/share/locale/*\npath-exclude /usr/share/doc/*\npath-include /usr/share/doc/*/copyright\n' \
        >"$root/etc/dpkg/dpkg.cfg.d/slim"
}

if docker image inspect "$image" >/dev/null 2>&1; then
    say "$image is there."
    exit 0
fi
if [ "${BASE_IMAGE_PULL:-1}" = 1 ] && timeout 120 docker pull -q "$image" >/dev/null 2>&1; then
    say "pulled $image."
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    say "$image cannot be pulled, and making it with debootstrap needs root."
    exit 1
fi
if ! command -v debootstrap >/dev/null; then
    say "$image cannot be pulled, and debootstrap is not installed (apt-get install debootstrap)."
    exit 1
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
mirror=${DEBIAN_MIRROR:-$(mirror_of_apt || true)}
say "making $image with debootstrap; this takes a minute or two."
# shellcheck disable=SC2086 # without a mirror debootstrap takes its own default
if ! debootstrap --variant=minbase "$suite" "$root" $mirror >"$root.log" 2>&1; then
    tail -n 20 "$root.log" >&2
    say "debootstrap failed; its whole log is $root.log."
    exit 1
fi
rm -f "$root.log"
slim_down "$root"
tar --numeric-owner --one-file-system -C "$root" -c . \
    | docker import --change 'CMD ["bash"]' - "$image" >/dev/null
say "made $image."
