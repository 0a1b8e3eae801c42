/* The CRC-32 of zlib, gzip and PNG: reflected polynomial 0xEDB88320, all ones before and inverted after. */
#ifndef MOLTMATE_CRC32_H
#define MOLTMATE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Continues `crc` (0 at first) with more bytes. */
uint32_t crc32_of(uint32_t crc, const uint8_t *bytes, size_t length);

#endif
