package io.moltmates.agent;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where the lines about each message lie, in sixteen bytes a message: an open-addressed table of 64-bit hashes.
final class MessageIndex {

    static final long ABSENT = -1;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] hashes = new long[16];
    private long[] places = new long[16];
    private int size;

    MessageIndex() {
        Arrays.fill(places, ABSENT);
    }

    static long hash(String messageId) {
        byte[] bytes = messageId.getBytes(StandardCharsets.UTF_8);
        return hash(bytes, 0, bytes.length);
    }

    static long hash(byte[] bytes, int start, int length) {
        long hash = FNV_OFFSET;
        for (int i = start; i < start + length; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        return hash ^ hash >>> 29;
    }

    /// [#ABSENT] if nothing is known of the message.
    long find(long hash) {
        int slot = slot(hash);
        return places[slot];
    }

    void put(long hash, long place) {
        int slot = slot(hash);
        if (places[slot] == ABSENT) {
            size++;
        }
        hashes[slot] = hash;
        places[slot] = place;
        if (size * 5 > hashes.length * 4) {
            grow();
        }
    }

    /// Bytes, roughly.
    int weight() {
        return hashes.length * 16;
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (places[slot] != ABSENT && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldPlaces = places;
        hashes = new long[oldHashes.length * 2];
        places = new long[oldHashes.length * 2];
        Arrays.fill(places, ABSENT);
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldPlaces[i] != ABSENT) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}
