#!/usr/bin/env bash
# Sees to it that the image the services are built in, maven:3.9-eclipse-temurin-25, is there: asks the engine, then its registry, and
# makes one that serves the same purpose when neither has it: Debian, this machine's JDK 25 with the certificates that it trusts, and
# Maven 3.9 from Maven Central. Settings: BUILD_IMAGE, BUILD_IMAGE_PULL=0 (do not ask the registry), MAVEN_VERSION.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=${BUILD_IMAGE:-maven:3.9-eclipse-temurin-25}
version=${MAVEN_VERSION:-3.9.12}

say() { printf '%s\n' "make-build-image: $*" >&2; }

if docker image inspect "$image" >/dev/null 2>&1; then
    say "$image is there."
    exit 0
fi
if [ "${BUILD_IMAGE_PULL:-1}" = 1 ] && timeout 300 docker pull -q "$image" >/dev/null 2>&1; then
    say "pulled $image."
    exit 0
fi
"$here/make-base-image.sh"
jdk=$("$here/../moltmate" jdk)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "making $image of $jdk and Maven $version."
# Links are followed: a JDK of a distribution keeps its certificates elsewhere.
mkdir "$work/jdk"
cp -rL "$jdk/." "$work/jdk"
rm -rf "$work/jdk/lib/src.zip"
JAVA_HOME=$jdk mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="org.apache.maven:apache-maven:$version:tar.gz:bin" -DoutputDirectory="$work" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    say "Maven $version could not be fetched from Maven Central."
    exit 1
}
mkdir "$work/maven"
tar -xzf "$work/apache-maven-$version-bin.tar.gz" -C "$work/maven" --strip-components 1
cat >"$work/Dockerfile" <<'DOCKERFILE'
FROM debian:bookworm-slim
COPY jdk /opt/java/openjdk
COPY maven /usr/share/maven
RUN ["ln", "-s", "/usr/share/maven/bin/mvn", "/usr/bin/mvn"]
ENV JAVA_HOME=/opt/java/openjdk MAVEN_HOME=/usr/share/maven LANG=C.UTF-8
ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["mvn"]
DOCKERFILE
docker build -q -t "$image" "$work" >/dev/null
say "made $image."
