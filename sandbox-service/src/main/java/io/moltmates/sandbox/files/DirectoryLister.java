package io.moltmates.sandbox.files;

import io.moltmates.schema.SandboxOutcome.Listing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Lists one directory, and follows nothing that lies in it.
final class DirectoryLister {

    /// How many entries are read at the most, to be sorted; a container can make a directory of any
    /// size.
    private static final int SCANNED = 20_000;

    private static final int BUFFER = 1 << 16;
    private static final int NAME_OFFSET = 19;
    private static final byte[] SELF = {'.'};
    private static final byte[] PARENT = {'.', '.'};

    private DirectoryLister() {}

    static Listing list(FilePath path, Descriptor directory, int limit) {
        var names = new ArrayList<byte[]>();
        boolean whole = eachName(directory, SCANNED, names::add);
        names.sort(Comparator.comparing(DisplayName::of));
        List<Listing.Entry> entries =
                names.stream().limit(limit).map(name -> entry(directory, name)).toList();
        return new Listing(path.toString(), entries, !whole || names.size() > limit);
    }

    private static Listing.Entry entry(Descriptor directory, byte[] name) {
        try {
            var status = directory.statusOf(name);
            String kind = status.isRegular() ? "file" : status.isDirectory() ? "directory" : "other";
            return new Listing.Entry(DisplayName.of(name), kind, status.isRegular() ? status.size() : 0);
        } catch (SyscallException _) {
            return new Listing.Entry(DisplayName.of(name), "other", 0); // went away meanwhile
        }
    }

    /// @param directory opened for reading
    /// @param use says whether to go on
    /// @return whether these were all
    static boolean eachName(Descriptor directory, int limit, Predicate<byte[]> use) {
        byte[] buffer = new byte[BUFFER];
        int seen = 0;
        for (int count; (count = directory.readEntries(buffer)) > 0; ) {
            var entries = ByteBuffer.wrap(buffer, 0, count).order(ByteOrder.nativeOrder());
            for (int start = 0; start < count; ) {
                int length = Short.toUnsignedInt(entries.getShort(start + 16));
                int end = start + NAME_OFFSET;
                while (buffer[end] != 0) {
                    end++;
                }
                byte[] name = Arrays.copyOfRange(buffer, start + NAME_OFFSET, end);
                start += length;
                if (Arrays.equals(name, SELF) || Arrays.equals(name, PARENT)) {
                    continue;
                }
                if (seen++ == limit || !use.test(name)) {
                    return false;
                }
            }
        }
        return true;
    }
}
