#!/usr/bin/env bash
# Runs a program of Kafka's jars. Usage: kafka-run-class.sh CLASS [ARGUMENT…]; variables: KAFKA_HEAP_OPTS, KAFKA_OPTS.
set -eu

# shellcheck disable=SC2086 # several options in one variable
exec java ${KAFKA_HEAP_OPTS:--Xmx256m} -XX:+UseSerialGC -Dlog4j2.configurationFile="${LOG_FILE:-/etc/kafka/docker/tools-log4j2.xml}" \
    ${KAFKA_OPTS:-} -cp "/opt/kafka/libs/*" "$@"
