package io.percept.vision;

import io.percept.contract.PerceptException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Times the preparation of one image file on one thread: {@code DecodeTiming FILE SIZE ROUNDS [OUTPUT]}. Prints the
 * median of processor milliseconds, of a file that is refused too; writes the square as raw RGB to OUTPUT, to be compared with Pillow's.
 */
public final class DecodeTiming {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DecodeTiming() {}

    /** Nothing where the file is refused, which may take its time as well. */
    private static byte[] prepared(ImagePreprocessor preprocessor, byte[] bytes) {
        try {
            return preprocessor.prepare(bytes).rgb();
        } catch (PerceptException refused) {
            return new byte[0];
        }
    }

    public static void main(String[] args) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(args[0]));
        ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(Integer.parseInt(args[1])));
        double[] millis = new double[Integer.parseInt(args[2])];
        byte[] rgb = new byte[0];
        for (int i = 0; i < millis.length; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            rgb = prepared(preprocessor, bytes);
            millis[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
        }
        // The first half warms the compiler up.
        double[] warm = Arrays.copyOfRange(millis, millis.length / 2, millis.length);
        Arrays.sort(warm);
        System.out.printf("first %.1f ms, median %.2f ms, best %.2f ms%n", millis[0], warm[warm.length / 2], warm[0]);
        if (args.length > 3) {
            Files.write(Path.of(args[3]), rgb);
        }
    }
}
