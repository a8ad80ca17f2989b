package io.percept.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;

/** The pictures of the mixes, composed once and kept as files, so that every run and every contender has the same bytes. */
final class PictureFolder {

    private final Path folder;

    /** @param folder made where it is missing */
    PictureFolder(Path folder) {
        this.folder = folder;
    }

    /** The first JPEG files of a mix, in order. */
    List<byte[]> of(Mix mix, int pictures) {
        return IntStream.range(0, pictures)
                .mapToObj(number -> picture(mix, number))
                .toList();
    }

    private byte[] picture(Mix mix, int number) {
        Path file = file(mix, number);
        try {
            if (Files.exists(file)) {
                return Files.readAllBytes(file);
            }
            byte[] bytes = PictureComposer.jpeg(mix.width(), mix.height(), number + 1);
            Files.createDirectories(folder);
            Path unfinished = Files.write(file.resolveSibling(file.getFileName() + ".part"), bytes);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("The pictures of the benchmark cannot be kept in " + folder, e);
        }
    }

    /** Where a picture is. */
    Path file(Mix mix, int number) {
        return folder.resolve(
                "%dx%d-%02d-%d.jpg".formatted(mix.width(), mix.height(), number, PictureComposer.EDITION));
    }
}
